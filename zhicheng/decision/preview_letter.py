"""What a letter would say if the act were done now, with the words typed so far; nothing is stored."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from zhicheng.decision.decline_letter import decline_letter
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import must_be_movable
from zhicheng.intake.submission import Submission
from zhicheng.intake.window import correction_due
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.text import LetterText
from zhicheng.policy.year import PolicyYear
from zhicheng.review.return_letter import return_letter
from zhicheng.review.review import latest_opinion, must_give_opinion
from zhicheng.review.review_opinion import Proposal
from zhicheng.staff.actor import Actor

SENDS: Final = {"return": Act.RETURN, "review_decline": Act.REVIEW, "decline": Act.DECLINE}
"""The acts that send a letter, or propose one, by the code of their button."""


def preview_letter(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    submission: Submission,
    code: str,
    opinion: str,
) -> LetterText:
    """The letter. Raises Refusal ``bad_input`` for an act without one, ``opinion_required``, and what ``move`` raises."""
    act = SENDS.get(code)
    if act is None:
        raise Refusal(RefusalCode.BAD_INPUT, "这项办理不发文书，没有可预览的内容。请从办理表单中点预览。")
    must_be_movable(actor, submission, act)
    if act is Act.RETURN:
        must_give_opinion(opinion, "预览退回通知")
        return return_letter(session, year, submission, opinion, now, correction_due(year, now))
    upon = latest_opinion(session, submission) if act is Act.DECLINE else None
    proposed = upon.opinion if upon and upon.proposal is Proposal.DECLINE else ""
    reason = opinion.strip() or proposed
    must_give_opinion(reason, "预览不予通过通知")
    return decline_letter(session, year, submission, reason, now)
