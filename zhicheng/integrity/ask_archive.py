"""Ask the archive at a desk: a pasted list of numbers and names, one reason, one trace, an answer that is kept."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from zhicheng.integrity.answered import answers_to
from zhicheng.integrity.inquiry import Inquiry
from zhicheng.integrity.keep_inquiry import keep_inquiry
from zhicheng.kernel.clock import beijing_day, start_of
from zhicheng.kernel.identity_number import numbers_within
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.workdays import ONE_DAY
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

MOST_AT_ONCE: Final = 2000
SHORTEST_REASON: Final = 4
_BETWEEN = re.compile(r"[\n\r,，;；、\t]+")


def ask_archive(
    session: Session,
    actor: Actor,
    now: datetime,
    text: str,
    day: date,
    reason: str,
    known_on: date | None = None,
) -> Inquiry:
    """Answer each number or name in ``text``, in order, for ``day`` as known at the end of ``known_on`` (null: now).

    A number with a name beside it (``王小明 6501…``) is asked as the number; the answer says whose it is.
    Raises Refusal ``not_permitted``, ``opinion_required`` without a reason, ``bad_input`` for nothing, too much, or a
    ``known_on`` that has not come yet.
    """
    actor.must(Permission.LOOK_UP_INTEGRITY)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            RefusalCode.OPINION_REQUIRED, f"诚信查询须写明事由，至少 {SHORTEST_REASON} 个字。事由会记入审计。"
        )
    parts = (part.strip() for part in _BETWEEN.split(text))
    words = [word for part in parts if part for word in numbers_within(part) or [part]]
    if not words:
        raise Refusal(RefusalCode.BAD_INPUT, "请填写要查询的证件号码或姓名，一行一个。")
    if len(words) > MOST_AT_ONCE:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"一次最多查询 {MOST_AT_ONCE} 个，现有 {len(words)} 个。请分几次查询，或用命令 integrity lookup。",
        )
    known_at = end_of(known_on, now)
    answers = answers_to(session, words, day, known_at, now)
    return keep_inquiry(
        session, actor, now, day=day, known_at=known_at, reason=reason.strip(), answers=answers
    )


def end_of(known_on: date | None, now: datetime) -> datetime:
    """The last instant of that Beijing day, ``now`` for today or where none is named; a day to come is refused."""
    today = beijing_day(now)
    if known_on is not None and known_on > today:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"“按当时掌握的情况”不能晚于今天 {today}，现为 {known_on}。请改为今天或更早的日期，或者留空。",
        )
    if known_on is None or known_on == today:
        return now
    return start_of(known_on + ONE_DAY) - timedelta(microseconds=1)
