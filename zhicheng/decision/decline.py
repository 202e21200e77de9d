"""Decline: the second person refuses the title."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.decision.decision import Decision, DecisionKind
from zhicheng.decision.decline_letter import decline_letter
from zhicheng.decision.second_person import second_person, write_decision
from zhicheng.intake.keep_case_letter import keep_case_letter
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move
from zhicheng.intake.submission import Submission
from zhicheng.letter.letter import LetterKind
from zhicheng.letter.render import refuse_unprintable
from zhicheng.policy.load import load_year
from zhicheng.review.composition import leave_batch
from zhicheng.review.review import must_give_opinion
from zhicheng.review.review_opinion import Proposal
from zhicheng.staff.actor import Actor


def decline(
    session: Session, actor: Actor, now: datetime, submission: Submission, opinion: str = ""
) -> Decision:
    """Decline with a reason: an own one, or the reviewer's where the reviewer proposed it; the letter is kept with it.

    Raises Refusal ``same_person``, ``opinion_required``, ``batch_frozen``, ``bad_input`` for a character that cannot be
    printed, and what ``move`` raises.
    """
    upon = second_person(session, actor, submission, Act.DECLINE)
    reason = opinion.strip() or (upon.opinion if upon.proposal is Proposal.DECLINE else "")
    must_give_opinion(reason, "复核不通过")
    refuse_unprintable(reason, "复核意见")
    year = load_year(submission.cycle)
    text = decline_letter(session, year, submission, reason, now)
    move(session, actor, now, submission, Act.DECLINE, reason=reason)
    leave_batch(session, submission)
    keep_case_letter(session, actor, now, year, LetterKind.DECLINE, submission, text)
    return write_decision(session, actor, now, upon, DecisionKind.DECLINE, reason)
