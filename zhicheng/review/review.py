"""Say what the first person thinks."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move, must_be_movable
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.review_opinion import Proposal, ReviewOpinion
from zhicheng.review.settle_draft import settle_draft
from zhicheng.staff.actor import Actor


def review(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    proposal: Proposal,
    opinion: str = "",
) -> ReviewOpinion:
    """Pass, or propose to decline, which takes an opinion; a second person decides (design.md section 4).

    Raises Refusal ``opinion_required`` and what ``move`` raises.
    """
    must_be_movable(actor, submission, Act.REVIEW)
    if proposal is Proposal.DECLINE:
        must_give_opinion(opinion, "建议不通过")
    move(session, actor, now, submission, Act.REVIEW, reason=opinion)
    return write_opinion(session, actor, now, submission, proposal, opinion)


def write_opinion(
    session: Session, actor: Actor, now: datetime, submission: Submission, proposal: Proposal, opinion: str
) -> ReviewOpinion:
    """Keep the opinion beside the round it is about, and with it what the draft said of files and defects."""
    if actor.id is None:
        raise Refusal(RefusalCode.NOT_PERMITTED, "审核意见须由工作人员本人填写。")
    written = ReviewOpinion(
        submission_id=submission.id,
        round_number=submission.rounds,
        proposal=proposal,
        opinion=opinion.strip(),
        reviewer_id=actor.id,
        reviewer_name=actor.name,
        given_at=now,
    )
    session.add(written)
    session.flush()
    settle_draft(session, actor, now, submission, written)
    return written


def must_give_opinion(opinion: str, act: str) -> None:
    """Refuse ``opinion_required``: the applicant acts upon what is written (clause 6.1c)."""
    if not opinion.strip():
        raise Refusal(
            RefusalCode.OPINION_REQUIRED, f"{act}须写明意见，申报人将根据意见办理。现在意见是空的，请填写。"
        )


def latest_opinion(session: Session, submission: Submission) -> ReviewOpinion | None:
    """The opinion that a decision is made upon."""
    return session.scalar(
        select(ReviewOpinion)
        .where(ReviewOpinion.submission_id == submission.id)
        .order_by(ReviewOpinion.id.desc())
        .limit(1)
    )
