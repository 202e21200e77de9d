"""Keep a letter in the transaction of the act that it tells of."""

from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from zhicheng.kernel.table import append
from zhicheng.letter.letter import Letter, LetterKind
from zhicheng.letter.text import LetterText
from zhicheng.policy.wording import Wording
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office


def keep_letter(
    session: Session,
    actor: Actor,
    now: datetime,
    kind: LetterKind,
    wording: Wording,
    text: LetterText,
    *,
    subject: tuple[str, int],
    part: int = 0,
    submission_id: int | None = None,
    office: Office | None = None,
) -> None:
    """Write it down, word for word. ``subject`` is table and key of what it is about, ``part`` the round."""
    append(
        session,
        Letter,
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        part=part,
        submission_id=submission_id,
        office=office,
        wording=wording.sha256,
        content=msgspec.to_builtins(text),
        actor_id=actor.id,
        actor_name=actor.name,
        at=now,
    )
