"""How many submissions of each route stand where."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.review.figures.reach import Reach


def standing_by_route(session: Session, reach: Reach) -> dict[str, Counter[Status]]:
    """Route -> status -> number, of everything that was handed in at least once."""
    rows = session.execute(
        select(Submission.route, Submission.status, func.count())
        .where(reach.holds, Submission.rounds > 0)
        .group_by(Submission.route, Submission.status)
    )
    found: dict[str, Counter[Status]] = {}
    for route, status, number in rows:
        found.setdefault(route, Counter())[status] = number
    return found


def anything_handed_in(session: Session, reach: Reach) -> bool:
    """Whether the year has begun for these offices."""
    first = select(Submission.id).where(reach.holds, Submission.rounds > 0).limit(1)
    return session.scalar(first) is not None
