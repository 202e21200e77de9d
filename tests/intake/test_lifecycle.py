"""The whole product of status and act: what the map has is done, everything else is refused (design.md section 4)."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import LATER, a_submission, an_actor
from tests.refused import refused
from zhicheng.intake.lifecycle import MOVES, OPEN, Act, Status, diagram, find_move
from zhicheng.intake.move import move
from zhicheng.intake.submission import Transition
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import GRANTS, Role

DUE = LATER.replace(day=30)


def everybody(session: Session) -> Actor:
    """Somebody who may do all casework, which no member of staff may."""
    return Actor(an_actor(session, Role.CLERK).id, "众人", frozenset(Role), frozenset(Office))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("status", Status)
def test_only_the_map_moves_a_submission(session: Session, status: Status) -> None:
    actor, stays = everybody(session), a_submission(session, status)
    for act in Act:
        step = find_move(act, status)
        submission = a_submission(session, status) if step else stays
        transitions, entries = count(session, Transition), count(session, AuditEntry)
        if step is None:
            with refused("lapsed" if status is Status.LAPSED else "wrong_status"):
                move(session, actor, LATER, submission, act)
            session.flush()
            assert submission.status is status, act
            assert (count(session, Transition), count(session, AuditEntry)) == (transitions, entries), act
            continue
        due_at = DUE if step.after is Status.RETURNED else None
        move(session, actor, LATER, submission, act, reason="理由", due_at=due_at)
        session.commit()
        assert submission.status is step.after, act
        assert (count(session, Transition), count(session, AuditEntry)) == (transitions + 1, entries + 1), act
        last = session.scalars(select(Transition).order_by(Transition.id.desc())).first()
        assert last is not None
        assert (last.act, last.from_status, last.to_status, last.reason) == (act, status, step.after, "理由")


@pytest.mark.parametrize("step", MOVES, ids=lambda step: f"{step.act}-{step.before}")
def test_every_move_takes_its_permission(session: Session, step: object) -> None:
    assert isinstance(step, type(MOVES[0]))
    at_its_place, elsewhere = a_submission(session, step.before), a_submission(session, Status.DECLINED)
    for role in Role:
        if step.permission not in GRANTS[role]:
            for submission in (at_its_place, elsewhere):
                with refused("not_permitted"):
                    move(session, an_actor(session, role), LATER, submission, step.act)


def test_every_move_is_refused_to_the_other_office(session: Session) -> None:
    for step in MOVES:
        submission = a_submission(session, step.before)
        role = next(role for role in Role if step.permission in GRANTS[role])
        with refused("other_office"):
            move(session, an_actor(session, role, Office.TITLE_OFFICE), LATER, submission, step.act)


def test_the_diagram_shows_every_move_and_every_end() -> None:
    picture = diagram()
    for step in MOVES:
        assert f"{step.before} --> {step.after}: {step.act}" in picture
    for end in (Status.ANNULLED, Status.DECLINED, Status.LAPSED, Status.WITHDRAWN):
        assert f"{end} --> [*]" in picture


def test_what_is_open_is_what_may_be_withdrawn() -> None:
    assert {step.before for step in MOVES if step.act is Act.WITHDRAW} == OPEN


def test_a_deadline_runs_while_returned_and_only_then(session: Session) -> None:
    for status in Status:
        submission = a_submission(session, status)
        assert (submission.due_at is not None) == (status is Status.RETURNED)
