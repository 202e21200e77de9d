"""Lifts that wait for the second person."""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from zhicheng.integrity.record import IntegrityRecord
from zhicheng.staff.actor import Actor


def lift_waits_for(actor: Actor) -> ColumnElement[bool]:
    """Records that somebody else proposed to lift and nobody has confirmed yet."""
    return and_(
        IntegrityRecord.lifted_on.is_(None),
        IntegrityRecord.lift_proposed_by_id.is_not(None),
        IntegrityRecord.lift_proposed_by_id != actor.id,
    )


def count_lifts_for(session: Session, actor: Actor) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).select_from(IntegrityRecord).where(lift_waits_for(actor))) or 0
