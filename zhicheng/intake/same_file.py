"""The same bytes handed in for somebody else as well (clause 4.8): seldom right, always worth a look."""

from collections.abc import Collection
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.submission import Submission
from zhicheng.staff.office import Office

MOST_NAMED: Final = 5


class Twin(NamedTuple):
    """A submission of another person that carries the very same file."""

    id: int
    number: str
    name: str


def also_handed_in(session: Session, submission: Submission, digests: Collection[str]) -> dict[str, int]:
    """Digest -> how many other persons handed in the very same file, in whichever office."""
    if not digests:
        return {}
    rows = session.execute(
        select(Attachment.digest, func.count(Submission.applicant_id.distinct()))
        .join(Submission, Attachment.submission_id == Submission.id)
        .where(Attachment.digest.in_(digests), Submission.applicant_id != submission.applicant_id)
        .group_by(Attachment.digest)
    )
    return {str(digest): number for digest, number in rows}


def twins(
    session: Session, submission: Submission, digests: Collection[str], offices: Collection[Office]
) -> dict[str, list[Twin]]:
    """Digest -> the first few submissions of others at ``offices`` that carry it, the newest first."""
    if not digests:
        return {}
    rows = session.execute(
        select(Attachment.digest, Submission.id, Submission.number, Applicant.name)
        .join(Submission, Attachment.submission_id == Submission.id)
        .join(Applicant, Submission.applicant_id == Applicant.id)
        .where(
            Attachment.digest.in_(digests),
            Submission.applicant_id != submission.applicant_id,
            Submission.office.in_(sorted(offices)),
        )
        .distinct()
        .order_by(Submission.id.desc())
        .limit(100)
    )
    found: dict[str, list[Twin]] = {}
    for digest, key, number, name in rows:
        named = found.setdefault(str(digest), [])
        if len(named) < MOST_NAMED:
            named.append(Twin(key, number, name))
    return found
