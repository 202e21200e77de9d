"""What moved on which day, week by week, and the lists behind it."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_next_round, a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.review.figures.days import Day, arrived, busy_days, decided, weeks
from zhicheng.review.figures.reach import Reach
from zhicheng.staff.office import Office

ALL = Reach("2025", tuple(Office))
SEPTEMBER = [date(2025, 9, day) for day in range(1, 5)]


def test_arrivals_corrections_and_decisions_are_counted_on_their_beijing_day(session: Session) -> None:
    a_submission(session, Status.APPROVED)
    a_next_round(session, a_submission(session, Status.RETURNED))
    first, second, third, *_ = SEPTEMBER
    found = {one.day: one for one in busy_days(session, ALL)}
    assert found[first] == Day(first, arrived=2, came=2)
    assert found[second] == Day(second, left=1)
    assert found[third] == Day(third, again=1, decided=1, came=1, left=1)


def test_other_offices_and_other_years_are_not_counted(session: Session) -> None:
    a_submission(session)
    assert busy_days(session, Reach("2025", (Office.TITLE_OFFICE,))) == []
    assert busy_days(session, Reach("2026", tuple(Office))) == []


def test_weeks_begin_on_mondays_and_empty_ones_are_there() -> None:
    days = [
        Day(date(2025, 9, 7), arrived=1),
        Day(date(2025, 9, 8), arrived=2),
        Day(date(2025, 9, 24), decided=3),
    ]
    found = weeks(days, date(2025, 9, 3), date(2025, 9, 24))
    assert [(one.day, one.arrived, one.decided) for one in found] == [
        (date(2025, 9, 1), 1, 0),
        (date(2025, 9, 8), 2, 0),
        (date(2025, 9, 15), 0, 0),
        (date(2025, 9, 22), 0, 3),
    ]


def test_the_lists_of_arrivals_and_decisions_keep_to_their_days(session: Session) -> None:
    a_submission(session, Status.DECLINED)

    def number(wanted: object) -> int | None:
        return session.scalar(select(func.count()).select_from(Submission).where(wanted))  # type: ignore[arg-type]

    first, second, third, fourth = SEPTEMBER
    assert [number(arrived(day, day)) for day in (first, second)] == [1, 0]
    assert [number(decided(day, day)) for day in (second, third, fourth)] == [0, 1, 0]
    assert number(arrived(None, first)) == number(decided(third, None)) == 1
