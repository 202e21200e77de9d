"""Stretches of days: joined where they adjoin, added up where they do not, measured against full years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zhicheng.kernel.workdays import ONE_DAY, full_on
from zhicheng.policy.parameters import FullYear


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start`` through ``end``; None is "still"."""

    start: date
    end: date | None

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return self.start <= day and (self.end is None or self.end >= day)

    def after(self, floor: date | None) -> "Interval | None":
        """What is left of it from ``floor`` on."""
        if floor is None or floor <= self.start:
            return self
        return None if self.end is not None and self.end < floor else Interval(floor, self.end)

    def days_within(self, first: date, last: date) -> int:
        """How many days of [first, last] it covers."""
        start = max(self.start, first)
        end = last if self.end is None else min(self.end, last)
        return max((end - start).days + 1, 0)


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """Overlapping and adjoining (next day) stretches become one; in order of time."""
    runs: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: each.start):
        last = runs[-1] if runs else None
        if last is None or (last.end is not None and interval.start > last.end + ONE_DAY):
            runs.append(interval)
        elif last.end is not None and (interval.end is None or interval.end > last.end):
            runs[-1] = Interval(last.start, interval.end)
    return runs


def full_day(start: date, years: int, convention: FullYear) -> date:
    """The day on which ``years`` from ``start`` are full (P-02)."""
    day = full_on(start, years)
    if convention == "T-strict":
        return day + ONE_DAY
    return day - ONE_DAY if convention == "T-hire" else day


def reached_by(run: Interval, as_of: date) -> date:
    """The day up to which a stretch counts: today while it lasts, else the day after its last (``to`` is inclusive)."""
    return as_of if run.end is None or run.end >= as_of else run.end + ONE_DAY


def full_in_sum(runs: list[Interval], as_of: date, years: int, convention: FullYear) -> bool:
    """Whether the stretches, put end to end, make full years: the last one is thought to begin that much earlier."""
    begun = [run for run in runs if run.start <= as_of]
    if not begun:
        return False
    earlier = sum((run.days_within(run.start, as_of) for run in begun[:-1]), 0)
    start = begun[-1].start - timedelta(days=earlier)
    return full_day(start, years, convention) <= reached_by(begun[-1], as_of)
