"""Say which of several persons of one name was meant; the rest of the inquiry stands as it was answered."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.integrity.answered import known_about
from zhicheng.integrity.inquiry import Inquiry, Standing
from zhicheng.integrity.keep_inquiry import answers_of, keep_inquiry
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

NONE_OF_THEM = "none"


def choose_persons(
    session: Session, actor: Actor, now: datetime, inquiry: Inquiry, chosen: Mapping[int, str]
) -> Inquiry:
    """A new inquiry that goes on from ``inquiry``: same day, as known at the same instant, same reason.

    ``chosen`` maps the place of a line (from 0) to the key of one of its candidates or ``none``. Raises Refusal
    ``bad_input`` for a choice that was not offered, or where nothing was chosen.
    """
    actor.must(Permission.LOOK_UP_INTEGRITY)
    answers = answers_of(inquiry)
    numbers: dict[int, str] = {}
    for place, key in chosen.items():
        offered = {one.key for one in answers[place].candidates} if 0 <= place < len(answers) else set()
        if not offered or key not in {*offered, NONE_OF_THEM}:
            raise Refusal(RefusalCode.BAD_INPUT, "所选的人不在这次查询给出的名单中。请在列表里重新选择。")
        if key == NONE_OF_THEM:
            answers[place] = msgspec.structs.replace(answers[place], standing=Standing.NOBODY, candidates=())
        else:
            numbers[place] = _number_of(session, key)
    if not chosen:
        raise Refusal(RefusalCode.BAD_INPUT, "还没有选择。请在同名的人中选定一位，或选“都不是”，再查看结果。")
    known = known_about(session, set(numbers.values()), set(), inquiry.day, inquiry.known_at, now)
    for place, number in numbers.items():
        # Under the name that was typed, whatever the archive calls the person.
        answers[place] = msgspec.structs.replace(known.answer(number, by_name=True), name=answers[place].name)
    return keep_inquiry(
        session,
        actor,
        now,
        day=inquiry.day,
        known_at=inquiry.known_at,
        reason=inquiry.reason,
        answers=answers,
        continues=inquiry,
    )


def _number_of(session: Session, key: str) -> str:
    if key[0] == "a":
        return session.get_one(Applicant, int(key[1:])).id_number
    return session.get_one(IntegrityRecord, int(key[1:])).id_number
