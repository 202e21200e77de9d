"""Plans that somebody began and has not brought to an end."""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from zhicheng.plan.plan import Plan, PlanStatus
from zhicheng.staff.actor import Actor


def unfinished_by(actor: Actor) -> ColumnElement[bool]:
    """Own plans that are neither done nor given up."""
    return and_(Plan.drafted_by_id == actor.id, Plan.status.in_((PlanStatus.DRAFTED, PlanStatus.RUNNING)))


def count_unfinished(session: Session, actor: Actor) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).select_from(Plan).where(unfinished_by(actor))) or 0
