"""The base of every table: naming of constraints, and the column types that the story needs on both engines."""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ColumnElement,
    DateTime,
    Enum,
    Insert,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    insert,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal

from zhicheng.kernel.clock import utc
from zhicheng.kernel.partial_date import PartialDate

_T = TypeVar("_T")


def sentence_kept(check: CheckConstraint, _table: Table) -> str:
    """The sentence that a CHECK keeps. One that comes with an enum is named after its column: two may share the enum."""
    return f"{check.columns[0].name}_is_known" if check._type_bound else str(check.name)


NAMING: dict[str, Any] = {
    "sentence_as_constraint_name": sentence_kept,
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(sentence_as_constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A point in time: kept in UTC, handed back with its zone. A datetime without a zone is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC (SQLite keeps no zone, so all rows must be in the same one); a ValueError without a zone."""
        if value is None:
            return None
        instant = utc(value)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PartialDateColumn(TypeDecorator[PartialDate]):
    """A date known to the day or only to the month (P-15), stored as it was written: ``2024-06-21`` or ``2024-06``."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        """Store the ISO text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        """Read the ISO text back."""
        return None if value is None else PartialDate.parse(value)


def codes(choice: type[enum.Enum]) -> Sequence[str]:
    """The values of an enum, which are what the database stores."""
    return [str(member.value) for member in choice]


class Base(DeclarativeBase):
    """Every table: an integer key, constraints named by convention, enums stored by their public code."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: Instant(),
            PartialDate: PartialDateColumn(),
            enum.Enum: Enum(
                enum.Enum, native_enum=False, create_constraint=True, values_callable=codes, length=40
            ),
            dict[str, Any]: JSON(none_as_null=True),
            list[Any]: JSON(none_as_null=True),
        },
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, sort_order=-1, comment="key"
    )


class Beside(ColumnElement[_T]):
    """A column that is looked at beside the index that serves the rest of the question.

    Without statistics SQLite takes any index that begins with an equality, an office of two first of all; the unary
    plus tells it not to. PostgreSQL counts its rows and is told nothing.
    """

    inherit_cache = True
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]

    def __init__(self, column: ColumnElement[_T] | InstrumentedAttribute[_T]) -> None:
        self.column: ColumnElement[_T] = (
            column.expression if isinstance(column, InstrumentedAttribute) else column
        )
        self.type = column.type


@compiles(Beside)
def _plainly(element: Beside[Any], compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(element.column, **more)


@compiles(Beside, "sqlite")
def _with_a_plus(element: Beside[Any], compiler: SQLCompiler, **more: Any) -> str:
    return "+" + compiler.process(element.column, **more)


def portions(keys: Iterable[_T], size: int = 500) -> Iterator[list[_T]]:
    """``keys`` in order, ``size`` at a time: a statement takes only so many values."""
    rest = iter(sorted(keys))  # type: ignore[type-var]
    while portion := list(islice(rest, size)):
        yield portion


def append(session: Session, kind: type[Base], /, **values: object) -> None:
    """Write a row of an append-only table past the session: nobody will change it, so the session need not watch it."""
    session.connection().execute(_insert(kind), values)


def append_all(session: Session, kind: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """The same for many rows, which name the same columns, in one statement."""
    if rows:
        session.connection().execute(_insert(kind), rows)


@cache
def _insert(kind: type[Base]) -> Insert:
    return insert(kind).inline()
