"""Decline: the second person refuses the title."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.decision.decision import Decision, DecisionKind
from zhicheng.decision.second_person import second_person, write_decision
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move
from zhicheng.intake.submission import Submission
from zhicheng.review.composition import leave_batch
from zhicheng.review.review import must_give_opinion
from zhicheng.review.review_opinion import Proposal
from zhicheng.staff.actor import Actor


def decline(
    session: Session, actor: Actor, now: datetime, submission: Submission, opinion: str = ""
) -> Decision:
    """Decline with a reason: an own one, or the reviewer's where the reviewer proposed it.

    Raises Refusal ``same_person``, ``opinion_required``, ``batch_frozen`` and what ``move`` raises.
    """
    upon = second_person(session, actor, submission, Act.DECLINE)
    reason = opinion.strip() or (upon.opinion if upon.proposal is Proposal.DECLINE else "")
    must_give_opinion(reason, "复核不通过")
    move(session, actor, now, submission, Act.DECLINE, reason=reason)
    leave_batch(session, submission)
    return write_decision(session, actor, now, upon, DecisionKind.DECLINE, reason)
