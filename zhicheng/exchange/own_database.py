"""A database of one's own in memory: migrated like the real one, gone when nobody looks."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, StaticPool
from sqlalchemy.orm import Session

from zhicheng.database import make_engine
from zhicheng.settings import ROOT


@contextmanager
def own_database() -> Iterator[Session]:
    """A session over an empty SQLite in memory with every table, constraint and trigger."""
    engine = make_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        migrate(connection)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring a database up to a revision, in the transaction that is open. Raises alembic's ``CommandError`` for one unknown."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
