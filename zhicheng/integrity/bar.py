"""How long an integrity record bars, and from what (clause 6.3, domain.md 5.2). Pure arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhicheng.kernel.workdays import ONE_DAY, full_on
from zhicheng.policy.parameters import BarScope
from zhicheng.policy.vocabulary import TitleLevel


def bar_until(from_date: date, years: int) -> date:
    """The last barred day, inclusive: the corresponding day (Civil Code art. 201, 202; 29 February becomes the 28th)."""
    return full_on(from_date, years)


@dataclass(frozen=True, slots=True)
class Bar:
    """The days one record bars: from the decision through ``until``; from ``lifted_on`` on, no more."""

    from_date: date
    until: date
    lifted_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day really barred; before ``from_date`` where it was lifted at once."""
        if self.lifted_on is None:
            return self.until
        return min(self.until, self.lifted_on - ONE_DAY)

    def covers(self, day: date) -> bool:
        """Whether ``day`` is barred."""
        return self.from_date <= day <= self.last_day


def barred_on(bars: Iterable[Bar], day: date) -> date | None:
    """The last day of the bar that holds on ``day`` (several records: the latest end counts), or None when free."""
    last: date | None = None
    for bar in sorted(bars, key=lambda bar: bar.from_date):
        if bar.covers(day) or (last is not None and bar.from_date <= last + ONE_DAY <= bar.last_day):
            last = bar.last_day if last is None else max(last, bar.last_day)
    return last


def in_scope(scope: BarScope, held: TitleLevel | None, sought: TitleLevel) -> bool:
    """P-09: what a bar keeps somebody from. By default any title above the present level, none counting as 0."""
    rank = held.rank if held else 0
    if scope == "any_application":
        return True
    if scope == "next_level_only":
        return held is not None and sought.rank == rank + 1
    return sought.rank > rank
