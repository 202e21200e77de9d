"""Throw a view of one's own away."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.saved_view import SavedView


def drop_view(session: Session, actor: Actor, now: datetime, key: int) -> str:
    """Delete the actor's view and return its name. Raises Refusal ``not_found`` for anybody else's."""
    view = session.scalar(select(SavedView).where(SavedView.id == key, SavedView.owner_id == actor.id))
    if view is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个视图，或者它是别人的。只能删除自己保存的视图。")
    if view.office is not None:
        audit.note(session, actor, now, "drop_view", view, {"name": [view.name, None]})
    name = view.name
    session.delete(view)
    session.flush()
    return name
