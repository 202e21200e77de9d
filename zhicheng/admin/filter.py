"""How a list can be narrowed: few kinds of filter, with a speaking name in the address and a Chinese one on screen."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_admin.contrib.sqla.filters import BaseSQLAFilter
from sqlalchemy import Boolean, Date, Enum, Integer, true

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.clock import BEIJING
from zhicheng.kernel.partial_date import PartialDate
from zhicheng.kernel.table import Instant, PartialDateColumn

Options = Sequence[tuple[str, str]] | Callable[[], Sequence[tuple[str, str]]] | None
Where = Callable[[Any], Any]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def escaped(words: str) -> str:
    """``words`` for LIKE ... ESCAPE '\\', where ``%`` and ``_`` mean themselves."""
    return re.sub(r"([\\%_])", r"\\\1", words)


class Narrowing(BaseSQLAFilter):
    """One way to narrow a list. ``code`` names it in the address: ``flt_status_is=returned``."""

    kind = "text"
    tail = "is"
    word = "是"

    def __init__(
        self, path: str, column: Any, label: str, options: Options = None, where: Where | None = None
    ) -> None:
        """``where`` is the condition for a value that has been cleaned; without it the kind asks the column."""
        super().__init__(column, label, options)
        self.code = f"{path}_{self.tail}"
        self.where = where

    def operation(self) -> str:
        """The word between the column's name and the value."""
        return self.word

    def said(self, value: str) -> str:
        """The filter and its value as a chip and a list of exports say them."""
        shown = self.shown(value)
        return f"{self.name}：{shown}" if self.word == Narrowing.word else f"{self.name} {self.word} {shown}"

    def shown(self, value: str) -> str:
        """The value as a chip shows it."""
        return value

    def condition(self, column: Any, value: Any) -> Any:
        """What the kind asks of the column."""
        raise NotImplementedError

    def apply(self, query: Any, value: Any, alias: Any = None) -> Any:
        """Narrow the query; ``alias`` is that under which the list joined the column's table."""
        if self.where is not None:
            return query.filter(self.where(value))
        column = self.column if alias is None else getattr(alias, self.column.key)
        return query.filter(self.condition(column, value))


class OneOf(Narrowing):
    """Equal to one of some codes, separated by commas."""

    kind = "choice"

    def labels(self) -> dict[str, str]:
        """Every code that can be chosen, with its label."""
        return dict(self.options() if callable(self.options) else self.options or ())

    def clean(self, value: str) -> list[str]:
        """The codes; ValueError for an unknown one."""
        codes = value.split(",")
        if not set(codes) <= set(self.labels()):
            raise ValueError(value)
        return codes

    def condition(self, column: Any, value: list[str]) -> Any:
        """Equal to one of them."""
        return column.in_(value)

    def shown(self, value: str) -> str:
        """The labels of the codes."""
        labels = self.labels()
        return "、".join(labels[code] for code in value.split(","))


class YesNo(OneOf):
    """True or false."""

    def labels(self) -> dict[str, str]:
        """Yes and no."""
        return {"1": "是", "0": "否"}

    def clean(self, value: str) -> list[bool]:  # type: ignore[override]
        """True, false or both."""
        return [code == "1" for code in super().clean(value)]


class Has(Narrowing):
    """Text that contains the words, which are never read as a pattern."""

    tail = "has"
    word = "含"

    def condition(self, column: Any, value: str) -> Any:
        """Contains them."""
        return column.ilike(f"%{escaped(value.strip())}%", escape="\\")


class Number(Narrowing):
    """Equal to a whole number."""

    kind = "number"

    def clean(self, value: str) -> int:
        """The number; ValueError when it is none that a column holds."""
        number = int(value)
        if not -(2**31) <= number < 2**31:
            raise ValueError(value)
        return number

    def condition(self, column: Any, value: int) -> Any:
        """Equal to it."""
        return column == value


class From(Narrowing):
    """On that Beijing day or later."""

    kind = "day"
    tail = "from"
    word = "起"

    def said(self, value: str) -> str:
        """The day, then the word."""
        return f"{self.name} {value} {self.word}"

    def clean(self, value: str) -> date:
        """The day; ValueError when it is none."""
        if not _DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)

    def edge(self, day: date) -> Any:
        """The start of ``day`` in the type of the column."""
        kind = self.column.type
        if isinstance(kind, Instant):
            return datetime.combine(day, time(), BEIJING)
        return PartialDate.on(day) if isinstance(kind, PartialDateColumn) else day

    def condition(self, column: Any, value: date) -> Any:
        """Not before its start."""
        return column >= self.edge(value)


class Until(From):
    """On that Beijing day or earlier."""

    tail = "until"
    word = "止"

    def condition(self, column: Any, value: date) -> Any:
        """Before the next day; always, where there is none."""
        return true() if value == date.max else column < self.edge(value + timedelta(days=1))


def labelled(members: Iterable[Choice]) -> list[tuple[str, str]]:
    """Codes with their labels."""
    return [(one.value, one.label) for one in members]


def filters_for(path: str, column: Any, label: str, options: Options) -> list[Narrowing]:
    """The filters that suit a column, by its type; ``options`` turns a column of codes into a choice."""
    kind = column.type
    if options is not None:
        return [OneOf(path, column, label, options)]
    if isinstance(kind, Enum):
        return [OneOf(path, column, label, labelled(kind.enum_class))]
    if isinstance(kind, Boolean):
        return [YesNo(path, column, label)]
    if isinstance(kind, Integer):
        return [Number(path, column, label)]
    if isinstance(kind, Date | Instant | PartialDateColumn):
        return [From(path, column, label), Until(path, column, label)]
    return [Has(path, column, label)]
