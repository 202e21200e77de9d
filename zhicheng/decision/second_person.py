"""Four eyes: who decides is not who reviewed."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.decision.decision import Decision, DecisionKind
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import must_be_movable
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import portions
from zhicheng.review.composition import member_of, must_be_unfrozen
from zhicheng.review.review import latest_opinion
from zhicheng.review.review_opinion import ReviewOpinion
from zhicheng.staff.actor import Actor


def second_person(session: Session, actor: Actor, submission: Submission, act: Act) -> ReviewOpinion:
    """The opinion to decide upon, once it is sure that ``actor`` may do ``act`` and did not write it.

    Raises Refusal ``wrong_status``, ``not_permitted``, ``other_office``, ``batch_frozen``, ``same_person``.
    """
    must_be_movable(actor, submission, act)
    member = member_of(session, submission)
    if member is not None:
        must_be_unfrozen(member.batch)
    upon = latest_opinion(session, submission)
    if upon is None:
        raise Refusal(
            RefusalCode.WRONG_STATUS, f"{submission.number} 还没有初审意见，不能{act.label}。请先初审。"
        )
    if upon.reviewer_id == actor.id:
        raise Refusal(
            RefusalCode.SAME_PERSON,
            f"{submission.number} 由您初审，须由另一人{act.label}。请转交其他复核员。",
        )
    return upon


def write_decision(
    session: Session,
    actor: Actor,
    now: datetime,
    upon: ReviewOpinion,
    kind: DecisionKind,
    opinion: str,
    *,
    acquired_on: date | None = None,
) -> Decision:
    """Keep the decision with the title it is about."""
    submission = upon.submission
    if actor.id is None:
        raise Refusal(RefusalCode.NOT_PERMITTED, "决定须由工作人员本人作出。")
    decision = Decision(
        submission_id=submission.id,
        kind=kind,
        opinion=opinion.strip(),
        series=submission.title_sought_series,
        specialty=submission.title_sought_specialty,
        level=submission.title_sought_level,
        acquired_on=acquired_on,
        reviewed_by_id=upon.reviewer_id,
        decided_by_id=actor.id,
        decided_by_name=actor.name,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    return decision


def approval_of(session: Session, submission: Submission) -> Decision | None:
    """The approval, if there is one."""
    return session.scalar(
        select(Decision).where(Decision.submission_id == submission.id, Decision.kind == DecisionKind.APPROVE)
    )


def approvals_of(session: Session, submissions: Collection[int]) -> dict[int, Decision]:
    """The approvals of many submissions, by their keys."""
    return {
        approval.submission_id: approval
        for keys in portions(submissions)
        for approval in session.scalars(
            select(Decision).where(Decision.submission_id.in_(keys), Decision.kind == DecisionKind.APPROVE)
        )
    }
