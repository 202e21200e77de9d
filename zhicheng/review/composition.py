"""What a batch is made of while it is open: opening, joining, leaving."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.serial import next_serial
from zhicheng.review.batch import Batch, BatchMember, BatchStatus
from zhicheng.review.erratum import Erratum
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office


def open_batch(session: Session, actor: Actor, now: datetime, cycle: str, office: Office) -> Batch:
    """The office's open batch of the cycle; a new one where every other is closed. An erratum batch is never it."""
    found = session.scalar(
        select(Batch)
        .where(
            Batch.cycle == cycle,
            Batch.office == office,
            Batch.status == BatchStatus.OPEN,
            Batch.id.not_in(select(Erratum.batch_id)),
        )
        .order_by(Batch.id.desc())
        .limit(1)
    )
    if found is not None:
        return found
    letter = {Office.JUNIOR_OFFICE: "C", Office.TITLE_OFFICE: "Z"}[office]
    batch = Batch(
        number=f"{cycle}-{letter}{next_serial(session, f'batch {cycle} {office}'):02d}",
        cycle=cycle,
        office=office,
        status=BatchStatus.OPEN,
        opened_at=now,
        opened_by_id=actor.id,
    )
    session.add(batch)
    session.flush()
    audit.note(session, actor, now, "open_batch", batch, {"number": [None, batch.number]})
    return batch


def join_batch(session: Session, now: datetime, submission: Submission, batch: Batch) -> BatchMember:
    """Make ``submission`` a member. Refused ``batch_frozen`` when closed, ``other_office`` when it is another's."""
    if batch.status is not BatchStatus.OPEN:
        raise Refusal(
            RefusalCode.BATCH_FROZEN,
            f"批次 {batch.number} {batch.status.label}，不能再加入。请选择组批中的批次。",
        )
    if (batch.office, batch.cycle) != (submission.office, submission.cycle):
        raise Refusal(
            RefusalCode.OTHER_OFFICE,
            f"批次 {batch.number} 属于{batch.office.label} {batch.cycle} 年度，此件不能加入。",
        )
    member = BatchMember(batch_id=batch.id, submission_id=submission.id, added_at=now)
    session.add(member)
    session.flush()
    return member


def member_of(session: Session, submission: Submission) -> BatchMember | None:
    """The membership of a submission, if it stands in a batch."""
    return session.scalar(select(BatchMember).where(BatchMember.submission_id == submission.id))


def leave_batch(session: Session, submission: Submission) -> None:
    """Take a submission out of its open batch. Refused ``batch_frozen`` after freezing."""
    member = member_of(session, submission)
    if member is None:
        return
    must_be_unfrozen(member.batch)
    session.delete(member)
    session.flush()


def must_be_unfrozen(batch: Batch) -> None:
    """Refuse ``batch_frozen``: a frozen batch changes no more."""
    if batch.status is not BatchStatus.OPEN:
        raise Refusal(
            RefusalCode.BATCH_FROZEN, f"批次 {batch.number} {batch.status.label}，其中的申报不能再改动。"
        )


def erratum_of(session: Session, batch: Batch) -> Erratum | None:
    """What makes ``batch`` an erratum batch; None for an ordinary one."""
    return session.scalar(select(Erratum).where(Erratum.batch_id == batch.id))
