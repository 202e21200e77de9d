"""Lift an integrity record: one person proposes, another confirms (domain.md 5.2)."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel import audit
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def propose_lift(
    session: Session,
    actor: Actor,
    now: datetime,
    record: IntegrityRecord,
    *,
    reason: str,
    decision_number: str,
) -> IntegrityRecord:
    """Propose to lift ``record`` by a decision; it bars on until somebody else confirms."""
    actor.must(Permission.KEEP_INTEGRITY)
    must_not_be_lifted(record)
    if not reason.strip() or not decision_number.strip():
        raise Refusal(RefusalCode.OPINION_REQUIRED, "解除诚信记录须写明理由和解除决定文号，请补充。")
    record.lift_proposed_by_id = actor.id
    record.lift_proposed_at = now
    record.lift_reason = reason.strip()
    record.lift_decision_number = decision_number.strip()
    session.flush()
    _note(session, actor, now, record, "propose_lift")
    return record


def lift_record(session: Session, actor: Actor, now: datetime, record: IntegrityRecord) -> IntegrityRecord:
    """Confirm a proposed lift; from today on the record bars nothing. Refused ``same_person`` to the proposer."""
    actor.must(Permission.KEEP_INTEGRITY)
    must_not_be_lifted(record)
    if record.lift_proposed_by_id is None:
        raise Refusal(RefusalCode.WRONG_STATUS, "该记录还没有人提出解除。请先由一人提出，再由另一人确认。")
    if record.lift_proposed_by_id == actor.id:
        raise Refusal(
            RefusalCode.SAME_PERSON, "解除诚信记录须两人办理：您已提出解除，请由另一位诚信专员确认。"
        )
    record.lift_confirmed_by_id = actor.id
    record.lifted_on = beijing_day(now)
    session.flush()
    _note(session, actor, now, record, "lift_record")
    return record


def must_not_be_lifted(record: IntegrityRecord) -> None:
    """Refuse ``wrong_status`` for a record that was lifted before."""
    if record.lifted_on is not None:
        raise Refusal(RefusalCode.WRONG_STATUS, f"该记录已于 {record.lifted_on} 解除，不需要再次办理。")


def _note(session: Session, actor: Actor, now: datetime, record: IntegrityRecord, act: str) -> None:
    audit.note(session, actor, now, act, record, {"lifted_on": [None, record.lifted_on]}, record.lift_reason)
