"""Who a batch is about."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from zhicheng.intake.submission import Submission
from zhicheng.review.batch import Batch, BatchMember
from zhicheng.review.erratum import Correction


def members_of(session: Session, batch: Batch) -> list[Submission]:
    """The submissions of a batch by number; of an erratum batch those whose lines it corrects."""
    return list(
        session.scalars(
            select(Submission)
            .where(_about(batch))
            .options(joinedload(Submission.applicant), joinedload(Submission.employer))
            .order_by(Submission.number)
        )
    )


def member_keys(session: Session, batch: Batch) -> set[int]:
    """The keys of the same."""
    return set(session.scalars(select(Submission.id).where(_about(batch))))


def _about(batch: Batch) -> ColumnElement[bool]:
    own = select(BatchMember.submission_id).where(BatchMember.batch_id == batch.id)
    corrected = select(Correction.submission_id).where(Correction.batch_id == batch.id)
    return or_(Submission.id.in_(own), Submission.id.in_(corrected))
