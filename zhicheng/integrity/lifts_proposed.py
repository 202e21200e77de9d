"""Lifts that wait for the second person."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.integrity.record import IntegrityRecord
from zhicheng.staff.actor import Actor


def count_lifts_for(session: Session, actor: Actor) -> int:
    """Records that somebody else proposed to lift and nobody has confirmed yet."""
    return (
        session.scalar(
            select(func.count())
            .select_from(IntegrityRecord)
            .where(
                IntegrityRecord.lifted_on.is_(None),
                IntegrityRecord.lift_proposed_by_id.is_not(None),
                IntegrityRecord.lift_proposed_by_id != actor.id,
            )
        )
        or 0
    )
