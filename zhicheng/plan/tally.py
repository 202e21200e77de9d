"""How a plan stands, in numbers, and the reasons why not."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.kernel.refusal import RefusalCode
from zhicheng.plan.plan import Plan, PlanRow, RowOutcome


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
            .order_by(PlanRow.id)
            .limit(most)
        )
    )
