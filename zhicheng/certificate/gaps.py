"""Numbers of a year under which there is no certificate, and why: the series has no gap that nobody can explain."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.number import series_of
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.serial import Serial
from zhicheng.staff.office import Office


@dataclass(frozen=True)
class Gap:
    """A serial without a certificate. ``number`` is None where no row has the serial: it was skipped (``who`` says by
    whom), or something went wrong that nothing of ours can do.
    """

    serial: int
    number: str | None
    status: CertificateStatus | None
    at: datetime | None
    who: str
    reason: str
    certificate_id: int | None = None
    office: Office | None = None


UNEXPLAINED = "登记表中没有这个流水号，也没有说明；请系统管理员核对数据库备份。"
UNFINISHED = "编号已留出，证书尚未制成；可继续制发，或说明理由后作废。"


def gaps(session: Session, year: int) -> list[Gap]:
    """The serials of ``year`` that are void, not yet finished, or missing, in order, each with its reason."""
    counter = session.scalar(select(Serial).where(Serial.series == series_of(year)))
    held = set(session.scalars(select(Certificate.serial).where(Certificate.year == year)))
    last = counter.last if counter else 0
    skipped = skipped_serials(session, counter) if counter else {}
    found = [
        skipped.get(serial) or Gap(serial, None, None, None, "", UNEXPLAINED)
        for serial in sorted(set(range(1, max(held | {last}) + 1)) - held)
    ]
    rows = session.scalars(
        select(Certificate)
        .where(
            Certificate.year == year,
            Certificate.status.in_((CertificateStatus.VOID, CertificateStatus.RESERVED)),
        )
        .order_by(Certificate.serial)
    )
    return sorted([*found, *(explained(session, row) for row in rows)], key=lambda gap: gap.serial)


def skipped_serials(session: Session, counter: Serial) -> dict[int, Gap]:
    """The serials that ``skip_numbers`` took out of use, as the trail says."""
    entries = session.scalars(
        select(AuditEntry).where(
            AuditEntry.subject_kind == Serial.__tablename__,
            AuditEntry.subject_id == counter.id,
            AuditEntry.act == "skip_numbers",
        )
    )
    return {
        serial: Gap(serial, None, None, entry.at, entry.actor_name, entry.reason)
        for entry in entries
        for serial in range(entry.changes["last"][0] + 1, entry.changes["last"][1] + 1)
    }


def years(session: Session) -> list[int]:
    """The years in which numbers were given, the newest first."""
    return list(session.scalars(select(Certificate.year).distinct().order_by(Certificate.year.desc())))


def explained(session: Session, row: Certificate) -> Gap:
    """A number without a certificate: the last entry of the trail about it says who gave it up, and why."""
    entry = session.scalar(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == Certificate.__tablename__,
            AuditEntry.subject_id == row.id,
            AuditEntry.act.in_(("void_certificate", "revoke_certificate", "reserve_certificate")),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    waiting = row.status is CertificateStatus.RESERVED
    return Gap(
        row.serial,
        row.number,
        row.status,
        entry.at if entry else row.reserved_at,
        entry.actor_name if entry else "",
        UNFINISHED if waiting else (entry.reason if entry else "") or UNEXPLAINED,
        row.id,
        row.submission.office,
    )
