"""The newest check run of many submissions at once, in the few words that a list has room for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from zhicheng.checks.check_run import CheckRun
from zhicheng.intake.submission import Submission
from zhicheng.policy.vocabulary import Outcome

MANY = 2_000
"""Runs of an outcome, beyond which the list is walked instead of picking them out."""


@dataclass(frozen=True)
class CheckTally:
    """How many findings hold, ask for a person, or are wrong; ``clauses`` are those of the wrong ones."""

    outcome: Outcome
    hold: int
    ask: int
    wrong: int
    clauses: tuple[str, ...]


def newest_runs(keys: Sequence[int]) -> Select[int]:
    """The key of the newest run of each of these submissions."""
    of = CheckRun.submission_id
    return select(func.max(CheckRun.id)).where(of.in_(keys)).group_by(of)


def latest_tallies(session: Session, keys: Sequence[int]) -> dict[int, CheckTally]:
    """Submission key -> tally of its newest run; two columns of one query, never the dossiers."""
    rows = session.execute(
        select(CheckRun.submission_id, CheckRun.outcome, CheckRun.findings).where(
            CheckRun.id.in_(newest_runs(keys))
        )
    )
    return {key: counted(outcome, findings) for key, outcome, findings in rows}


def counted(outcome: Outcome, findings: Sequence[dict[str, object]]) -> CheckTally:
    """The tally of stored findings."""
    by_outcome: dict[object, list[str]] = {one.value: [] for one in Outcome}
    for one in findings:
        by_outcome[one["outcome"]].append(str(one["clause"]))
    wrong = by_outcome[Outcome.INELIGIBLE.value] + by_outcome[Outcome.RETURNABLE.value]
    return CheckTally(
        outcome=outcome,
        hold=len(by_outcome[Outcome.ELIGIBLE.value]),
        ask=len(by_outcome[Outcome.NEEDS_REVIEW.value]),
        wrong=len(wrong),
        clauses=tuple(dict.fromkeys(wrong)),
    )


def latest_outcome_in(session: Session, outcomes: Collection[str]) -> ColumnElement[bool]:
    """Submissions whose newest run came to one of ``outcomes``; answered from two indexes, for the rows are long.

    Few such runs are picked out beforehand. Of many every list soon has a page full, so each row is asked as it comes.
    """
    later = aliased(CheckRun)
    so = CheckRun.outcome.in_([Outcome(one) for one in outcomes])
    newest = ~exists().where(later.submission_id == CheckRun.submission_id, later.id > CheckRun.id)
    some = select(CheckRun.id).where(so).limit(MANY + 1).subquery()
    if (session.scalar(select(func.count()).select_from(some)) or 0) > MANY:
        return exists().where(CheckRun.submission_id == Submission.id, so, newest)
    return Submission.id.in_(select(CheckRun.submission_id).where(so, newest))


def latest_outcome() -> ScalarSelect[Outcome]:
    """The outcome of the newest run of each submission of the query around it."""
    return (
        select(CheckRun.outcome)
        .where(CheckRun.submission_id == Submission.id)
        .order_by(CheckRun.id.desc())
        .limit(1)
        .correlate(Submission)
        .scalar_subquery()
    )
