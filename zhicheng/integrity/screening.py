"""One look into the archive for one submission, stored with what was asked and what was found (clause 6.3)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base


class Stage(Choice):
    """When a submission is screened."""

    SUBMIT = "submit", "提交时"
    APPROVE = "approve", "复核时"
    PUBLISH = "publish", "公布时"
    ISSUE = "issue", "制证时"


class Screening(Base):
    """What was found for a submission at a stage: the records that bar, and until when."""

    __tablename__ = "screening"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    stage: Mapped[Stage]
    asked_at: Mapped[datetime]
    day: Mapped[date] = mapped_column(comment="the day asked about, Beijing")
    barred: Mapped[bool]
    until: Mapped[date | None] = mapped_column(comment="last barred day")
    record_ids: Mapped[list[Any]] = mapped_column(comment="keys of the records that bar")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    actor_name: Mapped[str] = mapped_column(String(50))
