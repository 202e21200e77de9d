"""Ask the archive at a desk: a pasted list of numbers and names, one reason, one trace, an answer that can be printed."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.integrity.bar import barred_on
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel import audit
from zhicheng.kernel.identity_number import masked, normal_number
from zhicheng.kernel.names import normal_name
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

MOST_AT_ONCE: Final = 2000
SHORTEST_REASON: Final = 4
CHUNK: Final = 500
_BETWEEN = re.compile(r"[\n\r,，;；、\t]+")


@dataclass(frozen=True)
class Asked:
    """One question and what the archive says: by number whether barred and until when, by name only who shares it."""

    shown: str
    by_name: bool
    until: date | None
    records: list[IntegrityRecord]

    @property
    def barred(self) -> bool:
        """Whether a number is barred on the day; a name alone proves nothing."""
        return self.until is not None and not self.by_name


def ask_archive(
    session: Session, actor: Actor, now: datetime, text: str, day: date, reason: str
) -> list[Asked]:
    """One answer per number or name in ``text``, in order. What was asked is not kept, only how much and why.

    Raises Refusal ``not_permitted``, ``opinion_required`` without a reason, ``bad_input`` for nothing or too much.
    """
    actor.must(Permission.LOOK_UP_INTEGRITY)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            RefusalCode.OPINION_REQUIRED, f"诚信查询须写明事由，至少 {SHORTEST_REASON} 个字。事由会记入审计。"
        )
    words = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if not words:
        raise Refusal(RefusalCode.BAD_INPUT, "请填写要查询的证件号码或姓名，一行一个。")
    if len(words) > MOST_AT_ONCE:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"一次最多查询 {MOST_AT_ONCE} 个，现有 {len(words)} 个。请分几次查询，或用命令 integrity lookup。",
        )
    answers = answers_to(session, words, day)
    audit.record(
        session,
        actor_id=actor.id,
        actor_name=actor.name,
        now=now,
        act="look_up_integrity",
        subject_kind="integrity_record",
        subject_id=None,
        changes={
            "asked": [None, len(answers)],
            "barred": [None, sum(one.barred for one in answers)],
            "day": [None, day],
        },
        reason=reason.strip(),
    )
    return answers


def answers_to(session: Session, words: list[str], day: date) -> list[Asked]:
    """What the archive holds on each of ``words``."""
    plain = [normal_number(word) if is_number(word) else name_of_word(word) for word in words]
    by_number: dict[str, list[IntegrityRecord]] = defaultdict(list)
    by_name: dict[str, list[IntegrityRecord]] = defaultdict(list)
    for start in range(0, len(plain), CHUNK):
        part = plain[start : start + CHUNK]
        for record in session.scalars(select(IntegrityRecord).where(IntegrityRecord.id_number.in_(part))):
            by_number[record.id_number].append(record)
        for record in session.scalars(select(IntegrityRecord).where(IntegrityRecord.name.in_(part))):
            by_name[record.name].append(record)
    answers = []
    for word, key in zip(words, plain, strict=True):
        numbered = is_number(word)
        records = list({one.id: one for one in (by_number if numbered else by_name)[key]}.values())
        until = barred_on([one.bar for one in records], day)
        answers.append(Asked(masked(key) if numbered else key, not numbered, until, records))
    return answers


def is_number(word: str) -> bool:
    """Whether the word is meant as a number: names have no digits."""
    return any(character.isdecimal() for character in word)


def name_of_word(word: str) -> str:
    """A name as the archive stores it; what can be no name is looked for as it stands."""
    try:
        return normal_name(word)
    except ValueError:
        return word
