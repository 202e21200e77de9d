"""Working days and full years. Pure arithmetic: the days off are a table that is handed in (domain.md 5.3, 5.4, 11)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zhicheng.kernel.refusal import Refusal, RefusalCode

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which years are known, which of their days are off, and which weekend days are worked."""

    years: frozenset[int]
    days_off: frozenset[date]
    days_worked: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday unless off; a weekend day only where it was moved. A year without a table is refused."""
        if day.year not in self.years:
            raise Refusal(
                RefusalCode.CALENDAR_MISSING,
                f"{day.year}年的新疆工作日历尚未录入，无法计算工作日，请由系统管理员补录后再试。",
                year=day.year,
            )
        return day in self.days_worked or (day.weekday() < 5 and day not in self.days_off)


def count_working_days(first: date, last: date, calendar: WorkCalendar) -> int:
    """Working days in [first, last], both ends counted; none when ``last`` is before ``first``."""
    return sum(calendar.is_working_day(day) for day in _days(first, last))


def nth_working_day(start: date, number: int, calendar: WorkCalendar) -> date:
    """The ``number``-th working day when ``start`` itself may be the first."""
    if number < 1:
        raise ValueError("a working day is counted from one")
    day = start
    left = number - calendar.is_working_day(day)
    while left:
        day += ONE_DAY
        left -= calendar.is_working_day(day)
    return day


def full_on(start: date, years: int) -> date:
    """The corresponding day ``years`` later; 29 February becomes 28 February (Civil Code art. 202)."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
