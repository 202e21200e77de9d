"""Numbers without gaps: one counter row per series of numbers, raised in the same transaction as what it numbers."""

from functools import cache

from sqlalchemy import Executable, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from zhicheng.kernel.table import Base


class Serial(Base):
    """The last number given in a series."""

    __tablename__ = "serial"

    series: Mapped[str] = mapped_column(String(40), unique=True)
    last: Mapped[int] = mapped_column(default=0)


def next_serial(session: Session, series: str) -> int:
    """The next number of ``series``, from 1. A rollback gives it back; two writers wait for each other at the row."""
    statement = _raise(session.get_bind().dialect.name)
    return int(session.connection().execute(statement, {"series": series, "last": 1}).scalar_one())


def held(session: Session, series: str) -> Serial:
    """The counter of ``series``, made if there is none; other writers wait for it until the transaction ends."""
    insert = _insert(session.get_bind().dialect.name)
    session.execute(insert.on_conflict_do_nothing(), {"series": series, "last": 0})
    mine = select(Serial).where(Serial.series == series).with_for_update()
    return session.scalars(mine, execution_options={"populate_existing": True}).one()


@cache
def _raise(dialect: str) -> Executable:
    raised = _insert(dialect).on_conflict_do_update(
        index_elements=[Serial.series], set_={"last": Serial.last + 1}
    )
    return raised.returning(Serial.last)


def _insert(dialect: str) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(Serial) if dialect == "postgresql" else sqlite.insert(Serial)
