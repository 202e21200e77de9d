"""Take a submission back before a decision."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move
from zhicheng.intake.submission import Submission, Transition
from zhicheng.staff.actor import Actor


def withdraw(session: Session, actor: Actor, now: datetime, submission: Submission, reason: str) -> Transition:
    """Withdraw at the applicant's wish; rounds used stay used (P-06). Raises what ``move`` raises."""
    return move(session, actor, now, submission, Act.WITHDRAW, reason=reason)
