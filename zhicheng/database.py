"""Engines and the one transaction. The only commit of the code base stands here."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from zhicheng.kernel.audit import hold_chain
from zhicheng.kernel.table import Base

WAIT_MS = 15_000
"""How long anybody waits for another's lock, and for a server to answer, before being told that it is busy."""


def make_engine(url: str, **options: Any) -> Engine:
    """An engine that behaves the same on SQLite and PostgreSQL.

    SQLite: WAL, foreign keys on, and every transaction opens as ``BEGIN IMMEDIATE`` unless the connection's
    execution option ``reading`` is set: a read that later writes would otherwise lose updates silently (stack.md section 4).
    Values never appear in error messages (``hide_parameters``): they are personal data.
    """
    if url.startswith("sqlite"):
        options.setdefault("connect_args", {"timeout": WAIT_MS / 1000})
    else:
        options.setdefault("pool_pre_ping", True)
        patience = {"options": f"-c lock_timeout={WAIT_MS}", "connect_timeout": WAIT_MS // 1000}
        options.setdefault("connect_args", patience)
    engine = create_engine(
        url, hide_parameters=True, json_serializer=as_json, json_deserializer=msgspec.json.decode, **options
    )
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    return engine


def as_json(value: object) -> str:
    """JSON as the database keeps it: Chinese stays readable and takes half the room of escapes."""
    return msgspec.json.encode(value).decode()


def prepare_sqlite(engine: Engine) -> None:
    """Set the pragmas and take over BEGIN from the driver."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"busy_timeout = {WAIT_MS}",
            "cache_size = -65536",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def transaction(session: Session) -> Iterator[Session]:
    """Commit what was done inside, all of it or nothing. Doors call this; verbs never commit.

    What the door read before (who is signed in) is let go first, so that the work inside starts on a writing
    transaction and sees the newest rows. Writers queue: SQLite knows but one, and on PostgreSQL each takes the lock of
    the audit chain before anything else. Every act ends in that chain anyway, and whoever locked rows first would wait
    for the one who holds it (deadlock), or find them changed under the hands (StaleDataError) instead of an answer.
    """
    session.rollback()
    session.connection(execution_options={"reading": False})
    try:
        hold_chain(session)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


class Database(SQLAlchemy):
    """Flask-SQLAlchemy over our engines: a request reads without locking anybody out, until ``transaction`` opens."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        url = make_url(options.pop("url")).render_as_string(hide_password=False)
        return make_engine(url, **options).execution_options(reading=True)


db = Database(model_class=Base, disable_autonaming=True)
