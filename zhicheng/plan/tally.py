"""How a plan stands, in numbers, and the reasons why not."""

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import RefusalCode
from zhicheng.plan.plan import Plan, PlanRow, RowOutcome
from zhicheng.staff.actor import Actor


def tally(session: Session, plan: Plan) -> dict[RowOutcome, int]:
    """How many rows of each outcome."""
    counted = dict.fromkeys(RowOutcome, 0)
    grouped = (
        select(PlanRow.outcome, func.count()).where(PlanRow.plan_id == plan.id).group_by(PlanRow.outcome)
    )
    for outcome, number in session.execute(grouped):
        counted[outcome] = number
    return counted


def reasons(session: Session, plan: Plan, *outcomes: RowOutcome) -> list[tuple[str, int]]:
    """Why rows were blocked or refused, the most frequent first: label of the code and how many."""
    grouped = (
        select(PlanRow.code, func.count())
        .where(PlanRow.plan_id == plan.id, PlanRow.outcome.in_(outcomes), PlanRow.code.is_not(None))
        .group_by(PlanRow.code)
        .order_by(func.count().desc(), PlanRow.code)
    )
    labels = {member.value: member.label for member in RefusalCode}
    return [(labels[str(code)], number) for code, number in session.execute(grouped)]


def rows_of(session: Session, plan: Plan, outcome: RowOutcome, most: int = 200) -> list[PlanRow]:
    """The first ``most`` rows of an outcome, in the order in which they run."""
    return list(
        session.scalars(
            select(PlanRow)
            .where(PlanRow.plan_id == plan.id, PlanRow.outcome == outcome)
            .options(joinedload(PlanRow.submission))
            .order_by(PlanRow.id)
            .limit(most)
        )
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Plans that somebody may see: the own ones, and those of which no row lies at another office."""
    elsewhere = (
        select(PlanRow.id)
        .join(Submission, PlanRow.submission_id == Submission.id)
        .where(PlanRow.plan_id == Plan.id, Submission.office.not_in(sorted(actor.offices)))
        .exists()
    )
    return or_(Plan.drafted_by_id == actor.id, ~elsewhere)
