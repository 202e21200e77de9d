"""The place of a certificate in the public status list: drawn by lot, so that neighbours in the list tell nothing."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from zhicheng.certificate.certificate import Certificate
from zhicheng.kernel.serial import held, next_serial
from zhicheng.kernel.table import Base

ENTRIES = 131_072
"""Places in one list; the herd of the W3C form, below which a list would single people out."""
DRAWN = ENTRIES // 2
"""A list is closed to new certificates when half full: a place drawn by lot is free at the second try or so."""

Draw = Callable[[int], int]
"""``draw(n)`` is a number below ``n`` that nobody can foretell."""


class StatusEntry(Base):
    """Which place a certificate has; ``place`` counts through all lists, 131,072 to each. Kept for good."""

    __tablename__ = "status_entry"
    __table_args__ = (CheckConstraint("place >= 0", name="a_place_is_counted_from_zero"),)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    place: Mapped[int] = mapped_column(unique=True)
    drawn_at: Mapped[datetime]


def draw_place(
    session: Session, now: datetime, certificate: Certificate, draw: Draw = secrets.randbelow
) -> StatusEntry:
    """Draw a free place for ``certificate`` by ``draw``. Writers wait for each other at the counter."""
    number = (next_serial(session, "status list") - 1) // DRAWN
    while True:
        place = number * ENTRIES + draw(ENTRIES)
        if session.scalar(select(StatusEntry.id).where(StatusEntry.place == place)) is None:
            break
    entry = StatusEntry(certificate_id=certificate.id, place=place, drawn_at=now)
    session.add(entry)
    session.flush()
    return entry


def close_list(session: Session, lost: int) -> None:
    """Draw from a new list from now on: ``lost`` places were drawn that nobody remembers, and none is given twice."""
    counter = held(session, "status list")
    counter.last = -(-(counter.last + lost) // DRAWN) * DRAWN
    session.flush()


def place_of(session: Session, certificate: Certificate) -> int | None:
    """The place of ``certificate``; None for one that was numbered before there was a list."""
    return session.scalar(select(StatusEntry.place).where(StatusEntry.certificate_id == certificate.id))
