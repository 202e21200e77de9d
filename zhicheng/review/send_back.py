"""Send a reviewed submission back to the reviewer."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move, must_be_movable
from zhicheng.intake.submission import Submission
from zhicheng.review.review import must_give_opinion
from zhicheng.staff.actor import Actor


def send_back(
    session: Session, actor: Actor, now: datetime, submission: Submission, opinion: str
) -> Submission:
    """Ask for another look; it stays in its batch. Raises Refusal ``opinion_required`` and what ``move`` raises."""
    must_be_movable(actor, submission, Act.SEND_BACK)
    must_give_opinion(opinion, "发回重审")
    return move(session, actor, now, submission, Act.SEND_BACK, reason=opinion)
