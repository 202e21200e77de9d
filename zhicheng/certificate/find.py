"""The one search box: words that name exactly one thing lead straight to it."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.number import parse_number
from zhicheng.certificate.understand import Kind, Meaning, understand
from zhicheng.intake.submission import Submission
from zhicheng.review.batch import Batch
from zhicheng.staff.actor import Actor

ONE_SUBMISSION = frozenset({Kind.NUMBER, Kind.TAIL, Kind.REFERENCE})


@dataclass(frozen=True)
class Found:
    """One thing, by the table it stands in and its key."""

    kind: Literal["applicant", "submission", "certificate", "batch"]
    id: int


def find(session: Session, actor: Actor, words: str) -> Found | None:
    """The person, submission, certificate or batch of the actor's offices that these words alone name; None for a name."""
    number = parse_number(words)
    meanings = understand(session, words) if number is None else []
    if number is not None:
        return _certificate(session, actor, number)
    if len(meanings) != 1:
        return None
    (meaning,) = meanings
    if meaning.kind is Kind.IDENTITY and meaning.persons is not None:
        return _one("applicant", session, meaning.persons)
    if meaning.kind is Kind.BATCH:
        batches = select(Batch.id).where(Batch.number == meaning.word, Batch.office.in_(actor.offices))
        return _one("batch", session, batches)
    return _submission(session, actor, meaning) if meaning.kind in ONE_SUBMISSION else None


def _certificate(session: Session, actor: Actor, number: str) -> Found | None:
    mine = (
        select(Certificate.id)
        .join(Certificate.submission)
        .where(Certificate.number == number, Submission.office.in_(actor.offices))
    )
    return _one("certificate", session, mine)


def _submission(session: Session, actor: Actor, meaning: Meaning) -> Found | None:
    mine = select(Submission.id).where(meaning.submissions, Submission.office.in_(actor.offices))
    return _one("submission", session, mine)


def _one(
    kind: Literal["applicant", "submission", "certificate", "batch"],
    session: Session,
    keys: Select[int],
) -> Found | None:
    """The only one; where there are two, nobody knows which was meant."""
    found = session.scalars(keys.limit(2)).all()
    return Found(kind, found[0]) if len(found) == 1 else None
