"""What the office says in its letters: words of the year, with places for facts that are put in once and never read again."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

PLACE = re.compile(r"\{([a-z_]+)\}")
"""``{due_at}``: the place of a fact. Any other brace in a wording is a mistake; braces in a fact are only text."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a table of facts, or a column of a table of people: its head, and what stands there."""

    label: str
    value: str


class WordingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file ``years/<cycle>/<name>.toml``."""

    schema: Literal["zhicheng.wording/1"]
    part: dict[str, str]
    row: tuple[Row, ...] = ()


class Wording(WordingFile, frozen=True, kw_only=True):
    """A wording that was loaded and found whole; ``sha256`` is that of its file, and what was sent keeps it."""

    name: str
    sha256: str

    def say(self, part: str, facts: Mapping[str, object] | None = None) -> str:
        """The part with the facts in their places, in one pass: what a fact contains is never looked at again.

        Raises KeyError for a part or a fact that is not there: both are known to the program, not to the file.
        """
        return filled(self.part[part], facts or {})

    def rows(self, facts: Mapping[str, object]) -> list[tuple[str, str]]:
        """Each row as (label, value with the facts in their places)."""
        return [(row.label, filled(row.value, facts)) for row in self.row]


def filled(text: str, facts: Mapping[str, object]) -> str:
    """``text`` with every place filled; raises KeyError for a fact that is missing."""
    return PLACE.sub(lambda place: str(facts[place[1]]), text)


def places(text: str) -> set[str]:
    """The facts that ``text`` asks for."""
    return set(PLACE.findall(text))


def stray_braces(text: str) -> Iterator[str]:
    """What looks like a place and is none, with a few characters around it."""
    rest = PLACE.sub(lambda place: "·" * len(place[0]), text)
    for at, character in enumerate(rest):
        if character in "{}":
            yield text[max(0, at - 3) : at + 8]
