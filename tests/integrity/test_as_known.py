"""On any date, as known on any date: two clocks, one pure function (clause 6.3, domain.md 5.2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.builders import LATER, YEAR, a_record, an_actor, an_id_number, beijing
from tests.refused import refused
from zhicheng.integrity.as_known import Entered, bar_as_known, barred_as_known
from zhicheng.integrity.ask_archive import ask_archive, end_of
from zhicheng.integrity.inquiry import Standing
from zhicheng.integrity.keep_inquiry import answers_of
from zhicheng.integrity.lift_record import lift_record, propose_lift
from zhicheng.staff.permission import Role

DECIDED, UNTIL = date(2024, 3, 1), date(2027, 3, 1)
ENTERED, LIFTED = beijing("2024-06-10 09:00"), beijing("2025-02-03 16:00")
RECORD = Entered(DECIDED, UNTIL, ENTERED, LIFTED.date(), LIFTED)
BEFORE, BETWEEN, AFTER = beijing("2024-06-10 08:59"), beijing("2024-12-01 00:00"), beijing("2025-02-03 16:00")


@pytest.mark.parametrize(
    ("day", "known_at", "until"),
    [
        (date(2024, 5, 1), BEFORE, None),  # barred by law, but nobody could know
        (date(2024, 5, 1), ENTERED, UNTIL),  # entered later than it began: from then on the past is known too
        (date(2024, 2, 29), BETWEEN, None),
        (DECIDED, BETWEEN, UNTIL),
        (date(2025, 6, 1), BETWEEN, UNTIL),  # the lift had not happened yet
        (date(2025, 6, 1), AFTER, None),
        (date(2025, 2, 2), AFTER, date(2025, 2, 2)),
        (date(2025, 2, 3), AFTER, None),
    ],
)
def test_clause_6_3_what_barred_on_a_day_depends_on_when_one_looks(
    day: date, known_at: datetime, until: date | None
) -> None:
    assert barred_as_known([RECORD], day, known_at) == until


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
instants = st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@given(days, instants, instants, st.lists(st.tuples(days, instants, st.none() | instants), max_size=4))
def test_what_is_entered_later_changes_no_earlier_answer(
    day: date,
    known_at: datetime,
    entered_at: datetime,
    rows: list[tuple[date, datetime, datetime | None]],
) -> None:
    records = [
        Entered(first, first + timedelta(days=1095), at, None if lift is None else lift.date(), lift)
        for first, at, lift in rows
    ]
    late = Entered(day, day + timedelta(days=1095), max(entered_at, known_at) + timedelta(microseconds=1))
    assert barred_as_known([*records, late], day, known_at) == barred_as_known(records, day, known_at)


@given(instants)
def test_a_record_is_known_from_the_instant_at_which_it_was_entered(known_at: datetime) -> None:
    assert (bar_as_known(Entered(DECIDED, UNTIL, known_at), known_at)) is not None
    assert bar_as_known(Entered(DECIDED, UNTIL, known_at + timedelta(microseconds=1)), known_at) is None


def test_as_known_on_a_day_means_at_its_last_instant() -> None:
    assert end_of(None, LATER) == end_of(LATER.date(), LATER) == LATER
    assert end_of(date(2025, 9, 2), LATER) == beijing("2025-09-03 00:00") - timedelta(microseconds=1)
    with refused("bad_input"):
        end_of(date(2025, 9, 4), LATER)


def test_the_trail_says_when_a_record_was_entered_and_lifted(session: Session) -> None:
    number = an_id_number()
    record = a_record(session, number, date(2025, 1, 2), now=beijing("2025-08-01 10:00"))
    first, second = an_actor(session, Role.INTEGRITY_OFFICER), an_actor(session, Role.INTEGRITY_OFFICER)
    propose_lift(session, first, beijing("2025-09-01 10:00"), record, reason="错录", decision_number="解1号")
    lift_record(session, second, beijing("2025-09-02 10:00"), record)
    record.added_at = beijing("2025-01-02 10:00")  # the row may be touched; the trail may not
    session.flush()
    asker = an_actor(session, Role.REVIEWER)

    def standing(day: date, known_on: date | None) -> Standing:
        inquiry = ask_archive(session, asker, LATER, number, day, "初审核查", known_on)
        return answers_of(inquiry)[0].standing

    assert standing(date(2025, 9, 3), None) is Standing.RECORDED
    assert standing(date(2025, 9, 1), None) is Standing.BARRED
    assert standing(date(2025, 9, 3), date(2025, 9, 1)) is Standing.BARRED
    assert standing(date(2025, 9, 3), date(2025, 9, 2)) is Standing.RECORDED
    assert standing(date(2025, 3, 1), date(2025, 7, 31)) is Standing.CLEAR
    assert standing(date(2025, 3, 1), date(2025, 8, 1)) is Standing.BARRED
    assert YEAR.integrity.years == 3
