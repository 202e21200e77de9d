"""Run a plan that issues certificates, in two halves: numbers are committed before any file is made (docs/certificates.md).

Between the halves no transaction is open, and a crash loses nothing: the rows still stand as to do, and the next run
finds their numbers reserved.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.each import record_each
from zhicheng.certificate.issue import live_certificate
from zhicheng.certificate.press import Printed
from zhicheng.kernel.refusal import Refusal
from zhicheng.plan.plan import Plan, PlanRow
from zhicheng.plan.run_plan import done, left_after, rows_left, rows_to_do, settle
from zhicheng.plan.verbs import verb_of
from zhicheng.staff.actor import Actor


def upcoming(session: Session, plan: Plan, most: int) -> list[int]:
    """The keys of the next rows, at most ``most``."""
    return list(session.scalars(rows_left(plan).with_only_columns(PlanRow.id).limit(most)))


def reserve_rows(
    session: Session, actor: Actor, now: datetime, plan: Plan, keys: Sequence[int]
) -> dict[int, int]:
    """Reserve numbers for these rows: the key of each row with that of its certificate.

    Rows that get no number are settled at once. Raises Refusal ``not_permitted``, ``wrong_status``.
    """
    reserved: dict[int, int] = {}
    for row in rows_to_do(session, actor, plan, PlanRow.id.in_(keys)):
        refusal = done(session, actor, now, verb_of(plan.verb).run, row, "")
        certificate = None if refusal else live_certificate(session, row.submission)
        if certificate is None:
            settle(row, now, refusal)
        else:
            reserved[row.id] = certificate.id
    left_after(session, actor, now, plan)
    return reserved


def record_rows(
    session: Session,
    actor: Actor,
    now: datetime,
    plan: Plan,
    reserved: Mapping[int, int],
    printed: Mapping[int, Printed | Refusal],
) -> int:
    """Record what was printed, by key of the certificate, and settle the rows; returns how many are left.

    A plan that was dropped meanwhile keeps what it had begun: the numbers are used, so the files are recorded.
    """
    session.refresh(plan, with_for_update=True)
    told = record_each(session, actor, now, printed)
    for key, certificate in reserved.items():
        result = told[certificate]
        settle(session.get_one(PlanRow, key), now, result if isinstance(result, Refusal) else None)
    return left_after(session, actor, now, plan)
