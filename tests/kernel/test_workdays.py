"""Working days of Xinjiang and full years: the vectors of domain.md 11 and 14 (clauses 4.7, 3.1-3.5)."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.workdays import WorkCalendar, count_working_days, full_on, nth_working_day
from zhicheng.policy.load import HERE, load_year, read_calendar

CALENDAR = load_year("2025").calendar


def day(text: str) -> date:
    return date.fromisoformat(f"2025-{text}")


@pytest.mark.parametrize(
    ("start", "years", "full"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2020-02-29", 4, "2024-02-29"),
        ("2022-11-15", 3, "2025-11-15"),
        ("2021-12-31", 3, "2024-12-31"),
        ("2024-11-15", 1, "2025-11-15"),
        ("2023-11-15", 2, "2025-11-15"),
    ],
)
def test_a_year_is_full_on_the_corresponding_day(start: str, years: int, full: str) -> None:
    assert full_on(date.fromisoformat(start), years) == date.fromisoformat(full)


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        ("06-03", "06-09", 3),
        ("06-04", "06-10", 2),
        ("06-04", "06-12", 4),
        ("09-28", "10-09", 4),
        ("10-09", "10-15", 6),
        ("11-11", "11-15", 4),
        ("05-01", "05-08", 3),
        ("05-06", "05-06", 1),
        ("05-07", "05-06", 0),
    ],
)
def test_working_days_between_both_ends_counted(first: str, last: str, number: int) -> None:
    assert count_working_days(day(first), day(last), CALENDAR) == number


@pytest.mark.parametrize(
    ("start", "fifth"),
    [
        ("05-06", "05-12"),
        ("06-03", "06-12"),
        ("06-04", "06-13"),
        ("06-05", "06-16"),
        ("09-25", "09-30"),
        ("09-26", "10-09"),
        ("09-29", "10-11"),
        ("10-09", "10-14"),
        ("11-10", "11-14"),
        ("11-11", "11-17"),
    ],
)
def test_the_fifth_working_day(start: str, fifth: str) -> None:
    assert nth_working_day(day(start), 5, CALENDAR) == day(fifth)
    assert count_working_days(day(start), day(fifth), CALENDAR) == 5


@pytest.mark.parametrize(("start", "fifth"), [("06-03", "06-09"), ("06-04", "06-10"), ("06-05", "06-11")])
def test_the_nation_counts_otherwise_around_the_feast(start: str, fifth: str) -> None:
    national = frozenset(
        off.first + timedelta(days=number)
        for off in read_calendar(HERE / "calendars" / "2025.toml").off
        if off.of == "national"
        for number in range((off.last - off.first).days + 1)
    )
    nation = WorkCalendar(CALENDAR.years, national, CALENDAR.days_worked)
    assert nth_working_day(day(start), 5, nation) == day(fifth)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_national_days_agree_with_chinesecalendar(year: int) -> None:
    """Every day of the year: ours is theirs, less the days that Xinjiang alone has off."""
    own = {
        off.first + timedelta(days=number)
        for off in read_calendar(HERE / "calendars" / f"{year}.toml").off
        if off.of == "xinjiang"
        for number in range((off.last - off.first).days + 1)
    }
    assert own
    for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
        each = date(year, 1, 1) + timedelta(days=number)
        assert CALENDAR.is_working_day(each) == (chinese_calendar.is_workday(each) and each not in own), each


@pytest.mark.parametrize("text", ["2023-12-29", "2027-01-04"])
def test_a_year_without_a_table_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        CALENDAR.is_working_day(date.fromisoformat(text))
    assert refused.value.code is RefusalCode.CALENDAR_MISSING
    assert text[:4] in refused.value.sentence


def test_a_count_that_runs_into_an_unknown_year_is_refused() -> None:
    with pytest.raises(Refusal):
        count_working_days(date(2026, 12, 30), date(2027, 1, 2), CALENDAR)


def test_a_working_day_is_counted_from_one() -> None:
    with pytest.raises(ValueError, match="from one"):
        nth_working_day(date(2025, 5, 6), 0, CALENDAR)
