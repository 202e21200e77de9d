"""Who is looking at a submission right now, so that two people do not work on the same one; forgotten after 90 seconds."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import utc
from zhicheng.kernel.table import Base
from zhicheng.staff.actor import Actor
from zhicheng.staff.staff import Staff

FORGOTTEN_AFTER: Final = timedelta(seconds=90)
"""Three heartbeats of 30 seconds."""


class Presence(Base):
    """Somebody has had a submission open at ``seen_at``. No record of work: rows go as soon as they are old."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("submission_id", "staff_id"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


def look_at(session: Session, actor: Actor, now: datetime, submission: Submission) -> None:
    """``actor`` still has the submission open; whatever is forgotten goes by the way."""
    session.execute(delete(Presence).where(Presence.seen_at < utc(now - FORGOTTEN_AFTER)))
    mine = session.scalar(
        select(Presence).where(Presence.submission_id == submission.id, Presence.staff_id == actor.id)
    )
    if mine is None:
        session.add(Presence(submission_id=submission.id, staff_id=actor.id, seen_at=now))
    else:
        mine.seen_at = now
    session.flush()


def look_away(session: Session, actor: Actor, submission: Submission) -> None:
    """``actor`` has closed the page."""
    session.execute(
        delete(Presence).where(Presence.submission_id == submission.id, Presence.staff_id == actor.id)
    )


def others_at(session: Session, actor: Actor, now: datetime, submission: Submission) -> Sequence[str]:
    """The names of the others who look at the submission, by name."""
    return session.scalars(
        select(Staff.full_name)
        .join(Presence, Presence.staff_id == Staff.id)
        .where(
            Presence.submission_id == submission.id,
            Presence.staff_id != actor.id,
            Presence.seen_at >= utc(now - FORGOTTEN_AFTER),
        )
        .order_by(Staff.full_name)
    ).all()


def taken_by_others(session: Session, actor: Actor, now: datetime) -> Collection[int]:
    """Keys of the submissions that somebody else looks at; a handful at most."""
    return session.scalars(
        select(Presence.submission_id).where(
            Presence.staff_id != actor.id, Presence.seen_at >= utc(now - FORGOTTEN_AFTER)
        )
    ).all()
