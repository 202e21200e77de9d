"""What a reviewer wrote about one round of one submission."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base


class Proposal(Choice):
    """What the opinion amounts to."""

    PASS = "pass", "初审通过"
    DECLINE = "decline", "建议不通过"
    RETURN = "return", "退回补正"


class ReviewOpinion(Base):
    """One opinion; append-only. The latest one of a submission is what the second person decides upon."""

    __tablename__ = "review_opinion"
    __table_args__ = (Index("ix_review_opinion_latest", "submission_id", "id"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    round_number: Mapped[int]
    proposal: Mapped[Proposal]
    opinion: Mapped[str] = mapped_column(Text, default="")
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    reviewer_name: Mapped[str] = mapped_column(String(50))
    given_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(viewonly=True)
