"""What a figure is to the door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

LIST = "/admin/submission/"


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what it says, and where it leads."""

    says: str
    to: str = ""


@dataclass(frozen=True)
class Figure:
    """``draw(width)`` is the SVG; ``sentence`` says the same in words, ``method`` how it was counted."""

    sentence: str
    method: str
    draw: Callable[[int], str]
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def listed(number: int, cycle: str, **narrowing: str) -> Cell:
    """A number that leads to the list of that many; nought leads nowhere."""
    if not number:
        return Cell("0")
    given = {f"flt_{name}": value for name, value in narrowing.items()} | {"flt_cycle_is": cycle}
    return Cell(f"{number:,}", f"{LIST}?{urlencode(given)}")
