"""Freeze a batch: its members are what they are."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch, BatchMember, BatchStatus
from zhicheng.review.composition import must_be_unfrozen
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def freeze_batch(session: Session, actor: Actor, now: datetime, batch: Batch) -> Batch:
    """Freeze a batch whose members are all decided (clause 5.2).

    Raises Refusal ``batch_frozen``; ``wrong_status`` naming the undecided members, or when nobody was approved.
    """
    actor.must(Permission.FREEZE_BATCH, batch.office)
    must_be_unfrozen(batch)
    members = members_of(session, batch)
    undecided = [one.number for one in members if one.status is not Status.APPROVED]
    if undecided:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"批次 {batch.number} 还有 {len(undecided)} 件没有复核：{'、'.join(undecided[:10])}"
            f"{' 等' if len(undecided) > 10 else ''}。请办结或移出后再冻结。",
            undecided=undecided,
        )
    if not members:
        raise Refusal(RefusalCode.WRONG_STATUS, f"批次 {batch.number} 没有已通过的申报，不能冻结。请先复核。")
    batch.status = BatchStatus.FROZEN
    batch.frozen_at = now
    batch.frozen_by_id = actor.id
    session.flush()
    audit.note(
        session,
        actor,
        now,
        "freeze_batch",
        batch,
        {"status": ["open", "frozen"], "members": [None, len(members)]},
    )
    return batch


def members_of(session: Session, batch: Batch) -> list[Submission]:
    """The submissions of a batch by number."""
    return list(
        session.scalars(
            select(Submission)
            .join(BatchMember, BatchMember.submission_id == Submission.id)
            .where(BatchMember.batch_id == batch.id)
            .order_by(Submission.number)
        )
    )
