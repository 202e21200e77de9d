"""Ask the archive about people, singly or in bulk. Every look-up leaves a trace (PIPL)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.integrity.bar import barred_on
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel import audit
from zhicheng.kernel.identity_number import masked, normal_number
from zhicheng.kernel.table import portions
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


@dataclass(frozen=True)
class Answer:
    """What the archive says of one identity number on one day; ``until`` is the last barred day."""

    masked_id: str
    barred: bool
    until: date | None
    records: int


def look_up(
    session: Session, actor: Actor, now: datetime, id_numbers: Sequence[str], day: date, reason: str = ""
) -> list[Answer]:
    """One answer per number asked, in order; the look-up is audited with how many were asked, never with the numbers."""
    actor.must(Permission.LOOK_UP_INTEGRITY)
    asked = [normal_number(number) for number in id_numbers]
    known: dict[str, list[IntegrityRecord]] = defaultdict(list)
    for portion in portions(asked):
        for record in session.scalars(select(IntegrityRecord).where(IntegrityRecord.id_number.in_(portion))):
            known[record.id_number].append(record)
    answers = []
    for number in asked:
        until = barred_on([record.bar for record in known[number]], day)
        answers.append(Answer(masked(number), until is not None, until, len(known[number])))
    audit.record(
        session,
        actor_id=actor.id,
        actor_name=actor.name,
        now=now,
        act="look_up_integrity",
        subject_kind="integrity_record",
        subject_id=None,
        changes={"asked": [None, len(asked)], "barred": [None, sum(answer.barred for answer in answers)]},
        reason=reason,
    )
    return answers
