"""Take a submission back before a decision. Stands here, not in intake, because it leaves its batch too."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move
from zhicheng.intake.submission import Submission
from zhicheng.review.composition import leave_batch
from zhicheng.staff.actor import Actor


def withdraw(
    session: Session, actor: Actor, now: datetime, submission: Submission, reason: str
) -> Submission:
    """Withdraw at the applicant's wish; rounds used stay used (P-06). Raises what ``move`` raises."""
    move(session, actor, now, submission, Act.WITHDRAW, reason=reason)
    leave_batch(session, submission)
    return submission
