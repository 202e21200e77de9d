"""Which line of which list holds for a submission: the one of its batch, or of the last published erratum."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from zhicheng.decision.frozen_list import FrozenLine, WithheldLine
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import utc
from zhicheng.kernel.table import portions
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.erratum import Correction


def line_in_force(session: Session, submission: Submission, at: datetime | None = None) -> FrozenLine | None:
    """The line that was published last, up to ``at`` if given; None where nothing is, or no list was kept then."""
    return lines_in_force(session, [submission.id], at).get(submission.id)


def lines_in_force(
    session: Session, submissions: Collection[int], at: datetime | None = None
) -> dict[int, FrozenLine]:
    """The same for many submissions, by their keys."""
    found: dict[int, FrozenLine] = {}
    for keys in portions(submissions):
        query = (
            select(FrozenLine)
            .join(Batch, FrozenLine.batch_id == Batch.id)
            .where(
                FrozenLine.submission_id.in_(keys),
                Batch.status == BatchStatus.PUBLISHED,
                FrozenLine.id.not_in(select(WithheldLine.line_id)),
            )
            .options(joinedload(FrozenLine.batch))
            .order_by(Batch.published_at, Batch.id)
        )
        if at is not None:
            query = query.where(Batch.published_at <= utc(at))
        found |= {line.submission_id: line for line in session.scalars(query)}
    return found


def corrected_by_hand(session: Session, submissions: Collection[int]) -> dict[int, dict[str, Any]]:
    """The entries that published errata gave by hand, by submission, the latest last."""
    found: dict[int, dict[str, Any]] = {}
    for keys in portions(submissions):
        query = (
            select(Correction)
            .join(Batch, Correction.batch_id == Batch.id)
            .where(Correction.submission_id.in_(keys), Batch.status == BatchStatus.PUBLISHED)
            .order_by(Batch.published_at, Batch.id)
        )
        for one in session.scalars(query):
            found[one.submission_id] = found.get(one.submission_id, {}) | one.entries
    return found
