"""Batches that somebody should act on."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.review.batch import Batch, BatchMember, BatchStatus
from zhicheng.staff.office import Office


def count_to_freeze(session: Session, offices: Collection[Office]) -> int:
    """Open batches of these offices in which everybody is approved, and somebody is there at all."""
    members = (
        select(BatchMember.id)
        .join(Submission, BatchMember.submission_id == Submission.id)
        .where(BatchMember.batch_id == Batch.id)
    )
    undecided = members.where(Submission.status != Status.APPROVED)
    return (
        session.scalar(
            select(func.count())
            .select_from(Batch)
            .where(
                Batch.status == BatchStatus.OPEN,
                Batch.office.in_(sorted(offices)),
                members.exists(),
                ~undecided.exists(),
            )
        )
        or 0
    )


def count_to_publish(session: Session, offices: Collection[Office]) -> int:
    """Frozen batches of these offices."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Batch)
            .where(Batch.status == BatchStatus.FROZEN, Batch.office.in_(sorted(offices)))
        )
        or 0
    )
