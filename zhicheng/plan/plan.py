"""A plan: what somebody means to do to many submissions, what would happen, and what did."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base


class PlanStatus(Choice):
    """How far a plan is."""

    DRAFTED = "drafted", "待确认"
    RUNNING = "running", "执行中"
    DONE = "done", "已完成"
    DROPPED = "dropped", "已放弃"


class RowOutcome(Choice):
    """What a plan does, or did, to one submission."""

    WILL_DO = "will_do", "将执行"
    BLOCKED = "blocked", "不能执行"
    DONE = "done", "已执行"
    REFUSED = "refused", "执行时被拒"


class Plan(Base):
    """The verb, its words, who means it. The rows say the rest."""

    __tablename__ = "plan"

    verb: Mapped[str] = mapped_column(String(40))
    words: Mapped[dict[str, Any]] = mapped_column(comment="arguments of the verb: opinion, batch, …")
    status: Mapped[PlanStatus] = mapped_column(default=PlanStatus.DRAFTED)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    drafted_by_name: Mapped[str] = mapped_column(String(50))
    drafted_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return f"{self.id}"


class PlanRow(Base):
    """One submission of a plan, with the version that was looked at: if it changed since, the row is refused as stale."""

    __tablename__ = "plan_row"
    __table_args__ = (
        UniqueConstraint("plan_id", "submission_id"),
        Index("ix_plan_row_todo", "plan_id", "outcome"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    seen_version: Mapped[int]
    outcome: Mapped[RowOutcome]
    code: Mapped[str | None] = mapped_column(String(40), comment="refusal code")
    sentence: Mapped[str] = mapped_column(Text, default="")
    ran_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship(viewonly=True)
    submission: Mapped[Submission] = relationship(viewonly=True)
