"""What came back to the applicants: by which clause, and from which unit."""

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from zhicheng.intake.employer import Employer
from zhicheng.intake.submission import Submission
from zhicheng.review.defect import Defect
from zhicheng.review.figures.reach import Reach
from zhicheng.review.opinion_lines import line_of
from zhicheng.review.review_opinion import Proposal, ReviewOpinion

NAMED = re.compile(r"〔通知 (\d+(?:\.\d+)*[a-z]?)〕")
"""How a letter names the clause of a defect (wording of the year, draft_opinion.py)."""


@dataclass(frozen=True)
class Unit:
    """The submissions that a unit recommended, and how many of them were returned at least once."""

    name: str
    handed_in: int
    returned: int

    @property
    def share(self) -> float:
        """Returned of handed in, 0 to 1."""
        return self.returned / self.handed_in


def returns_by_clause(session: Session, reach: Reach) -> list[tuple[str, int]]:
    """Clause -> submissions that were returned for it at least once, the most frequent first.

    A clause counts that the letter names, or that stands with a defect pinned to a page.
    """
    rows = session.execute(
        select(ReviewOpinion.submission_id, ReviewOpinion.opinion)
        .join(Submission, Submission.id == ReviewOpinion.submission_id)
        .where(reach.beside, ReviewOpinion.proposal == Proposal.RETURN)
    )
    named = {(key, clause) for key, opinion in rows for clause in NAMED.findall(opinion)}
    pinned = session.execute(
        select(Defect.submission_id, Defect.clause)
        .join(ReviewOpinion, ReviewOpinion.id == Defect.opinion_id)
        .join(Submission, Submission.id == Defect.submission_id)
        .where(reach.beside, ReviewOpinion.proposal == Proposal.RETURN)
    )
    named |= {(key, clause) for key, clause in pinned}
    return sorted(Counter(clause for _, clause in named).items(), key=lambda one: (-one[1], one[0]))


def units(session: Session, reach: Reach) -> list[Unit]:
    """Units by name, the one with the most returned submissions first."""
    sent_back = (
        select(ReviewOpinion.submission_id).where(ReviewOpinion.proposal == Proposal.RETURN).distinct()
    )
    back = sent_back.subquery()
    returned = func.sum(cast(back.c.submission_id.is_not(None), Integer))
    rows = session.execute(
        select(Employer.name, func.count(), returned)
        .select_from(Submission)
        .join(Employer, Employer.id == Submission.employer_id)
        .outerjoin(back, back.c.submission_id == Submission.id)
        .where(reach.holds, Submission.rounds > 0)
        .group_by(Employer.name)
    )
    return sorted((Unit(*row) for row in rows), key=lambda one: (-one.returned, -one.share, one.name))


def returned_once(clause: str = "") -> ColumnElement[bool]:
    """Submissions that were returned at least once; for ``clause``, when one is given."""
    of = select(ReviewOpinion.submission_id).where(ReviewOpinion.proposal == Proposal.RETURN)
    if clause:
        pinned = select(Defect.id).where(Defect.opinion_id == ReviewOpinion.id, Defect.clause == clause)
        said = ReviewOpinion.opinion.contains(line_of(clause, ""), autoescape=True)
        of = of.where(said | pinned.exists())
    return Submission.id.in_(of)


def recommended_by(name: str) -> ColumnElement[bool]:
    """Submissions of units of exactly that name."""
    return Submission.employer_id.in_(select(Employer.id).where(Employer.name == name))
