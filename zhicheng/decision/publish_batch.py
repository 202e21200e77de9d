"""Publish a frozen batch under a notice number; certificates may follow."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.decision.freeze_batch import members_of
from zhicheng.intake.lifecycle import Status
from zhicheng.integrity.screen import screen
from zhicheng.integrity.screening import Stage
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def publish_batch(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, batch: Batch, notice_number: str
) -> Batch:
    """Publish under ``notice_number`` (文号), after screening every member once more (clause 6.3).

    Raises Refusal ``wrong_status`` unless frozen, ``bad_input`` without a number or with one that was used,
    ``barred`` naming the members in whose way a record now stands: annul their approval first.
    """
    actor.must(Permission.FREEZE_BATCH, batch.office)
    if batch.status is not BatchStatus.FROZEN:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"批次 {batch.number} 现在是“{batch.status.label}”，冻结之后公布，只公布一次。",
        )
    if not notice_number.strip():
        raise Refusal(RefusalCode.BAD_INPUT, "公布批次须填写任职资格文件的文号，如 乌人社职〔2025〕12号。")
    other = session.scalar(select(Batch.number).where(Batch.notice_number == notice_number.strip()))
    if other is not None:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"文号 {notice_number.strip()} 已用于批次 {other}。请核对后填写本批次的文号。",
        )
    approved = [one for one in members_of(session, batch) if one.status is Status.APPROVED]
    barred = [one.number for one in approved if screen(session, actor, now, year, one, Stage.PUBLISH).barred]
    if barred:
        raise Refusal(
            RefusalCode.BARRED,
            f"批次 {batch.number} 中 {'、'.join(barred)} 在诚信记录期内，不能公布。请先撤销其通过决定。",
            barred=barred,
        )
    batch.status = BatchStatus.PUBLISHED
    batch.published_at = now
    batch.published_by_id = actor.id
    batch.notice_number = notice_number.strip()
    session.flush()
    audit.note(
        session, actor, now, "publish_batch", batch, {"status": ["frozen", "published"]}, batch.notice_number
    )
    return batch
