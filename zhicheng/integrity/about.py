"""The records about one person."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.integrity.record import IntegrityRecord


def records_about(session: Session, person: Applicant) -> Sequence[IntegrityRecord]:
    """Every record about ``person``, lifted and expired ones too, in the order in which they began."""
    return session.scalars(
        select(IntegrityRecord)
        .where(IntegrityRecord.id_number == person.id_number, IntegrityRecord.id_type == person.id_type)
        .order_by(IntegrityRecord.from_date, IntegrityRecord.id)
    ).all()
