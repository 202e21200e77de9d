"""The days off by name, for people who want to see why a stretch has fewer working days than they count."""

from datetime import date
from functools import cache

from zhicheng.policy.load import HERE, CalendarFile, DaysOff, read_calendar


@cache
def calendars() -> tuple[CalendarFile, ...]:
    """Every year's table, in order."""
    return tuple(read_calendar(path) for path in sorted((HERE / "calendars").glob("*.toml")))


def days_off_between(first: date, last: date) -> list[DaysOff]:
    """The holidays that touch [first, last], in order."""
    touching = [off for file in calendars() for off in file.off if off.first <= last and off.last >= first]
    return sorted(touching, key=lambda off: off.first)
