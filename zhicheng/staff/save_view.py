"""Keep a narrowing of a list under a name."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.saved_view import LONGEST_ARGUMENTS, LONGEST_NAME, MOST_VIEWS, SavedView


def save_view(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    screen: str,
    name: str,
    arguments: str,
    office: Office | None = None,
) -> SavedView:
    """The actor's view of that name, made or replaced; shared with ``office``, or with nobody.

    Raises Refusal ``bad_input`` (name, length, number), ``other_office`` for an office that is not the actor's.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise _refused(f"视图名称应为 1 至 {LONGEST_NAME} 个字，现有 {len(name)} 个。请修改后再保存。")
    if not name.isprintable():
        raise _refused("视图名称里有无法显示的字符。请删去后再保存。")
    if len(arguments) > LONGEST_ARGUMENTS:
        raise _refused("筛选条件太多，无法存为视图。请减少条件后再保存。")
    if office is not None and office not in actor.offices:
        raise Refusal(
            RefusalCode.OTHER_OFFICE, f"您不属于{office.label}，不能与该科室共享。请选择您所在的科室。"
        )
    own = select(SavedView).where(SavedView.owner_id == actor.id, SavedView.screen == screen)
    view = session.scalar(own.where(SavedView.name == name))
    if view is None:
        count = session.scalar(select(func.count()).select_from(own.subquery())) or 0
        if count >= MOST_VIEWS:
            raise _refused(f"每个列表最多保存 {MOST_VIEWS} 个视图，现已用完。请先删除不再使用的视图。")
        view = SavedView(owner_id=actor.id, screen=screen, name=name)
        session.add(view)
    before = view.office
    view.arguments, view.office = arguments, office
    session.flush()
    if office is not None or before is not None:
        audit.note(
            session, actor, now, "share_view", view, {"name": [None, name], "office": [before, office]}
        )
    return view


def _refused(sentence: str) -> Refusal:
    return Refusal(RefusalCode.BAD_INPUT, sentence)
