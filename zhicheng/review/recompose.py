"""Change by hand what an open batch is made of; each change is audited with the batch."""

from datetime import datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch, BatchMember
from zhicheng.review.composition import erratum_of, join_batch, leave_batch, must_be_unfrozen
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

MAY_JOIN: Final = (Status.IN_REVIEW, Status.REVIEWED, Status.APPROVED)


def take_out(session: Session, actor: Actor, now: datetime, batch: Batch, number: str) -> Submission:
    """Take the member numbered ``number`` out of an open batch; it stays as far as it is.

    Raises Refusal ``not_permitted``, ``other_office``, ``batch_frozen``, ``not_found``.
    """
    actor.must(Permission.FREEZE_BATCH, batch.office)
    must_be_unfrozen(batch)
    submission = session.scalar(
        select(Submission)
        .join(BatchMember, BatchMember.submission_id == Submission.id)
        .where(BatchMember.batch_id == batch.id, Submission.number == number)
    )
    if submission is None:
        raise Refusal(
            RefusalCode.NOT_FOUND, f"批次 {batch.number} 中没有这一件，可能已被移出。请刷新页面核对。"
        )
    leave_batch(session, submission)
    audit.note(session, actor, now, "take_out", batch, {"member": [submission.number, None]})
    return submission


def put_in(session: Session, actor: Actor, now: datetime, batch: Batch, number: str) -> Submission:
    """Put a submission that stands in no batch into this open one.

    Raises Refusal ``not_permitted``, ``other_office``, ``batch_frozen``, ``not_found``.
    """
    actor.must(Permission.FREEZE_BATCH, batch.office)
    must_be_unfrozen(batch)
    if erratum_of(session, batch) is not None:
        raise Refusal(
            RefusalCode.NOT_FOUND, f"{batch.number} 是更正批次，只更正已冻结的名单，不能加入新的申报。"
        )
    submission = session.scalar(loose(batch).where(Submission.number == number))
    if submission is None:
        raise Refusal(
            RefusalCode.NOT_FOUND,
            "没有可加入本批次的这一件：须是本科室、本年度、审核中或已通过、且不在任何批次中的申报。请刷新页面核对。",
        )
    join_batch(session, now, submission, batch)
    audit.note(session, actor, now, "put_in", batch, {"member": [None, submission.number]})
    return submission


def loose(batch: Batch) -> Select[Submission]:
    """What could join the batch: of its office and year, under review or approved, and in no batch; perhaps thousands."""
    return select(Submission).where(
        Submission.office == batch.office,
        Submission.cycle == batch.cycle,
        Submission.status.in_(MAY_JOIN),
        Submission.id.not_in(select(BatchMember.submission_id)),
    )
