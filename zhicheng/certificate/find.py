"""The one search box: what was typed says what is meant, and only that is looked for (performance.md, insight 2)."""

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.number import parse_number
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.submission import Submission
from zhicheng.kernel.identity_number import has_shape, normal_number
from zhicheng.staff.actor import Actor

SUBMISSION_NUMBER = re.compile(r"\d{4}-\d{5,}", re.ASCII)


@dataclass(frozen=True)
class Found:
    """One thing, by the table it stands in and its key."""

    kind: Literal["applicant", "submission", "certificate"]
    id: int


def find(session: Session, actor: Actor, words: str) -> Found | None:
    """The person, submission or certificate of the actor's offices that exactly these words name; None for a name."""
    typed = words.strip()
    if has_shape(normal_number(typed)):
        person = session.scalar(select(Applicant.id).where(Applicant.id_number == normal_number(typed)))
        return Found("applicant", person) if person else None
    number = parse_number(typed)
    if number is not None:
        certificate = session.scalar(
            select(Certificate.id)
            .join(Certificate.submission)
            .where(Certificate.number == number.text, Submission.office.in_(actor.offices))
        )
        return Found("certificate", certificate) if certificate else None
    column = Submission.number if SUBMISSION_NUMBER.fullmatch(typed) else Submission.reference
    submission = session.scalar(
        select(Submission.id).where(column == typed, Submission.office.in_(actor.offices)).limit(1)
    )
    return Found("submission", submission) if submission else None


def is_identity_number(words: str) -> bool:
    """Whether the words are a resident's identity number, which must not travel on in an address."""
    return has_shape(normal_number(words))
