"""Close what was returned and did not come back in time (clause 6.1c)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Act, Status
from zhicheng.intake.move import move, must_be_movable
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import minute, utc
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import load_year
from zhicheng.staff.actor import Actor


def overdue(session: Session, now: datetime) -> Sequence[Submission]:
    """Returned submissions whose deadline, itself still in time, has passed; the oldest first."""
    return session.scalars(
        select(Submission)
        .where(Submission.status == Status.RETURNED, Submission.due_at < utc(now))
        .order_by(Submission.due_at, Submission.id)
    ).all()


def lapse(session: Session, actor: Actor, now: datetime, submission: Submission) -> Submission:
    """Lapse one. Refused ``wrong_status`` while its time for correction still runs, and what ``move`` raises."""
    must_be_movable(actor, submission, Act.LAPSE)
    if submission.due_at is not None and now <= submission.due_at:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"{submission.number} 的补正期限到 {minute(submission.due_at)}（北京时间）为止，尚未逾期。",
        )
    hours = load_year(submission.cycle).window.resubmit_within_hours
    reason = f"退回后{hours}小时内未再次提交，逾期不予受理"
    return move(session, actor, now, submission, Act.LAPSE, reason=reason)


def lapse_overdue(session: Session, actor: Actor, now: datetime) -> list[Submission]:
    """Lapse everything overdue; returns what was lapsed."""
    late = list(overdue(session, now))
    for submission in late:
        lapse(session, actor, now, submission)
    return late
