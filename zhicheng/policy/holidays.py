"""The days off by name, for people who want to see why a stretch has fewer working days than they count."""

from datetime import date
from functools import cache

from zhicheng.kernel.workdays import ONE_DAY, WorkCalendar
from zhicheng.policy.load import HERE, CalendarFile, DaysOff, read_calendar


@cache
def calendars() -> tuple[CalendarFile, ...]:
    """Every year's table, in order."""
    return tuple(read_calendar(path) for path in sorted((HERE / "calendars").glob("*.toml")))


def days_off_between(first: date, last: date) -> list[DaysOff]:
    """The holidays that touch [first, last], in order."""
    touching = [off for file in calendars() for off in file.off if off.first <= last and off.last >= first]
    return sorted(touching, key=lambda off: off.first)


def long_break(calendar: WorkCalendar, first: date, last: date, least: int) -> tuple[date, date] | None:
    """The first unbroken run of at least ``least`` days off that touches [first, last]; None where there is none.

    A year without a table ends a run: what is not known is not warned of.
    """

    def off(day: date) -> bool:
        return day.year in calendar.years and not calendar.is_working_day(day)

    day = first
    while day <= last:
        begins = ends = day
        if off(day):
            while off(begins - ONE_DAY):
                begins -= ONE_DAY
            while off(ends + ONE_DAY):
                ends += ONE_DAY
            if (ends - begins).days + 1 >= least:
                return begins, ends
        day = ends + ONE_DAY
    return None
