"""Keep an inquiry with its answers, and leave the trace that it was made; find it again."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.integrity.answered import Answered
from zhicheng.integrity.inquiry import Inquiry, InquiryPerson, Standing
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import append_all
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def keep_inquiry(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    day: date,
    known_at: datetime,
    reason: str,
    answers: Sequence[Answered],
    continues: Inquiry | None = None,
) -> Inquiry:
    """Store what was answered. The audit entry tells how much and why, never whom; the rows beside tell whom."""
    barred = sum(one.standing is Standing.BARRED for one in answers)
    inquiry = Inquiry(
        asked_at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        reason=reason,
        day=day,
        known_at=known_at,
        asked=len(answers),
        barred=barred,
        answers=msgspec.to_builtins(list(answers)),
        continues_id=continues.id if continues else None,
    )
    session.add(inquiry)
    session.flush()
    people = sorted({one.applicant_id for one in answers if one.applicant_id is not None})
    append_all(session, InquiryPerson, [{"inquiry_id": inquiry.id, "applicant_id": one} for one in people])
    changes = {"asked": [None, len(answers)], "barred": [None, barred], "day": [None, day]}
    if known_at < now:
        changes["known_at"] = [None, known_at]
    audit.note(session, actor, now, "look_up_integrity", inquiry, changes, reason)
    return inquiry


def answers_of(inquiry: Inquiry) -> list[Answered]:
    """The kept answers, typed again."""
    return msgspec.convert(inquiry.answers, list[Answered])


def inquiry_of(session: Session, actor: Actor, key: int) -> Inquiry:
    """An inquiry of ``actor``'s own, or any for who keeps the archive; ``not_found`` otherwise."""
    actor.must(Permission.LOOK_UP_INTEGRITY)
    inquiry = session.get(Inquiry, key)
    if inquiry is None or not (inquiry.actor_id == actor.id or actor.may(Permission.KEEP_INTEGRITY)):
        raise Refusal(RefusalCode.NOT_FOUND, "没有这次查询，或者它不是您办理的。请重新查询。")
    return inquiry


def recent_inquiries(session: Session, actor: Actor, most: int = 8) -> Sequence[Inquiry]:
    """The actor's own latest ones, newest first."""
    return session.scalars(
        select(Inquiry).where(Inquiry.actor_id == actor.id).order_by(Inquiry.id.desc()).limit(most)
    ).all()
