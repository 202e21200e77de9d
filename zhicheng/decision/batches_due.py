"""Batches that somebody should act on."""

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.review.batch import Batch, BatchMember, BatchStatus
from zhicheng.review.erratum import Correction, Erratum
from zhicheng.staff.actor import Actor


class BatchDue(Choice):
    """What a batch waits for."""

    FREEZE = "freeze", "可以冻结的批次"
    PUBLISH = "publish", "等待公布的批次"


def due(why: BatchDue, actor: Actor) -> ColumnElement[bool]:
    """Batches that wait for ``why`` from ``actor``: of the own offices, and no erratum that takes a second person."""
    here = Batch.office.in_(sorted(actor.offices))
    erratum = select(Erratum.id).where(Erratum.batch_id == Batch.id).exists()
    if why is BatchDue.PUBLISH:
        mine = or_(~erratum, Batch.frozen_by_id != actor.id)
        return and_(here, Batch.status == BatchStatus.FROZEN, mine)
    members = select(BatchMember.id).where(BatchMember.batch_id == Batch.id)
    corrections = select(Correction.id).where(Correction.batch_id == Batch.id)
    ready = or_(and_(members.exists(), Batch.id.not_in(_UNDECIDED)), corrections.exists())
    return and_(here, Batch.status == BatchStatus.OPEN, ready)


_EACH = aliased(Batch)
_UNDECIDED = (
    select(BatchMember.batch_id)
    .join(Submission, BatchMember.submission_id == Submission.id)
    .where(
        BatchMember.batch_id.in_(select(_EACH.id).where(_EACH.status == BatchStatus.OPEN)),
        Submission.status != Status.APPROVED,
    )
)
"""Open batches with somebody to decide: asked once for all, since PostgreSQL, asked batch by batch, reads every member."""


def count_due(session: Session, actor: Actor, *whys: BatchDue) -> int:
    """How many batches wait for any of ``whys``."""
    waiting = or_(*(due(why, actor) for why in whys))
    return session.scalar(select(func.count()).select_from(Batch).where(waiting)) or 0
