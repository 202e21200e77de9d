"""Give a letter to somebody, and write down that it happened."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.letter.letter import Letter, LetterKind
from zhicheng.letter.render import render_letter
from zhicheng.letter.text import LetterText
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

NEEDS = {
    LetterKind.EXTRACT: Permission.LOOK_UP_INTEGRITY,
    LetterKind.REVOCATION: Permission.READ_CERTIFICATES,
}
"""What reading a letter takes; the others go with the case."""


def hand_out_letter(session: Session, actor: Actor, now: datetime, letter: Letter) -> bytes:
    """The letter as PDF, made of the words that were kept: the same bytes each time.

    Raises Refusal ``not_permitted``, ``other_office``, ``bad_input`` where a character cannot be printed.
    """
    actor.must(NEEDS.get(letter.kind, Permission.READ_CASES), letter.office)
    made = render_letter(text_of(letter))
    audit.note(session, actor, now, "download_letter", letter, {"kind": [None, letter.title]})
    return made


def text_of(letter: Letter) -> LetterText:
    """The kept words, typed again."""
    return msgspec.convert(letter.content, LetterText)


def letters_of(session: Session, submission_id: int) -> Sequence[Letter]:
    """The letters about a submission, newest first."""
    return session.scalars(
        select(Letter).where(Letter.submission_id == submission_id).order_by(Letter.id.desc())
    ).all()
