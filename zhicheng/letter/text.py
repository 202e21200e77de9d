"""The words of a letter in the order in which they are printed."""

from datetime import date, datetime
from typing import Literal

import msgspec

from zhicheng.kernel.clock import beijing


class Line(msgspec.Struct, frozen=True):
    """One paragraph, one item of a numbered list, or one warning."""

    kind: Literal["paragraph", "item", "warning"]
    text: str


class LetterText(msgspec.Struct, frozen=True, kw_only=True):
    """Everything printed. ``pairs`` is a table of facts; ``heads`` and ``rows`` are one of many lines; either may be empty."""

    title: str
    sender: str
    number: str
    """The line above the title: which case, which certificate."""
    addressee: str = ""
    lines: tuple[Line, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    after: tuple[Line, ...] = ()
    """What follows the table."""
    signature: tuple[str, ...] = ()
    postscript: tuple[Line, ...] = ()
    """What stands below the signature, on papers that a second body signs."""
    day: date

    def everything(self) -> str:
        """All characters that will be printed."""
        parts = [self.title, self.sender, self.number, self.addressee, *self.heads, *self.signature]
        parts += [line.text for line in (*self.lines, *self.after, *self.postscript)]
        parts += [word for pair in self.pairs for word in pair] + [word for row in self.rows for word in row]
        return "".join(parts)


def paragraphs(text: str) -> tuple[Line, ...]:
    """A line a paragraph; empty ones are left out."""
    return tuple(Line("paragraph", line.strip()) for line in text.splitlines() if line.strip())


def items(texts: list[str]) -> tuple[Line, ...]:
    """A numbered list."""
    return tuple(Line("item", " ".join(text.split())) for text in texts)


def warnings(*texts: str) -> tuple[Line, ...]:
    """What must not be overlooked; empty ones are left out."""
    return tuple(Line("warning", text) for text in texts if text)


def in_words(day: date) -> str:
    """``2025年9月30日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def minute_in_words(instant: datetime) -> str:
    """``2025年9月30日16时05分``, Beijing."""
    at = beijing(instant)
    return f"{in_words(at.date())}{at:%H时%M分}"
