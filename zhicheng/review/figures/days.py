"""What moved on which day: one pass over the moves of a year, of which weeks, backlog and forecast are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import UNDER_REVIEW, Status
from zhicheng.intake.submission import Submission, Transition
from zhicheng.kernel.clock import start_of, utc
from zhicheng.kernel.day_in_sql import beijing_date
from zhicheng.kernel.workdays import ONE_DAY
from zhicheng.review.figures.reach import Reach

DECIDED = (Status.APPROVED, Status.DECLINED)
FIRST, AGAIN = (Status.DRAFT, Status.QUEUED), (Status.RETURNED, Status.QUEUED)
"""The two moves of handing in."""


@dataclass(frozen=True)
class Day:
    """One Beijing day: first arrivals, arrivals after a return, decisions; what came to the office and what left it."""

    day: date
    arrived: int = 0
    again: int = 0
    decided: int = 0
    came: int = 0
    left: int = 0


COUNTED = ("arrived", "again", "decided", "came", "left")


def busy_days(session: Session, reach: Reach) -> list[Day]:
    """The days on which anything came or left, in order. What was moved on inside the office is not counted."""
    move = (Transition.from_status, Transition.to_status)
    day = beijing_date(Transition.at)
    rows = session.execute(
        select(day, *move, func.count())
        .join(Submission, Submission.id == Transition.submission_id)
        .where(reach.beside, or_(*(end.not_in(UNDER_REVIEW) for end in move)))
        .group_by(day, *move)
    )
    days: dict[date, dict[str, int]] = {}
    for on, before, after, number in rows:
        sums = days.setdefault(on, dict.fromkeys(COUNTED, 0))
        for name, happened in {
            "arrived": (before, after) == FIRST,
            "again": (before, after) == AGAIN,
            "decided": after in DECIDED,
            "came": before not in UNDER_REVIEW and after in UNDER_REVIEW,
            "left": before in UNDER_REVIEW and after not in UNDER_REVIEW,
        }.items():
            sums[name] += number if happened else 0
    return [Day(on, **days[on]) for on in sorted(days)]


def weeks(days: Sequence[Day], first: date, last: date) -> list[Day]:
    """The same by weeks, each under its Monday, from the week of ``first`` to that of ``last``, empty ones too."""
    monday = first - timedelta(days=first.weekday())
    made = []
    while monday <= last:
        of = [one for one in days if monday <= one.day < monday + timedelta(days=7)]
        made.append(Day(monday, *(sum(getattr(one, name) for one in of) for name in COUNTED)))
        monday += timedelta(days=7)
    return made


def moved_between(first: date | None, last: date | None) -> ColumnElement[bool]:
    """Moves made on these Beijing days, both included; None leaves an end open."""
    since = Transition.at >= utc(start_of(first or date(1970, 1, 2)))
    after = start_of((last or date(9000, 1, 1)) + ONE_DAY)
    return since & (Transition.at < utc(after))


def arrived(first: date | None, last: date | None) -> ColumnElement[bool]:
    """Submissions that first arrived on these days."""
    return _moved(is_first(Transition), moved_between(first, last))


def is_first(move: type[Transition]) -> ColumnElement[bool]:
    """Whether the move is the first handing-in."""
    return (move.from_status == FIRST[0]) & (move.to_status == FIRST[1])


def decided(first: date | None, last: date | None) -> ColumnElement[bool]:
    """Submissions that were decided on these days."""
    return _moved(Transition.to_status.in_(DECIDED), moved_between(first, last))


def _moved(*how: ColumnElement[bool]) -> ColumnElement[bool]:
    return Submission.id.in_(select(Transition.submission_id).where(*how))
