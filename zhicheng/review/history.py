"""What happened to a submission, step by step, in words."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from zhicheng.intake.lifecycle import Act
from zhicheng.intake.submission import Submission, Transition
from zhicheng.kernel.clock import utc
from zhicheng.kernel.table import Beside
from zhicheng.review.review_opinion import ReviewOpinion
from zhicheng.staff.office import Office


@dataclass(frozen=True)
class Step:
    """One thing that somebody did."""

    at: datetime
    who: str
    what: str
    why: str = ""


def history(session: Session, submission: Submission) -> list[Step]:
    """Every move with its opinion, newest first; a review says what it amounted to."""
    moves = session.scalars(
        select(Transition).where(Transition.submission_id == submission.id).order_by(Transition.id.desc())
    ).all()
    opinions = session.scalars(select(ReviewOpinion).where(ReviewOpinion.submission_id == submission.id))
    amounted: dict[tuple[datetime, int | None], str] = {
        (one.given_at, one.reviewer_id): one.proposal.label for one in opinions
    }
    return [
        Step(one.at, one.actor_name, _what(one, amounted.get((one.at, one.actor_id))), one.reason)
        for one in moves
    ]


def _what(move: Transition, amounted: str | None) -> str:
    if move.act is Act.SUBMIT:
        return f"第 {move.round_number} 次提交"
    return amounted if move.act is Act.REVIEW and amounted else move.act.label


def recent_moves(
    session: Session, offices: Collection[Office], since: datetime, most: int = 12
) -> Sequence[Transition]:
    """What was moved at these offices since then, newest first."""
    here = (
        select(Submission.id)
        .where(Submission.id == Transition.submission_id, Submission.office.in_(sorted(offices)))
        .exists()
    )
    newest = (
        select(Transition.id)
        .where(Transition.at >= utc(since), here)
        .order_by(Transition.id.desc())
        .limit(most)
    )
    return session.scalars(
        select(Transition)
        .where(Transition.id.in_(session.scalars(newest).all()))
        .options(joinedload(Transition.submission))
        .order_by(Transition.id.desc())
    ).all()


def count_moves(session: Session, offices: Collection[Office], since: datetime) -> Counter[Act]:
    """How many moves of each kind were made at these offices since then."""
    rows = session.execute(
        select(Transition.act, func.count().label("number"))
        .join(Submission, Submission.id == Transition.submission_id)
        .where(Transition.at >= utc(since), Beside(Submission.office).in_(sorted(offices)))
        .group_by(Transition.act)
    )
    return Counter({row.act: row.number for row in rows})
