"""分批审核: the batch in which submissions are reviewed, decided and published together (clause 5.2)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base
from zhicheng.staff.office import Office


class BatchStatus(Choice):
    """How far a batch is."""

    OPEN = "open", "组批中"
    FROZEN = "frozen", "已冻结"
    PUBLISHED = "published", "已公布"


class Batch(Base):
    """Submissions of one office, decided together; after freezing its members stay as they are."""

    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint("status = 'open' OR frozen_at IS NOT NULL", name="a_closed_batch_was_frozen"),
        CheckConstraint(
            "status <> 'published' OR (published_at IS NOT NULL AND notice_number IS NOT NULL)",
            name="a_published_batch_has_a_notice_number",
        ),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True, comment="cycle-office-serial")
    cycle: Mapped[str] = mapped_column(String(4))
    office: Mapped[Office]
    status: Mapped[BatchStatus] = mapped_column(default=BatchStatus.OPEN)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    frozen_at: Mapped[datetime | None]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    notice_number: Mapped[str | None] = mapped_column(
        String(60), unique=True, comment="文号 of the decision notice"
    )
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.number


class BatchMember(Base):
    """A submission stands in at most one batch; it leaves when it is returned, declined or withdrawn."""

    __tablename__ = "batch_member"
    __table_args__ = (UniqueConstraint("submission_id"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    added_at: Mapped[datetime]

    batch: Mapped[Batch] = relationship(viewonly=True)
    submission: Mapped[Submission] = relationship(viewonly=True)
