"""The calendar that people read agrees with the one that rules count by."""

from datetime import date, timedelta

import pytest

from tests.builders import YEAR
from zhicheng.policy.holidays import calendars
from zhicheng.policy.month_grid import DayKind, months


@pytest.mark.parametrize("file", calendars(), ids=lambda file: str(file.year))
def test_every_day_of_the_year_stands_there_once_and_works_where_rules_say_so(file: object) -> None:
    days = [day for month in months(file) for week in month.weeks for day in week if day]
    first = date(file.year, 1, 1)
    length = (date(file.year + 1, 1, 1) - first).days
    assert [day.day for day in days] == [first + timedelta(days=number) for number in range(length)]
    assert [day.works for day in days] == [YEAR.calendar.is_working_day(day.day) for day in days]
    assert sum(month.working_days for month in months(file)) == sum(day.works for day in days)
    assert all(len(week) == 7 for month in months(file) for week in month.weeks)


def test_june_2025_has_xinjiang_s_days_and_september_its_make_up_day() -> None:
    file = next(file for file in calendars() if file.year == 2025)
    days = {day.day: day for month in months(file) for week in month.weeks for day in week if day}
    assert {days[date(2025, 6, number)].kind for number in range(6, 11)} == {DayKind.XINJIANG}
    assert days[date(2025, 9, 28)].kind is DayKind.MADE_UP
    assert (days[date(2025, 10, 1)].kind, days[date(2025, 6, 14)].kind) == (DayKind.NATIONAL, DayKind.WEEKEND)
