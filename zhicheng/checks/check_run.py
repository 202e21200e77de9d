"""One run of the checks over one frozen dossier: enough to recompute it years later."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.table import Base
from zhicheng.policy.vocabulary import Outcome


class CheckRun(Base):
    """Dossier, findings and the digest of the policy file they were computed with; append-only."""

    __tablename__ = "check_run"
    __table_args__ = (
        Index("ix_check_run_latest", "submission_id", "id", "outcome"),
        Index("ix_check_run_by_outcome", "outcome", "submission_id", "id"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    round_number: Mapped[int]
    run_at: Mapped[datetime]
    cycle: Mapped[str] = mapped_column(String(4))
    rules: Mapped[str] = mapped_column(String(71), comment="sha256:… of the policy year")
    calendar: Mapped[str] = mapped_column(String(71), comment="sha256:… of the working-day tables")
    dossier: Mapped[str] = mapped_column(Text, comment="JSON of the frozen dossier")
    outcome: Mapped[Outcome]
    earliest_on: Mapped[date | None]
    findings: Mapped[list[Any]] = mapped_column(comment="every finding, those that hold included")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
