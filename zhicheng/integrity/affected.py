"""Who among the open and the approved is hit by a record."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.lifecycle import OPEN, Status
from zhicheng.intake.submission import Submission
from zhicheng.integrity.record import IntegrityRecord


def affected_submissions(session: Session, record: IntegrityRecord) -> Sequence[Submission]:
    """Open and approved submissions of the person whom ``record`` is about, newest first."""
    return session.scalars(
        select(Submission)
        .join(Submission.applicant)
        .where(
            Applicant.id_number == record.id_number,
            Applicant.id_type == record.id_type,
            Submission.status.in_([*OPEN, Status.APPROVED]),
        )
        .order_by(Submission.id.desc())
    ).all()
