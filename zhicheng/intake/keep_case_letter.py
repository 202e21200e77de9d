"""Keep a letter about a submission, for the people of its office."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Base
from zhicheng.letter.keep_letter import keep_letter
from zhicheng.letter.letter import LetterKind
from zhicheng.letter.text import LetterText
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor


def keep_case_letter(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    kind: LetterKind,
    submission: Submission,
    text: LetterText,
    *,
    part: int = 0,
    about: Base | None = None,
) -> None:
    """In the transaction of the act; ``part`` is the round, ``about`` what it tells of where that is not the submission."""
    subject = about or submission
    keep_letter(
        session,
        actor,
        now,
        kind,
        year.wording[kind.value],
        text,
        subject=(subject.__tablename__, subject.id),
        part=part,
        submission_id=submission.id,
        office=submission.office,
    )
