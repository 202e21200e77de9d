"""Finding persons, and what they handed in."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.employer import Employer
from zhicheng.intake.submission import Submission
from zhicheng.kernel.names import normal_name
from zhicheng.staff.office import Office


def same_name(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whether the name in ``column`` contains ``word``, whatever middle dot was typed (Q27)."""
    try:
        return column.icontains(normal_name(word), autoescape=True)
    except ValueError:
        return false()


def submissions_of(
    session: Session, applicant: Applicant, offices: Collection[Office]
) -> Sequence[Submission]:
    """What the person handed in at these offices, newest first."""
    return session.scalars(
        select(Submission)
        .where(Submission.applicant_id == applicant.id, Submission.office.in_(sorted(offices)))
        .order_by(Submission.id.desc())
    ).all()


def count_elsewhere(session: Session, applicant: Applicant, offices: Collection[Office]) -> int:
    """How many submissions of the person other offices have."""
    elsewhere = select(func.count()).where(
        Submission.applicant_id == applicant.id, Submission.office.not_in(sorted(offices))
    )
    return session.scalar(elsewhere) or 0


def submissions_from(
    session: Session, employer: Employer, offices: Collection[Office]
) -> Sequence[Submission]:
    """What came from the unit to these offices, newest first, at most a hundred."""
    return session.scalars(
        select(Submission)
        .where(Submission.employer_id == employer.id, Submission.office.in_(sorted(offices)))
        .order_by(Submission.id.desc())
        .limit(100)
    ).all()
