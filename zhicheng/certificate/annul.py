"""Annul an approval. Stands here, not in decision, because a title that falls takes its certificate with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.issue import live_certificate
from zhicheng.certificate.revoke import withdraw_certificate
from zhicheng.decision.decision import Decision, DecisionKind
from zhicheng.decision.second_person import approval_of
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move, must_be_movable
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import BatchStatus
from zhicheng.review.composition import leave_batch, member_of
from zhicheng.review.review import must_give_opinion
from zhicheng.staff.actor import Actor


def annul(session: Session, actor: Actor, now: datetime, submission: Submission, reason: str) -> Decision:
    """Annul an approval with a reason, by somebody else than who gave it, and revoke the certificate that stands on it.
    A batch that is still open loses the member; a frozen or published one keeps it, as the notice was.

    Raises Refusal ``wrong_status``, ``same_person``, ``opinion_required`` and what ``move`` raises.
    """
    must_be_movable(actor, submission, Act.ANNUL)
    must_give_opinion(reason, "撤销通过决定")
    approval = approval_of(session, submission)
    if approval is None:
        raise Refusal(RefusalCode.WRONG_STATUS, f"{submission.number} 没有通过决定，不需要撤销。")
    if approval.decided_by_id == actor.id or actor.id is None:
        raise Refusal(RefusalCode.SAME_PERSON, f"{submission.number} 由您复核通过，须由另一人撤销。")
    move(session, actor, now, submission, Act.ANNUL, reason=reason)
    member = member_of(session, submission)
    if member is not None and member.batch.status is BatchStatus.OPEN:
        leave_batch(session, submission)
    certificate = live_certificate(session, submission)
    if certificate is not None:
        withdraw_certificate(session, actor, now, certificate, reason)
    decision = Decision(
        submission_id=submission.id,
        kind=DecisionKind.ANNUL,
        opinion=reason.strip(),
        series=approval.series,
        specialty=approval.specialty,
        level=approval.level,
        reviewed_by_id=approval.reviewed_by_id,
        decided_by_id=actor.id,
        decided_by_name=actor.name,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    return decision
