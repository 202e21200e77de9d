"""Where the work on the desk leads."""

from datetime import date, timedelta

from tests.builders import YEAR
from zhicheng.review.figures.days import Day
from zhicheng.review.figures.forecast import forecast

CALENDAR = YEAR.calendar
TODAY, CLOSES = date(2025, 9, 12), date(2025, 9, 19)
"""Two Fridays without a holiday between them or in the ten working days before."""


def each_working_day(came: int, left: int) -> list[Day]:
    """The last ten working days, alike."""
    days = [TODAY - timedelta(days=back) for back in range(14)]
    return [Day(day, came=came, left=left) for day in sorted(days) if CALENDAR.is_working_day(day)]


def test_the_desk_grows_by_the_mean_of_ten_working_days_until_the_close() -> None:
    seen = forecast(each_working_day(5, 3), TODAY, CLOSES, CALENDAR)
    assert (seen.comes, seen.leaves) == (5.0, 3.0)
    assert seen.course[-1] == (TODAY, 20)
    assert seen.at_close == 20 + 5 * 2


def test_after_the_close_nothing_comes_and_the_desk_is_emptied() -> None:
    seen = forecast(each_working_day(5, 3), TODAY, CLOSES, CALENDAR)
    assert seen.done_on is not None
    working = [CLOSES + timedelta(days=ahead) for ahead in range(1, (seen.done_on - CLOSES).days + 1)]
    assert sum(map(CALENDAR.is_working_day, working)) == 10  # thirty, three a day


def test_a_desk_that_is_emptied_faster_is_empty_before_the_close() -> None:
    seen = forecast(
        [Day(TODAY - timedelta(days=30), came=30), *each_working_day(2, 4)], TODAY, CLOSES, CALENDAR
    )
    assert seen.course[-1] == (TODAY, 10)
    assert seen.done_on == CLOSES
    assert seen.at_close == 0


def test_a_desk_on_which_nothing_moves_is_never_empty() -> None:
    seen = forecast([Day(TODAY - timedelta(days=60), came=7)], TODAY, CLOSES, CALENDAR)
    assert (seen.at_close, seen.done_on) == (7, None)


def test_beyond_the_years_whose_calendar_is_known_no_day_is_named() -> None:
    seen = forecast([*each_working_day(500, 1)], TODAY, CLOSES, CALENDAR)
    assert seen.done_on is None


def test_an_empty_year_is_an_empty_desk() -> None:
    seen = forecast([], TODAY, CLOSES, CALENDAR)
    assert (seen.course, seen.at_close, seen.done_on) == ([(TODAY, 0)], 0, None)
