"""A date that is known to the day, or only to the month, as diplomas and certificates carry it (P-15)."""

import re
from calendar import monthrange
from datetime import date
from functools import total_ordering
from typing import NoReturn, Self

_SHAPE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)


@total_ordering
class PartialDate:
    """``2024-06-21`` or ``2024-06``. A month stands for all its days: from ``earliest`` to ``latest``.

    Frozen, hashable, ordered by ``earliest``. No dataclass: msgspec would write one as an object instead of a text.
    """

    __slots__ = ("earliest", "latest")
    earliest: date
    latest: date

    def __init__(self, earliest: date, latest: date) -> None:
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY-MM-DD`` or ``YYYY-MM``; anything else, or a day that no calendar has, is a ValueError."""
        found = _SHAPE.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is neither YYYY-MM-DD nor YYYY-MM")
        year, month, day = found.groups()
        try:
            first = date(int(year), int(month), int(day or 1))
        except ValueError as error:
            raise ValueError(f"{text!r} is no calendar date: {error}") from None
        if day is not None:
            return cls(first, first)
        return cls(first, first.replace(day=monthrange(first.year, first.month)[1]))

    @classmethod
    def on(cls, day: date) -> Self:
        """A date known to the day."""
        return cls(day, day)

    @property
    def known_to_the_day(self) -> bool:
        """False when only the month is known."""
        return self.earliest == self.latest

    def __str__(self) -> str:
        """The text it was written as."""
        return self.earliest.isoformat() if self.known_to_the_day else self.earliest.isoformat()[:7]

    def __repr__(self) -> str:
        return f"PartialDate({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.earliest, self.latest) == (other.earliest, other.latest)

    def __lt__(self, other: Self) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.earliest, self.latest) < (other.earliest, other.latest)

    def __hash__(self) -> int:
        return hash((self.earliest, self.latest))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a PartialDate is frozen")

    def __reduce__(self) -> tuple[type[Self], tuple[date, date]]:
        return type(self), (self.earliest, self.latest)
