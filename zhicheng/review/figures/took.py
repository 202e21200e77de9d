"""How long it took from the first arrival to the decision, in calendar days."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from zhicheng.intake.submission import Submission, Transition
from zhicheng.kernel.day_in_sql import beijing_date, days_between
from zhicheng.review.figures.days import DECIDED, is_first
from zhicheng.review.figures.reach import Reach

SPANS: Final = ((0, 1), (2, 3), (4, 5), (6, 7), (8, 10), (11, 15), (16, 20), (21, 30), (31, 60), (61, 999))
"""First and last day of each column of the distribution."""

_came = aliased(Transition)
_DAYS = days_between(beijing_date(Transition.at), beijing_date(_came.at))
_FROM_FIRST = (_came.submission_id == Transition.submission_id) & is_first(_came)


def days_taken(session: Session, reach: Reach) -> list[tuple[int, int]]:
    """Days -> how many submissions were decided after so many, in order."""
    rows = session.execute(
        select(_DAYS, func.count())
        .select_from(Transition)
        .join(_came, _FROM_FIRST)
        .join(Submission, Submission.id == Transition.submission_id)
        .where(reach.beside, Transition.to_status.in_(DECIDED))
        .group_by(_DAYS)
    )
    return sorted((days, number) for days, number in rows)


def within(taken: Sequence[tuple[int, int]], share: float) -> int:
    """The days within which ``share`` (0 to 1) of them were decided; ``taken`` must not be empty."""
    wanted, so_far = share * sum(number for _, number in taken), 0
    for days, number in taken:
        so_far += number
        if so_far >= wanted:
            return days
    raise ValueError("a share above one")


def took_between(fewest: int, most: int) -> ColumnElement[bool]:
    """Submissions that were decided after so many days, both included."""
    return Submission.id.in_(
        select(Transition.submission_id)
        .join(_came, _FROM_FIRST)
        .where(Transition.to_status.in_(DECIDED), _DAYS.between(fewest, most))
    )
