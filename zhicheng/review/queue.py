"""The queue: what waits at an office, oldest clock first."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.review.batch import Batch, BatchMember
from zhicheng.staff.office import Office


def clock_of(status: Status) -> InstrumentedAttribute[datetime | None]:
    """What runs while a submission stands there: the deadline of a returned one, else the time since it came."""
    return Submission.due_at if status is Status.RETURNED else Submission.submitted_at


def next_in_queue(
    session: Session,
    submission: Submission,
    status: Status,
    offices: Collection[Office],
    avoid: Collection[int] = (),
) -> Submission | None:
    """The one after ``submission`` among those in ``status``; after the last the first again, never itself.

    ``avoid`` are keys that somebody else has under the hands; they are passed over.
    """
    clock = clock_of(status)
    at = getattr(submission, clock.key)
    others = Submission.id.not_in({submission.id, *avoid})
    if at is not None:
        later = (clock >= at) & or_(clock > at, Submission.id > submission.id) & others
        following = _first(session, status, offices, later, clock, Submission.id)
        if following is not None:
            return following
    return _first(session, status, offices, others, clock, Submission.id)


def previous_in_queue(
    session: Session, submission: Submission, offices: Collection[Office]
) -> Submission | None:
    """The one before ``submission`` among those in its status; None before the first."""
    status = submission.status
    clock = clock_of(status)
    at = getattr(submission, clock.key)
    if at is None:
        return None
    earlier = (clock <= at) & or_(clock < at, Submission.id < submission.id)
    return _first(session, status, offices, earlier, clock.desc(), Submission.id.desc())


def _first(
    session: Session, status: Status, offices: Collection[Office], wanted: ColumnElement[bool], *order: Any
) -> Submission | None:
    """The first by ``order``. An office at a time, so that each question is one step into the index of the queue."""
    running = Submission.due_at.is_not(None) if status is Status.RETURNED else Submission.due_at.is_(None)
    ends = [
        session.scalar(
            select(Submission)
            .where(Submission.office == office, Submission.status == status, running, wanted)
            .order_by(*order)
            .limit(1)
        )
        for office in sorted(offices)
    ]
    found = [one.id for one in ends if one is not None]
    return (
        session.scalar(select(Submission).where(Submission.id.in_(found)).order_by(*order).limit(1))
        if found
        else None
    )


def _counting() -> Select[Any]:
    """One count per status: each walks its stretch of the queue's index, in half the time of grouping all of it."""
    offices: BindParameter[Any] = bindparam("offices", expanding=True)
    return select(
        *(
            select(func.count())
            .where(Submission.office.in_(offices), Submission.status == status)
            .scalar_subquery()
            .label(status.value)
            for status in Status
        )
    )


_COUNTING = _counting()


def count_by_status(session: Session, offices: Collection[Office]) -> dict[Status, int]:
    """How many submissions of these offices stand in each status."""
    counted = session.connection().execute(_COUNTING, {"offices": sorted(offices)}).one()
    return dict(zip(Status, counted, strict=True))


def in_batch(number: str) -> ColumnElement[bool]:
    """Submissions that stand in the batch of that number."""
    return Submission.id.in_(
        select(BatchMember.submission_id)
        .join(Batch, BatchMember.batch_id == Batch.id)
        .where(Batch.number == number.strip())
    )
