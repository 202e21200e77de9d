"""Enter somebody in the integrity archive."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.integrity.bar import bar_until
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel import audit
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def add_record(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, record: IntegrityRecord
) -> IntegrityRecord:
    """Enter ``record``; ``until`` follows from the decision date and the policy's years (clause 6.3), never from a form.

    Raises Refusal ``bad_input`` when the decision lies in the future or a word that the archive needs is missing,
    or the same decision about the same person stands there already.
    """
    actor.must(Permission.KEEP_INTEGRITY)
    today = beijing_day(now)
    if record.from_date > today:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"决定日期 {record.from_date} 晚于今天 {today}。记录自决定之日起算，请核对日期。",
        )
    for words, label in (
        (record.facts_found, "查明事实"),
        (record.legal_basis, "处理依据"),
        (record.decision_number, "决定文号"),
        (record.decision_body, "决定机关"),
    ):
        if not words.strip():
            raise Refusal(RefusalCode.BAD_INPUT, f"诚信记录须写明“{label}”，现在是空的。请补充后保存。")
    if session.scalar(
        select(IntegrityRecord.id).where(
            IntegrityRecord.decision_number == record.decision_number,
            IntegrityRecord.id_number == record.id_number,
        )
    ):
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"决定 {record.decision_number} 对此人的记录已经登记，不需要再次登记。请核对文号。",
        )
    record.until = bar_until(record.from_date, year.integrity.years)
    record.added_at = now
    record.added_by_id = actor.id
    session.add(record)
    session.flush()
    audit.note(
        session,
        actor,
        now,
        "add_record",
        record,
        {"from_date": [None, record.from_date], "until": [None, record.until]},
        record.decision_number,
    )
    return record
