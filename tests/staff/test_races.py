"""Many at once: guesses, and administrators who switch each other off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.staff.people import CHEAP, PASSWORD, a_member
from zhicheng.database import transaction
from zhicheng.kernel.audit import AuditEntry, broken_links
from zhicheng.kernel.refusal import Refusal
from zhicheng.staff.change_staff import change_staff
from zhicheng.staff.password import credentials_of, prove
from zhicheng.staff.permission import Role
from zhicheng.staff.sign_in import sign_in
from zhicheng.staff.sign_in_session import SignedIn, SignInSession
from zhicheng.staff.staff import Staff

NOW = datetime(2025, 6, 12, 1, 0, tzinfo=UTC)


def test_guesses_made_at_once_are_counted_one_after_the_other(file_engine: Engine) -> None:
    with Session(file_engine) as session, transaction(session):
        a_member(session)
    start = Barrier(16)

    def guess(number: int) -> bool:
        with Session(file_engine) as session:
            proof = prove(credentials_of(session, "wang"), "wrong", CHEAP)
            session.rollback()
            start.wait()
            with transaction(session):
                return isinstance(sign_in(session, NOW, proof), SignedIn)

    with ThreadPoolExecutor(16) as pool:
        assert not any(pool.map(guess, range(16)))
    with Session(file_engine) as session:
        staff = session.scalars(select(Staff)).one()
        assert (staff.failed_sign_ins, staff.locked(NOW)) == (5, True)
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.act == "sign_in_refused")).all()) == 16
        assert list(broken_links(session)) == []


def test_the_right_word_among_many_guesses_at_once_opens_at_most_one_door(file_engine: Engine) -> None:
    with Session(file_engine) as session, transaction(session):
        a_member(session)
    start = Barrier(16)

    def guess(number: int) -> bool:
        with Session(file_engine) as session:
            proof = prove(credentials_of(session, "wang"), PASSWORD if number == 11 else "wrong", CHEAP)
            session.rollback()
            start.wait()
            with transaction(session):
                return isinstance(sign_in(session, NOW, proof), SignedIn)

    with ThreadPoolExecutor(16) as pool:
        opened = sum(pool.map(guess, range(16)))
    with Session(file_engine) as session:
        assert len(session.scalars(select(SignInSession)).all()) == opened <= 1


@pytest.mark.parametrize("change", [{"active": False}, {"roles": [Role.CLERK]}], ids=str)
def test_administrators_who_switch_each_other_off_leave_one(
    file_engine: Engine, change: dict[str, object]
) -> None:
    for round_number in range(5):
        names = [f"boss{round_number}", f"chief{round_number}"]
        with Session(file_engine) as session, transaction(session):
            for old in session.scalars(select(Staff)):
                old.active = False
            keys = [a_member(session, name, role=Role.ADMINISTRATOR).id for name in names]
        start = Barrier(2)

        def strike(mine: int, other: int, start: Barrier = start) -> bool:
            with Session(file_engine) as session:
                actor = session.get_one(Staff, mine).actor()
                session.rollback()
                start.wait()
                try:
                    with transaction(session):
                        change_staff(session, actor, NOW, session.get_one(Staff, other), **change)  # type: ignore[arg-type]
                except Refusal:
                    return False
                return True

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(strike, keys, reversed(keys)))
        assert sorted(done) == [False, True]
        with Session(file_engine) as session:
            left = [
                one
                for one in session.scalars(select(Staff))
                if one.active and Role.ADMINISTRATOR in one.roles
            ]
            assert len(left) == 1
