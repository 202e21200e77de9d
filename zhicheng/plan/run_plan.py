"""Run a plan, some rows at a time: each row its own promise. What a crash leaves undone, the next run does."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from zhicheng.intake.fresh import must_be_fresh
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal
from zhicheng.plan.confirm_plan import must_be, must_be_own
from zhicheng.plan.draft_plan import faster
from zhicheng.plan.own_defects import opinion_for
from zhicheng.plan.plan import Plan, PlanRow, PlanStatus, RowOutcome
from zhicheng.plan.tally import tally
from zhicheng.plan.verbs import Run, verb_of
from zhicheng.staff.actor import Actor

ROWS = 25


def run_plan(session: Session, actor: Actor, now: datetime, plan: Plan, rows: int = ROWS) -> int:
    """Do the next ``rows`` rows of a confirmed plan, in the caller's transaction; returns how many are left after.

    The caller commits between calls: rows are done together with what they did, or not at all. A plan that issues
    certificates runs by ``issue_rows``. Raises Refusal ``not_permitted``, ``wrong_status``.
    """
    verb = verb_of(plan.verb)
    for row in rows_to_do(session, actor, plan, rows=rows):
        refusal = done(session, actor, now, verb.run, row, str(plan.words["opinion"]))
        settle(row, now, refusal)
    return left_after(session, actor, now, plan)


def rows_left(plan: Plan) -> Select[PlanRow]:
    """What a plan still has to do, in order."""
    return (
        select(PlanRow)
        .where(PlanRow.plan_id == plan.id, PlanRow.outcome == RowOutcome.WILL_DO)
        .order_by(PlanRow.id)
    )


def rows_to_do(
    session: Session, actor: Actor, plan: Plan, *narrowed: ColumnElement[bool], rows: int | None = None
) -> Sequence[PlanRow]:
    """Rows of a plan that runs; none of one that is done. The plan is held until the transaction ends."""
    session.refresh(plan, with_for_update=True)
    must_be_own(actor, plan)
    if plan.status is PlanStatus.DONE:
        return ()
    must_be(plan, PlanStatus.RUNNING)
    return session.scalars(rows_left(plan).where(*narrowed).limit(rows)).all()


def settle(row: PlanRow, now: datetime, refusal: Refusal | None) -> None:
    """Write down what became of a row."""
    row.outcome = RowOutcome.REFUSED if refusal else RowOutcome.DONE
    row.code = refusal.code.value if refusal else None
    row.sentence = refusal.sentence if refusal else ""
    row.ran_at = now


def left_after(session: Session, actor: Actor, now: datetime, plan: Plan) -> int:
    """How many rows are left; with the last one the plan is done."""
    session.flush()
    counts = tally(session, plan)
    if plan.status is PlanStatus.RUNNING and not counts[RowOutcome.WILL_DO]:
        plan.status, plan.finished_at = PlanStatus.DONE, now
        session.flush()
        changes = {outcome.value: [None, number] for outcome, number in counts.items() if number}
        audit.note(session, actor, now, "run_plan", plan, changes)
    return counts[RowOutcome.WILL_DO]


def done(session: Session, actor: Actor, now: datetime, run: Run, row: PlanRow, words: str) -> Refusal | None:
    """Run the verb on one row inside a savepoint; the refusal, when it is one, leaves nothing behind."""
    submission: Submission = row.submission
    attempt = session.begin_nested()
    try:
        must_be_fresh(session, submission, row.seen_version)
        run(session, actor, now, submission, opinion_for(session, submission, words))
        session.flush()
    except Refusal as refusal:
        attempt.rollback()
        return refusal
    except (StaleDataError, IntegrityError):
        attempt.rollback()
        return faster(submission)
    attempt.commit()
    return None
