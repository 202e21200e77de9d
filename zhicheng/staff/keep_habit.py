"""Remember how somebody likes a list: its columns, their order, what to sort by, and the view that opens first."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.saved_view import ListHabit, SavedView, habit_of, views_for


def keep_columns(
    session: Session, actor: Actor, screen: str, columns: Sequence[str] | None, sort: str | None
) -> ListHabit:
    """Remember columns and order; None for the usual ones. The door has looked whether such columns exist."""
    habit = _habit(session, actor, screen)
    habit.columns = list(columns) if columns else None
    habit.sort = sort
    session.flush()
    return habit


def keep_first_view(session: Session, actor: Actor, screen: str, key: int | None) -> ListHabit:
    """Open the list with that view from now on; None: with all rows. Raises Refusal ``not_found``."""
    habit = _habit(session, actor, screen)
    if key is not None and session.scalar(views_for(actor, screen).where(SavedView.id == key)) is None:
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个视图，可能已被删除或不再与您共享。请重新选择。")
    habit.first_view_id = key
    session.flush()
    return habit


def _habit(session: Session, actor: Actor, screen: str) -> ListHabit:
    habit = session.scalar(habit_of(actor, screen))
    if habit is None:
        habit = ListHabit(staff_id=actor.id, screen=screen)
        session.add(habit)
    return habit
