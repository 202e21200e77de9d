"""A file handed in with a submission. Never overwritten: a newer one for the same demand supersedes the older."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Base


class Attachment(Base):
    """One file: its kind is a demand of the policy year, its bytes stand in the file store under their SHA-256."""

    __tablename__ = "attachment"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    year: Mapped[int | None] = mapped_column(comment="kinds with a star carry one")
    file_name: Mapped[str] = mapped_column(String(255), comment="as the sender named it")
    digest: Mapped[str | None] = mapped_column(
        String(64), index=True, comment="SHA-256 of the bytes; empty: declared, but no bytes came"
    )
    content_type: Mapped[str | None] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(default=0, comment="bytes")
    pages: Mapped[int] = mapped_column(default=0)
    round_number: Mapped[int] = mapped_column(comment="handed in for this round")
    added_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship(viewonly=True)
