"""Views and habits: one's own, shared with one's office, few and short; nobody's but the owner's to drop."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import LATER, an_actor
from tests.refused import refused
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.actor import Actor
from zhicheng.staff.drop_view import drop_view
from zhicheng.staff.keep_habit import keep_columns, keep_first_view
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.staff.save_view import save_view
from zhicheng.staff.saved_view import LONGEST_ARGUMENTS, MOST_VIEWS, ListHabit, SavedView, habit_of, views_for


@pytest.fixture
def junior(session: Session) -> Actor:
    """Somebody of the junior office."""
    return an_actor(session, Role.REVIEWER, Office.JUNIOR_OFFICE)


def saved(session: Session, actor: Actor, name: str = "待我处理", **more) -> SavedView:
    wanted = {"screen": "submission", "arguments": "flt_status_is=queued"} | more
    return save_view(session, actor, LATER, name=name, **wanted)


def seen(session: Session, actor: Actor) -> list[str]:
    return [view.name for view in session.scalars(views_for(actor, "submission"))]


def test_a_view_is_ones_own_until_it_is_shared_with_an_office(session: Session, junior: Actor):
    mate = an_actor(session, Role.CLERK, Office.JUNIOR_OFFICE)
    other = an_actor(session, Role.CLERK, Office.TITLE_OFFICE)
    saved(session, junior)
    assert (seen(session, junior), seen(session, mate)) == (["待我处理"], [])
    saved(session, junior, office=Office.JUNIOR_OFFICE)
    assert (seen(session, junior), seen(session, mate), seen(session, other)) == (
        ["待我处理"],
        ["待我处理"],
        [],
    )


def test_a_name_saved_again_replaces_the_view(session: Session, junior: Actor):
    first = saved(session, junior)
    assert saved(session, junior, "  待我处理 ", arguments="sort=1").id == first.id
    assert session.scalar(select(SavedView.arguments)) == "sort=1"


def test_sharing_is_audited_and_a_view_of_ones_own_is_not(session: Session, junior: Actor):
    def acts() -> list[str]:
        return [
            act for act in session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)) if "view" in act
        ]

    view = saved(session, junior)
    assert acts() == []
    saved(session, junior, office=Office.JUNIOR_OFFICE)
    drop_view(session, junior, LATER, view.id)
    assert acts() == ["share_view", "drop_view"]


@pytest.mark.parametrize("name", ["", "  ", "长" * 21, "待\x00办", "\u202e办"])
def test_names_are_short_and_there(session: Session, junior: Actor, name: str):
    with refused("bad_input"):
        saved(session, junior, name)


def test_views_are_few_and_their_arguments_short(session: Session, junior: Actor):
    with refused("bad_input"):
        saved(session, junior, arguments="x" * (LONGEST_ARGUMENTS + 1))
    for number in range(MOST_VIEWS):
        saved(session, junior, f"第{number}")
    with refused("bad_input"):
        saved(session, junior, "再一个")
    saved(session, junior, "第0")
    saved(session, junior, "再一个", screen="batch")


def test_nobody_shares_with_an_office_that_is_not_theirs(session: Session, junior: Actor):
    with refused("other_office"):
        saved(session, junior, office=Office.TITLE_OFFICE)


def test_only_the_owner_drops_a_view_and_who_opened_it_first_gets_the_whole_list_again(
    session: Session, junior: Actor
):
    mate = an_actor(session, Role.CLERK, Office.JUNIOR_OFFICE)
    view = saved(session, junior, office=Office.JUNIOR_OFFICE)
    keep_first_view(session, mate, "submission", view.id)
    with refused("not_found"):
        drop_view(session, mate, LATER, view.id)
    drop_view(session, junior, LATER, view.id)
    session.expire_all()
    habit = session.scalar(habit_of(mate, "submission"))
    assert habit is not None
    assert habit.first_view_id is None


def test_a_view_that_one_does_not_see_cannot_open_first(session: Session, junior: Actor):
    other = an_actor(session, Role.CLERK, Office.TITLE_OFFICE)
    view = saved(session, junior)
    with refused("not_found"):
        keep_first_view(session, other, "submission", view.id)


def test_columns_are_remembered_once_a_list_and_can_be_forgotten(session: Session, junior: Actor):
    keep_columns(session, junior, "submission", ["status", "number"], "-number")
    keep_columns(session, junior, "submission", None, None)
    keep_columns(session, junior, "batch", ["number"], None)
    rows = session.scalars(select(ListHabit).order_by(ListHabit.screen)).all()
    assert [(row.screen, row.columns, row.sort) for row in rows] == [
        ("batch", ["number"], None),
        ("submission", None, None),
    ]
