"""A date that is known to the day, or only to the month, as diplomas and certificates carry it (P-15)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

_SHAPE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """``2024-06-21`` or ``2024-06``. A month stands for all its days: from ``earliest`` to ``latest``."""

    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY-MM-DD`` or ``YYYY-MM``; anything else, or a day that no calendar has, is a ValueError."""
        found = _SHAPE.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is neither YYYY-MM-DD nor YYYY-MM")
        year, month, day = found.groups()
        try:
            if day is not None:
                exact = date(int(year), int(month), int(day))
                return cls(exact, exact)
            first = date(int(year), int(month), 1)
        except ValueError as error:
            raise ValueError(f"{text!r} is no calendar date: {error}") from None
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
        return self.earliest.isoformat() if self.known_to_the_day else self.earliest.strftime("%Y-%m")
