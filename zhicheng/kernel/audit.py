"""The trail: one entry per act, in the same commit as the act, chained by hash, never changed (triggers refuse it)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index, String, Text, exists, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from zhicheng.kernel.clock import utc
from zhicheng.kernel.table import Base, append

GENESIS = "0" * 64
CHAIN_LOCK = 0x5A43


class AuditEntry(Base):
    """Who did what to what, when, and which fields changed. ``changes`` maps a field to ``[before, after]``."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    at: Mapped[datetime] = mapped_column(index=True, comment="when, UTC")
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff.id"), index=True, comment="who; empty: the system"
    )
    actor_name: Mapped[str] = mapped_column(String(50), comment="the name as it was then")
    act: Mapped[str] = mapped_column(String(40), index=True, comment="the verb")
    subject_kind: Mapped[str] = mapped_column(String(40), comment="table of the thing acted on")
    subject_id: Mapped[int | None] = mapped_column(comment="key of the thing acted on")
    reason: Mapped[str] = mapped_column(Text, default="", comment="opinion or reason given")
    changes: Mapped[dict[str, Any]] = mapped_column(comment="field -> [before, after]")
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="hash of the entry before")
    entry_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 over this entry and previous_hash")


def hash_of_entry(values: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of an entry's content in canonical JSON, including the hash before it."""
    content = [
        utc(values["at"]).isoformat(timespec="microseconds"),
        values["actor_id"],
        values["actor_name"],
        values["act"],
        values["subject_kind"],
        values["subject_id"],
        values["reason"],
        values["changes"],
        values["previous_hash"],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


_TAIL = select(AuditEntry.entry_hash).order_by(AuditEntry.id.desc()).limit(1)


def record(
    session: Session,
    *,
    actor_id: int | None,
    actor_name: str,
    now: datetime,
    act: str,
    subject_kind: str,
    subject_id: int | None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Append one entry to the chain, in the caller's transaction.

    On PostgreSQL an advisory lock keeps two writers from continuing the same link; SQLite has one writer anyway.
    """
    hold_chain(session)
    values = {
        "at": now,
        "actor_id": actor_id,
        "actor_name": actor_name,
        "act": act,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "reason": reason,
        "changes": json.loads(json.dumps(dict(changes), ensure_ascii=False, default=str)) if changes else {},
        "previous_hash": session.connection().execute(_TAIL).scalar() or GENESIS,
    }
    append(session, AuditEntry, **values, entry_hash=hash_of_entry(values))


def hold_chain(session: Session) -> None:
    """On PostgreSQL, wait for other writers to end and be the only one until this transaction does."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


class Acting(Protocol):
    """Whoever acts: a key (None: the system itself) and a name."""

    @property
    def id(self) -> int | None:
        """The staff key."""

    @property
    def name(self) -> str:
        """The name as shown."""


def note(
    session: Session,
    actor: Acting,
    now: datetime,
    act: str,
    subject: Base,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Append an entry about the row ``subject``, which must have been flushed; see ``record``."""
    record(
        session,
        actor_id=actor.id,
        actor_name=actor.name,
        now=now,
        act=act,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        changes=changes,
        reason=reason,
    )


class Chain:
    """The chain, followed entry by entry: how many they were, and the hash that the next one must continue."""

    def __init__(self) -> None:
        """Before the first entry."""
        self.entries, self.head = 0, GENESIS

    def follow(self, entry: Mapping[str, Any]) -> bool:
        """Go on to ``entry``; whether its content and its link agree with the chain."""
        agrees: bool = entry["previous_hash"] == self.head and entry["entry_hash"] == hash_of_entry(entry)
        self.entries, self.head = self.entries + 1, entry["entry_hash"]
        return agrees


def broken_links(session: Session, chain: Chain | None = None) -> Iterator[int]:
    """Keys of entries whose content or link does not agree with the chain, oldest first; nothing when all is well.

    A ``chain`` that is handed over has been followed to the end when the last key was given.
    """
    chain = chain or Chain()
    in_order = select(*AuditEntry.__table__.columns).order_by(AuditEntry.id)
    for entry in session.execute(in_order, execution_options={"yield_per": 1000}).mappings():
        if not chain.follow(dict(entry)):
            yield entry["id"]


def holds_head(session: Session, head: str) -> bool:
    """Whether the chain once ended with ``head``: together with no ``broken_links``, all up to there is still in it."""
    return head == GENESIS or bool(session.scalar(select(exists().where(AuditEntry.entry_hash == head))))


def count_entries(session: Session) -> int:
    """How long the chain is."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0
