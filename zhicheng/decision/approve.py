"""Approve: the second person gives the title."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.decision.decision import Decision, DecisionKind
from zhicheng.decision.second_person import second_person, write_decision
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move
from zhicheng.intake.submission import Submission
from zhicheng.integrity.screen import must_not_be_barred
from zhicheng.integrity.screening import Stage
from zhicheng.kernel.clock import beijing_day
from zhicheng.policy.year import PolicyYear
from zhicheng.review.review import must_give_opinion
from zhicheng.review.review_opinion import Proposal
from zhicheng.staff.actor import Actor


def approve(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, submission: Submission, opinion: str = ""
) -> Decision:
    """Give the title sought, from today in Beijing (clause 5.2). Against a proposal to decline it takes an opinion.

    Raises Refusal ``same_person``, ``barred`` (clause 6.3), ``opinion_required``, ``batch_frozen`` and what ``move`` raises.
    """
    upon = second_person(session, actor, submission, Act.APPROVE)
    if upon.proposal is Proposal.DECLINE:
        must_give_opinion(opinion, "初审建议不通过而复核通过，")
    must_not_be_barred(session, actor, now, year, submission, Stage.APPROVE)
    move(session, actor, now, submission, Act.APPROVE, reason=opinion)
    return write_decision(
        session, actor, now, upon, DecisionKind.APPROVE, opinion, acquired_on=beijing_day(now)
    )
