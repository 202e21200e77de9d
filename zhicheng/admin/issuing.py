"""Make the certificates of a batch, some at a time: each row its own promise, what was begun is finished first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from zhicheng.admin.deed import attempt
from zhicheng.admin.files import press
from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.issue import issue, reserve
from zhicheng.certificate.reconcile import to_issue
from zhicheng.database import db
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import Batch
from zhicheng.staff.actor import Actor

AT_ONCE: Final = 20


@dataclass(frozen=True)
class Row:
    """What became of one submission."""

    submission: str
    key: int
    certificate: str | None
    refusal: Refusal | None


@dataclass
class Run:
    """One stretch of work: what was done now, what was refused since the beginning, how much is left."""

    rows: list[Row] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)
    left: int = 0


def run_some(year: PolicyYear, batch_key: int, skipped: set[int]) -> Run:
    """Issue for up to ``AT_ONCE`` members of the batch, leaving out those that were refused before in this run."""
    session = db.session()
    waiting = [(one.id, one.number) for one in to_issue(session, session.get_one(Batch, batch_key))]
    todo = [(key, number) for key, number in waiting if key not in skipped]
    run = Run(skipped=set(skipped))
    for key, number in todo[:AT_ONCE]:
        row = issue_one(year, key, number)
        run.rows.append(row)
        if row.refusal is not None:
            run.skipped.add(key)
    run.left = max(len(todo) - AT_ONCE, 0)
    return run


def issue_one(year: PolicyYear, key: int, number: str) -> Row:
    """Reserve the number in one transaction, make and sign the file in another."""
    session = db.session()

    def first(actor: Actor, now: datetime) -> Certificate:
        return reserve(session, actor, now, year, session.get_one(Submission, key))

    def second(actor: Actor, now: datetime) -> str:
        certificate = reserve(session, actor, now, year, session.get_one(Submission, key))
        return issue(session, actor, now, year, certificate, press()).number

    _, refusal = attempt(first)
    made = None
    if refusal is None:
        made, refusal = attempt(second)
    return Row(number, key, made, refusal)
