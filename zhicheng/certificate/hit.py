"""Which valid certificates a record hits."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.submission import Submission
from zhicheng.integrity.record import IntegrityRecord


def certificates_hit(session: Session, record: IntegrityRecord) -> Sequence[Certificate]:
    """Reserved and valid certificates of the person whom ``record`` is about, newest first."""
    return session.scalars(
        select(Certificate)
        .join(Certificate.submission)
        .join(Submission.applicant)
        .where(
            Applicant.id_number == record.id_number,
            Applicant.id_type == record.id_type,
            Certificate.status.in_((CertificateStatus.RESERVED, CertificateStatus.ISSUED)),
        )
        .order_by(Certificate.id.desc())
    ).all()
