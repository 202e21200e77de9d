"""Alembic's way in: from ``flask db …`` through the application, from tests through a connection handed over."""

import warnings
from typing import Any

from alembic import context
from sqlalchemy import Connection, TypeDecorator

from zhicheng.tables import Base

# SQLite cannot tell what an index over expressions is made of; that one is compared on PostgreSQL only.
for words in ("autogenerate skipping metadata-specified", "Skipped unsupported reflection of"):
    warnings.filterwarnings("ignore", message=f"{words} expression-based index")


def run(connection: Connection) -> None:
    """Run the migrations on an open connection. SQLite cannot alter a table, so it is rewritten (batch mode)."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=ours,
        render_item=plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()


def ours(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leave the database's own tables alone."""
    return not (kind == "table" and str(name).startswith("sqlite_"))


def plain_type(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our column types as the plain types beneath them: a migration must not change when our code does."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    from zhicheng.database import db

    with db.engine.connect() as own:
        run(own)
        own.commit()
