"""Take a line out of an open erratum batch again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch
from zhicheng.review.composition import must_be_unfrozen
from zhicheng.review.erratum import Correction
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def drop_correction(session: Session, actor: Actor, now: datetime, batch: Batch, number: str) -> None:
    """Drop the correction about the submission ``number``. Raises Refusal ``batch_frozen``, ``not_found``."""
    actor.must(Permission.FREEZE_BATCH, batch.office)
    must_be_unfrozen(batch)
    correction = session.scalar(
        select(Correction)
        .join(Submission, Correction.submission_id == Submission.id)
        .where(Correction.batch_id == batch.id, Submission.number == number)
    )
    if correction is None:
        raise Refusal(
            RefusalCode.NOT_FOUND, f"更正批次 {batch.number} 中没有这一件，可能已被移出。请刷新页面核对。"
        )
    session.delete(correction)
    session.flush()
    audit.note(session, actor, now, "drop_correction", batch, {"member": [number, None]})
