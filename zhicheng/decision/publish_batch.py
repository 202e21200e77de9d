"""Publish a frozen batch under a notice number; certificates may follow."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.decision.frozen_list import FrozenLine, WithheldLine
from zhicheng.decision.members import members_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.integrity.screen import screen
from zhicheng.integrity.screening import Stage
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import append
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import erratum_of
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def publish_batch(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, batch: Batch, notice_number: str
) -> Batch:
    """Publish under ``notice_number`` (文号), after screening every member once more (clause 6.3).

    A line whose approval fell since freezing stays on the frozen list but is withheld from publication. An erratum
    takes a second person: who publishes it did not freeze it.

    Raises Refusal ``wrong_status`` unless frozen, ``bad_input`` without a number or with one that was used,
    ``same_person``, ``barred`` naming the members in whose way a record now stands: annul their approval first.
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
    is_erratum = erratum_of(session, batch) is not None
    if is_erratum and batch.frozen_by_id == actor.id:
        raise Refusal(
            RefusalCode.SAME_PERSON,
            f"更正批次 {batch.number} 由您冻结，须由另一人公布。请转交其他复核员。",
        )
    approved = [one for one in members_of(session, batch) if one.status is Status.APPROVED]
    barred = [one.number for one in approved if screen(session, actor, now, year, one, Stage.PUBLISH).barred]
    if barred:
        raise Refusal(
            RefusalCode.BARRED,
            f"批次 {batch.number} 中 {'、'.join(barred)} 在诚信记录期内，不能公布。请先撤销其通过决定。",
            barred=barred,
        )
    if not is_erratum:
        _withhold(session, batch)
    batch.status = BatchStatus.PUBLISHED
    batch.published_at = now
    batch.published_by_id = actor.id
    batch.notice_number = notice_number.strip()
    session.flush()
    audit.note(
        session, actor, now, "publish_batch", batch, {"status": ["frozen", "published"]}, batch.notice_number
    )
    return batch


def _withhold(session: Session, batch: Batch) -> None:
    """Keep back every line whose submission is no longer approved."""
    fallen = (
        select(FrozenLine.id, Submission.status)
        .join(Submission, FrozenLine.submission_id == Submission.id)
        .where(FrozenLine.batch_id == batch.id, Submission.status != Status.APPROVED)
        .order_by(FrozenLine.place)
    )
    for key, status in session.execute(fallen).all():
        append(session, WithheldLine, line_id=key, reason=f"冻结后公布前，状态变为“{status.label}”")
