"""Draft an erratum batch: the one lawful way to change what a frozen list says."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.decision.check_list import list_of
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.serial import next_serial
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import erratum_of
from zhicheng.review.erratum import Erratum
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def draft_erratum(session: Session, actor: Actor, now: datetime, original: Batch, reason: str) -> Batch:
    """An open erratum batch about the published batch ``original``, numbered after it; its lines are named next.

    Raises Refusal ``opinion_required``, ``wrong_status`` (not published, itself an erratum, frozen without a list, or
    another erratum about it is not yet published).
    """
    actor.must(Permission.FREEZE_BATCH, original.office)
    if not reason.strip():
        raise Refusal(
            RefusalCode.OPINION_REQUIRED, "更正须写明缘由，如何发现、依据什么材料。请填写后再办理。"
        )
    _must_be_correctable(session, original)
    number = f"{original.number}-G{next_serial(session, f'erratum {original.number}')}"
    batch = Batch(
        number=number,
        cycle=original.cycle,
        office=original.office,
        status=BatchStatus.OPEN,
        opened_at=now,
        opened_by_id=actor.id,
    )
    session.add(batch)
    session.flush()
    session.add(Erratum(batch_id=batch.id, original_id=original.id, reason=reason.strip()))
    session.flush()
    changes = {"number": [None, number], "original": [None, original.number]}
    audit.note(session, actor, now, "draft_erratum", batch, changes, reason)
    return batch


def unpublished_erratum(session: Session, original: Batch) -> Batch | None:
    """The erratum about ``original`` that is still being worked on."""
    return session.scalar(
        select(Batch)
        .join(Erratum, Erratum.batch_id == Batch.id)
        .where(Erratum.original_id == original.id, Batch.status != BatchStatus.PUBLISHED)
        .limit(1)
    )


def errata_of(session: Session, original: Batch) -> list[Batch]:
    """Every erratum batch about ``original``, in order."""
    about = select(Erratum.batch_id).where(Erratum.original_id == original.id)
    return list(session.scalars(select(Batch).where(Batch.id.in_(about)).order_by(Batch.id)))


def _must_be_correctable(session: Session, original: Batch) -> None:
    erratum = erratum_of(session, original)
    if erratum is not None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"{original.number} 本身是更正批次。请在原批次 {erratum.original.number} 上再次办理更正。",
        )
    if original.status is not BatchStatus.PUBLISHED:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"批次 {original.number} 现在是“{original.status.label}”，公布之后才办理更正批次。",
        )
    if list_of(session, original) is None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"批次 {original.number} 冻结时系统尚未固定名单，没有可引用的名单记载，不能办理更正批次。"
            "请按线下程序更正。",
        )
    other = unpublished_erratum(session, original)
    if other is not None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"批次 {original.number} 已有未公布的更正批次 {other.number}。请先办结它，或在其中一并更正。",
        )
