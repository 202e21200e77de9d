"""On any day, as known at any instant: what a record barred, judged by when it was entered and when it was lifted.

Two clocks (bitemporal): ``day`` is the day asked about, ``known_at`` the instant from which one looks. A record that was
entered later was not known; a lift that was confirmed later had not happened yet, so the record still barred.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.integrity.bar import Bar, barred_on
from zhicheng.kernel.audit import AuditEntry

ENTERED, LIFTED = "add_record", "lift_record"


@dataclass(frozen=True, slots=True)
class Entered:
    """One record with the instants at which the archive learnt of it and of its lifting."""

    from_date: date
    until: date
    entered_at: datetime
    lifted_on: date | None = None
    lift_entered_at: datetime | None = None


def bar_as_known(entered: Entered, known_at: datetime) -> Bar | None:
    """The days the record barred as the archive knew them at ``known_at``; None where it was not entered yet."""
    if entered.entered_at > known_at:
        return None
    lift_known = entered.lift_entered_at is not None and entered.lift_entered_at <= known_at
    return Bar(entered.from_date, entered.until, entered.lifted_on if lift_known else None)


def barred_as_known(records: Iterable[Entered], day: date, known_at: datetime) -> date | None:
    """The last barred day of the bar that held on ``day`` as known then, or None (clause 6.3)."""
    bars = (bar_as_known(record, known_at) for record in records)
    return barred_on([bar for bar in bars if bar is not None], day)


def entry_times(session: Session, records: Collection[int]) -> Mapping[tuple[int, str], datetime]:
    """(record, act) -> when the trail says that it was entered or lifted. The trail is append-only; the rows are not."""
    if not records:
        return {}
    told = session.execute(
        select(AuditEntry.subject_id, AuditEntry.act, AuditEntry.at)
        .where(
            AuditEntry.subject_kind == "integrity_record",
            AuditEntry.subject_id.in_(sorted(records)),
            AuditEntry.act.in_((ENTERED, LIFTED)),
        )
        .order_by(AuditEntry.id)
    )
    return {(key, act): at for key, act, at in told if key is not None}
