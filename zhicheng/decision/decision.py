"""The office's decision on a submission."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base
from zhicheng.policy.vocabulary import Series, TitleLevel


class DecisionKind(Choice):
    """What was decided."""

    APPROVE = "approve", "通过"
    DECLINE = "decline", "不通过"
    ANNUL = "annul", "撤销"


class Decision(Base):
    """One decision; append-only. An approval names the title conferred and the day it counts from (clause 5.2)."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("decided_by_id <> reviewed_by_id", name="the_approver_is_not_the_reviewer"),
        CheckConstraint("kind <> 'approve' OR acquired_on IS NOT NULL", name="an_approval_has_a_day"),
        CheckConstraint("kind = 'approve' OR length(opinion) > 0", name="a_refusal_gives_its_reason"),
        Index(
            "uq_decision_one_approval",
            "submission_id",
            unique=True,
            sqlite_where=text("kind = 'approve'"),
            postgresql_where=text("kind = 'approve'"),
        ),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    kind: Mapped[DecisionKind]
    opinion: Mapped[str] = mapped_column(Text, default="")
    series: Mapped[Series]
    specialty: Mapped[str] = mapped_column(String(100))
    level: Mapped[TitleLevel]
    acquired_on: Mapped[date | None] = mapped_column(comment="Beijing day of the approval")
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    decided_by_name: Mapped[str] = mapped_column(String(50))
    decided_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(viewonly=True)
