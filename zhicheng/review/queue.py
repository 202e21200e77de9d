"""The queue: what waits at an office, oldest clock first."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.review.batch import Batch, BatchMember
from zhicheng.staff.office import Office


def clock_of(status: Status) -> Any:
    """What runs while a submission stands there: the deadline of a returned one, else the time since it came."""
    return Submission.due_at if status is Status.RETURNED else Submission.submitted_at


def waiting(status: Status, offices: Collection[Office]) -> Select[Submission]:
    """Submissions of these offices in ``status``, oldest clock first."""
    return (
        select(Submission)
        .where(Submission.status == status, Submission.office.in_(sorted(offices)))
        .order_by(clock_of(status), Submission.id)
    )


def next_in_queue(
    session: Session, submission: Submission, status: Status, offices: Collection[Office]
) -> Submission | None:
    """The one after ``submission`` among those in ``status``; after the last the first again, never itself."""
    queue = waiting(status, offices).where(Submission.id != submission.id).limit(1)
    at = submission.due_at if status is Status.RETURNED else submission.submitted_at
    if at is not None:
        here = tuple_(clock_of(status), Submission.id) > (at, submission.id)
        after = session.scalar(queue.where(here))
        if after is not None:
            return after
    return session.scalar(queue)


def previous_in_queue(
    session: Session, submission: Submission, offices: Collection[Office]
) -> Submission | None:
    """The one before ``submission`` among those in its status; None before the first."""
    status = submission.status
    at = submission.due_at if status is Status.RETURNED else submission.submitted_at
    if at is None:
        return None
    clock = clock_of(status)
    return session.scalar(
        waiting(status, offices)
        .order_by(None)
        .where(tuple_(clock, Submission.id) < (at, submission.id))
        .order_by(clock.desc(), Submission.id.desc())
        .limit(1)
    )


def count_by_status(session: Session, offices: Collection[Office]) -> dict[Status, int]:
    """How many submissions of these offices stand in each status."""
    counted = dict.fromkeys(Status, 0)
    grouped = (
        select(Submission.status, func.count())
        .where(Submission.office.in_(sorted(offices)))
        .group_by(Submission.status)
    )
    for status, number in session.execute(grouped):
        counted[status] = number
    return counted


def in_batch(number: str) -> ColumnElement[bool]:
    """Submissions that stand in the batch of that number."""
    return (
        select(BatchMember.id)
        .join(Batch, BatchMember.batch_id == Batch.id)
        .where(BatchMember.submission_id == Submission.id, Batch.number == number.strip())
        .exists()
    )
