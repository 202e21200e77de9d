"""What somebody with the database password could do: take the guards down, meddle, and put them up again."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session


def unguarded(session: Session, tables: Sequence[str], statement: str) -> None:
    """Run ``statement`` while the triggers of ``tables`` are away; commits."""
    if session.get_bind().dialect.name == "postgresql":
        for table in tables:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        session.execute(text(statement))
        for table in tables:
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER ALL"))
    else:
        names = "', '".join(tables)
        guards = session.execute(
            text(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('{names}')")  # noqa: S608
        ).all()
        for name, _ in guards:
            session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text(statement))
        for _, create in guards:
            session.execute(text(create))
    session.commit()
