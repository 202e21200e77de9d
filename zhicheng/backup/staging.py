"""An empty database that counts only when all of it is there, on either engine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, column, event, func, inspect, make_url, select, text
from sqlalchemy import table as table_of

from zhicheng.backup.rows import tables_of
from zhicheng.database import make_engine
from zhicheng.intake.file_store import sync_folder
from zhicheng.kernel.refusal import Refusal, RefusalCode

HOLDS_SOMETHING = (
    "应是空的：恢复从不覆盖已有的内容。"
    "请用 ZHICHENG_INSTANCE、ZHICHENG_DATABASE_URL、ZHICHENG_FILES 指定空的位置后重试。"
)


@contextmanager
def staged(url: str) -> Iterator[Connection]:
    """An open transaction on the database at ``url``, which must have no tables (``bad_input``).

    It is committed, and on SQLite takes its name, when the ``with`` ends well; else nothing of it is left.
    """
    address = make_url(url)
    if address.drivername.startswith("sqlite"):
        with _sqlite(Path(str(address.database))) as connection:
            yield connection
        return
    engine = make_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        _must_be_empty(connection)
        yield connection


@contextmanager
def _sqlite(path: Path) -> Iterator[Connection]:
    if path.exists():
        with _disposed(make_engine(f"sqlite:///{path}")) as engine, engine.connect() as connection:
            _must_be_empty(connection)
    temporary = path.with_name(f"{path.name}.restoring")
    _remove(temporary)
    try:
        with _disposed(make_engine(f"sqlite:///{temporary}")) as engine:
            # Nobody else looks at it, and a crash throws it away.
            event.listen(engine, "connect", lambda connection, _: connection.executescript(UNGUARDED))
            with engine.begin() as connection:
                yield connection
        temporary.chmod(0o600)
        _force(temporary)
        _remove(path)
        temporary.rename(path)
        sync_folder(path.parent)
    finally:
        _remove(temporary)


UNGUARDED = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF"


@contextmanager
def _disposed(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def _must_be_empty(connection: Connection) -> None:
    if inspect(connection).get_table_names():
        raise Refusal(RefusalCode.BAD_INPUT, f"数据库{HOLDS_SOMETHING}")


def _remove(path: Path) -> None:
    for more in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + more).unlink(missing_ok=True)


def _force(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Rows may come in any order and as they were; afterwards every guard stands again and every key leads somewhere.

    Raises IntegrityError, or Refusal ``bad_file`` on SQLite, where one does not.
    """
    if connection.dialect.name == "sqlite":
        put_aside = text(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql <> '' ORDER BY rowid"
        )
        guards = connection.execute(put_aside).all()
        for kind, name, _ in guards:
            connection.exec_driver_sql(f'DROP {kind} "{name}"')
        yield
        for _, _, words in guards:
            connection.exec_driver_sql(words)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Refusal(RefusalCode.BAD_FILE, "备份不可用：有的记录指向不存在的记录。请换用另一份备份。")
        return
    tables = list(tables_of(connection))
    links = [
        (table, link["name"]) for table in tables for link in inspect(connection).get_foreign_keys(table)
    ]
    for table in tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    for table, link in links:
        connection.exec_driver_sql(
            f'ALTER TABLE "{table}" ALTER CONSTRAINT "{link}" DEFERRABLE INITIALLY DEFERRED'
        )
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, link in links:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{link}" NOT DEFERRABLE')
    for table in tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        clause = table_of(table, column("id"))
        last = select(func.setval(func.pg_get_serial_sequence(table, "id"), func.max(clause.c.id)))
        connection.execute(last.having(func.max(clause.c.id) > 0))
