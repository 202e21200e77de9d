"""One thing wrong with what was handed in: where, by which clause, in which words; kept with the opinion that named it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Base


class Defect(Base):
    """Append-only. ``box`` is left, top, width, height in per cent of the upright page; empty: the whole page or file."""

    __tablename__ = "defect"
    __table_args__ = (CheckConstraint("box IS NULL OR page IS NOT NULL", name="a_box_lies_on_a_page"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    round_number: Mapped[int]
    opinion_id: Mapped[int] = mapped_column(ForeignKey("review_opinion.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    kind: Mapped[str] = mapped_column(String(40), comment="material of the policy year")
    year: Mapped[int | None]
    page: Mapped[int | None]
    box: Mapped[list[Any] | None]
    clause: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime]


def defects_kept(session: Session, submission: Submission, round_number: int) -> Sequence[Defect]:
    """What was found wrong in a round, in the order in which it was found."""
    return session.scalars(
        select(Defect)
        .where(Defect.submission_id == submission.id, Defect.round_number == round_number)
        .order_by(Defect.id)
    ).all()
