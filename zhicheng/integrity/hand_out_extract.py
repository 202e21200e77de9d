"""Give the extract of a kept inquiry to somebody: kept as a letter when it is first asked for, the same ever after."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.integrity.extract import extract
from zhicheng.integrity.inquiry import Inquiry
from zhicheng.integrity.keep_inquiry import inquiry_of
from zhicheng.letter.hand_out_letter import hand_out_letter
from zhicheng.letter.keep_letter import keep_letter
from zhicheng.letter.letter import Letter, LetterKind
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor


def hand_out_extract(session: Session, actor: Actor, now: datetime, year: PolicyYear, key: int) -> bytes:
    """The extract as PDF. Raises Refusal ``not_permitted``, and ``not_found`` for somebody else's inquiry."""
    inquiry = inquiry_of(session, actor, key)
    letter = _kept(session, inquiry)
    if letter is None:
        wording = year.wording[LetterKind.EXTRACT.value]
        subject = (Inquiry.__tablename__, inquiry.id)
        keep_letter(session, actor, now, LetterKind.EXTRACT, wording, extract(year, inquiry), subject=subject)
        letter = _kept(session, inquiry)
    assert letter is not None  # noqa: S101 - it was written a moment ago
    return hand_out_letter(session, actor, now, letter)


def _kept(session: Session, inquiry: Inquiry) -> Letter | None:
    return session.scalar(
        select(Letter).where(
            Letter.kind == LetterKind.EXTRACT,
            Letter.subject_kind == Inquiry.__tablename__,
            Letter.subject_id == inquiry.id,
        )
    )
