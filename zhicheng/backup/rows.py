"""Rows as lines of JSON, the same for both engines: told by the database itself, whatever revision it is at."""

import gzip
from collections.abc import Callable, Generator, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    String,
    TableClause,
    Text,
    column,
    insert,
    inspect,
    select,
    table,
    union,
)
from sqlalchemy.types import TypeEngine

from zhicheng.backup.archive import Kind, Table
from zhicheng.kernel.table import Instant
from zhicheng.tables import Base

PART: Final = 4 << 20
"""Bytes of JSON after which a new part begins: what is in memory at once."""
KINDS: Final[dict[Kind, tuple[Any, type[TypeEngine[Any]], TypeEngine[Any]]]] = {
    "truth": (bool, Boolean, Boolean()),
    "integer": (int, Integer, BigInteger()),
    "instant": (datetime, DateTime, Instant()),
    "day": (date, Date, Date()),
    "json": (Any, JSON, JSON(none_as_null=True)),
    "text": (str, String, Text()),
}
"""Kind -> what it is in a line, which types of columns hold it, how it is written on either engine."""
Row = tuple[Any, ...]


def tables_of(connection: Connection) -> dict[str, Table]:
    """Every table of ours and its columns. Raises TypeError for a column of a kind that has no place in a line."""
    seen = inspect(connection)
    return {
        name: {one["name"]: kind_of(one["type"]) for one in seen.get_columns(name)}
        for name in sorted(Base.metadata.tables.keys() & seen.get_table_names())
    }


def kind_of(type_: TypeEngine[Any]) -> Kind:
    """What a column holds."""
    for kind, (_, family, _) in KINDS.items():
        if isinstance(type_, family):
            return kind
    raise TypeError(f"a backup knows no {type_!r}")


def parts_of(
    connection: Connection, name: str, columns: Table, look: Callable[[Sequence[Row]], None]
) -> Generator[bytes]:
    """The rows of a table, packed; ``look`` is shown them as they pass. Closed, it lets the server's cursor go."""
    clause = clause_of(name, columns)
    ordered = select(clause).order_by(next(iter(clause.c)))
    lines = bytearray()
    with connection.execute(ordered, execution_options={"yield_per": 1000}) as result:
        for portion in result.partitions():
            rows = [tuple(row) for row in portion]
            look(rows)
            lines += msgspec.json.Encoder().encode_lines(rows)
            if len(lines) > PART:
                yield packed(lines)
                lines.clear()
    if lines:
        yield packed(lines)


def packed(lines: bytes | bytearray) -> bytes:
    """Compressed, the same bytes for the same lines."""
    return gzip.compress(lines, 3, mtime=0)


def reader_of(columns: Table) -> Callable[[bytes], list[Row]]:
    """What makes rows of a part again. Raises OSError, EOFError, zlib.error or DecodeError for what is none."""
    types = tuple(Any if kind == "json" else KINDS[kind][0] | None for kind in columns.values())
    decoder = msgspec.json.Decoder(tuple.__class_getitem__(types))
    return lambda part: decoder.decode_lines(gzip.decompress(part))


def write_rows(connection: Connection, name: str, columns: Table, rows: Sequence[Row]) -> None:
    """Put rows into a table."""
    connection.execute(
        insert(clause_of(name, columns)), [dict(zip(columns, row, strict=True)) for row in rows]
    )


def clause_of(name: str, columns: Table) -> TableClause:
    """The table as statements need it."""
    return table(name, *(column(one, KINDS[kind][2]) for one, kind in columns.items()))


def digest_columns(columns: Table) -> list[str]:
    """The columns that name a file of the store; a new one is found by its name."""
    return [name for name, kind in columns.items() if kind == "text" and name.endswith("digest")]


def digests_named(connection: Connection, tables: dict[str, Table]) -> Generator[str]:
    """Every digest that a row names, once, in order. Closed, it lets the server's cursor go."""
    naming = [
        select(clause.c[one].label("digest")).where(clause.c[one].is_not(None))
        for name, columns in tables.items()
        for clause in [clause_of(name, columns)]
        for one in digest_columns(columns)
    ]
    in_order = union(*naming).order_by("digest")
    with connection.scalars(in_order, execution_options={"yield_per": 1000}) as result:
        yield from result
