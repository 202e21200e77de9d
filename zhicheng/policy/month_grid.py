"""A year's work calendar as a person reads one: twelve months of weeks, each day with what it is and why."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from functools import cache

from zhicheng.kernel.choice import Choice
from zhicheng.policy.load import CalendarFile

_MONDAY = 0


class DayKind(Choice):
    """What a day is for who counts working days."""

    WORK = "work", "工作日"
    WEEKEND = "weekend", "周末"
    NATIONAL = "national", "国家放假"
    XINJIANG = "xinjiang", "自治区放假"
    MADE_UP = "made_up", "周末上班"


@dataclass(frozen=True)
class Day:
    """One square; ``name`` and ``confirmed`` are those of the holiday or make-up day that it belongs to."""

    day: date
    kind: DayKind
    name: str = ""
    confirmed: bool = True

    @property
    def works(self) -> bool:
        """Whether it counts as a working day."""
        return self.kind in (DayKind.WORK, DayKind.MADE_UP)


@dataclass(frozen=True)
class Month:
    """Weeks from Monday; None where a week reaches into another month."""

    number: int
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def working_days(self) -> int:
        """How many."""
        return sum(day is not None and day.works for week in self.weeks for day in week)


@cache
def months(file: CalendarFile) -> tuple[Month, ...]:
    """All twelve."""
    plan = Calendar(_MONDAY)
    return tuple(
        Month(
            number,
            tuple(
                tuple(_day(file, day) if day.month == number else None for day in week)
                for week in plan.monthdatescalendar(file.year, number)
            ),
        )
        for number in range(1, 13)
    )


def _day(file: CalendarFile, day: date) -> Day:
    for worked in file.worked:
        if worked.day == day:
            return Day(day, DayKind.MADE_UP, worked.name, worked.confirmed)
    for off in file.off:
        if off.first <= day <= off.last:
            return Day(day, DayKind(off.of), off.name, off.confirmed)
    return Day(day, DayKind.WEEKEND if day.weekday() > 4 else DayKind.WORK)
