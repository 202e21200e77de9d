"""Signing in: who gets in, who is kept out, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.staff.people import ADMINISTRATOR, CHEAP, PASSWORD, a_member, an_attempt
from zhicheng.kernel.audit import AuditEntry, broken_links
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.change_staff import change_staff
from zhicheng.staff.password import credentials_of, prove
from zhicheng.staff.session_of import session_of, touch, touch_due
from zhicheng.staff.sign_in import sign_in
from zhicheng.staff.sign_in_session import SignedIn, SignInSession
from zhicheng.staff.sign_out import sign_out
from zhicheng.staff.unlock import unlock

NOW = datetime(2025, 6, 12, 1, 0, tzinfo=UTC)


def test_the_right_password_opens_a_session(session: Session) -> None:
    staff = a_member(session)
    answer = an_attempt(session, NOW)
    assert isinstance(answer, SignedIn)
    assert answer.session.staff is staff
    assert len(answer.token) >= 43  # 256 bits
    assert session_of(session, NOW, answer.token) is answer.session


def test_the_table_holds_no_token(session: Session) -> None:
    a_member(session)
    answer = an_attempt(session, NOW)
    assert isinstance(answer, SignedIn)
    row = session.execute(select(SignInSession.__table__)).mappings().one()
    assert answer.token not in {str(value) for value in row.values()}


def test_unknown_wrong_locked_and_inactive_get_one_answer(session: Session) -> None:
    staff = a_member(session)
    wrong = an_attempt(session, NOW, password="not the right one at all")
    unknown = an_attempt(session, NOW, name="nobody")
    no_name = an_attempt(session, NOW, name="\x00\ud800 ' OR 1=1 --")
    for _ in range(4):
        an_attempt(session, NOW, password="not the right one at all")
    locked = an_attempt(session, NOW)
    assert staff.locked(NOW)
    unlock(session, ADMINISTRATOR, NOW, staff)
    a_member(session, name="second.administrator", role="administrator")
    change_staff(session, ADMINISTRATOR, NOW, staff, active=False)
    inactive = an_attempt(session, NOW)
    answers = [wrong, unknown, no_name, locked, inactive]
    assert all(isinstance(answer, Refusal) for answer in answers)
    assert len({str(answer) for answer in answers}) == 1
    assert session.scalars(select(SignInSession)).all() == []


def test_the_fifth_failure_in_a_row_locks_for_15_minutes(session: Session) -> None:
    staff = a_member(session)
    for n in range(5):
        assert staff.locked_until is None, n
        an_attempt(session, NOW, password="wrong")
    assert staff.locked_until == NOW + timedelta(minutes=15)
    assert isinstance(an_attempt(session, NOW + timedelta(minutes=15, seconds=-1)), Refusal)
    assert isinstance(an_attempt(session, NOW + timedelta(minutes=15)), SignedIn)
    assert (staff.failed_sign_ins, staff.locked_until) == (0, None)


def test_locks_grow_to_four_hours_and_attempts_while_locked_do_not_count(session: Session) -> None:
    staff = a_member(session)
    now, locks = NOW, []
    for _ in range(7):
        for _ in range(9):  # the last four meet the lock
            an_attempt(session, now, password="wrong")
        assert staff.locked_until is not None
        locks.append((staff.locked_until - now) // timedelta(minutes=1))
        now = staff.locked_until
    assert locks == [15, 30, 60, 120, 240, 240, 240]


def test_ten_thousand_guesses_in_an_hour_are_compared_at_most_twenty_times(session: Session) -> None:
    staff = a_member(session)
    counted = 0
    for minute in range(60):
        now = NOW + timedelta(minutes=minute)
        for _ in range(20):
            before = staff.failed_sign_ins
            an_attempt(session, now, password="wrong")
            counted += staff.failed_sign_ins - before
    assert counted <= 20


def test_a_right_password_forgets_the_failures(session: Session) -> None:
    staff = a_member(session)
    for _ in range(4):
        an_attempt(session, NOW, password="wrong")
    an_attempt(session, NOW)
    an_attempt(session, NOW, password="wrong")
    assert staff.failed_sign_ins == 1


def test_a_right_guess_proven_before_the_lock_comes_too_late_after_it(session: Session) -> None:
    a_member(session)
    right = prove(credentials_of(session, "wang"), PASSWORD, CHEAP)
    for _ in range(5):
        an_attempt(session, NOW, password="wrong")
    assert isinstance(sign_in(session, NOW, right), Refusal)


def test_a_proof_is_worth_nothing_once_the_password_was_changed(session: Session) -> None:
    staff = a_member(session)
    proof = prove(credentials_of(session, "wang"), PASSWORD, CHEAP)
    staff.password_hash = CHEAP.hash("another long pass phrase")
    session.flush()
    assert isinstance(sign_in(session, NOW, proof), Refusal)


def test_grown_parameters_rehash_at_sign_in(session: Session) -> None:
    staff = a_member(session)
    grown = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    before = staff.password_hash
    sign_in(session, NOW, prove(credentials_of(session, "wang"), PASSWORD, grown))
    assert staff.password_hash != before
    assert not grown.check_needs_rehash(staff.password_hash)
    assert isinstance(an_attempt(session, NOW), SignedIn)


def test_every_attempt_leaves_a_trace_without_what_was_typed(session: Session) -> None:
    a_member(session)
    an_attempt(session, NOW, name="typed-my-password-here", password="typed secret words")
    an_attempt(session, NOW, password="typed secret words")
    an_attempt(session, NOW)
    trail = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.act for entry in trail[-3:]] == ["sign_in_refused", "sign_in_refused", "sign_in"]
    words = " ".join(f"{entry.changes}{entry.reason}{entry.actor_name}" for entry in trail)
    assert not any(secret in words for secret in ("typed", PASSWORD, "argon2"))
    assert list(broken_links(session)) == []


class TestSessionOf:
    """How long a session lives."""

    @pytest.fixture
    def opened(self, session: Session) -> SignedIn:
        a_member(session)
        answer = an_attempt(session, NOW)
        assert isinstance(answer, SignedIn)
        return answer

    def test_it_dies_after_30_idle_minutes(self, session: Session, opened: SignedIn) -> None:
        assert session_of(session, NOW + timedelta(minutes=30), opened.token)
        assert session_of(session, NOW + timedelta(minutes=30, seconds=1), opened.token) is None

    def test_it_dies_after_ten_hours_however_busy(self, session: Session, opened: SignedIn) -> None:
        now = NOW
        while (live := session_of(session, now, opened.token)) is not None:
            if touch_due(now, live):
                touch(session, now, live)
            now += timedelta(minutes=10)
        assert now == NOW + timedelta(hours=10, minutes=10)

    def test_it_is_touched_at_most_once_a_minute(self, session: Session, opened: SignedIn) -> None:
        assert not touch_due(NOW + timedelta(seconds=59), opened.session)
        assert touch_due(NOW + timedelta(seconds=60), opened.session)

    def test_it_ends_at_sign_out_and_a_racing_touch_does_not_bring_it_back(
        self, session: Session, opened: SignedIn
    ) -> None:
        sign_out(session, opened.session.staff.actor(), NOW, opened.session)
        touch(session, NOW + timedelta(minutes=2), opened.session)
        assert session_of(session, NOW, opened.token) is None
        sign_out(session, opened.session.staff.actor(), NOW + timedelta(hours=1), opened.session)
        assert opened.session.ended_at == NOW

    def test_it_ends_when_its_owner_leaves(self, session: Session, opened: SignedIn) -> None:
        opened.session.staff.active = False
        session.flush()
        assert session_of(session, NOW, opened.token) is None

    def test_another_token_opens_nothing(self, session: Session, opened: SignedIn) -> None:
        for token in (
            "",
            "x",
            opened.token + "x",
            opened.token.swapcase(),
            opened.session.token_hash,
            "\ud800",
        ):
            assert session_of(session, NOW, token) is None


def test_only_an_administrator_unlocks(session: Session) -> None:
    staff = a_member(session)
    with pytest.raises(Refusal) as refusal:
        unlock(session, staff.actor(), NOW, staff)
    assert refusal.value.code is RefusalCode.NOT_PERMITTED
