"""Where a certificate comes from, step by step: handed in, reviewed, decided, published, numbered, made or given up, revoked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.gaps import explained
from zhicheng.certificate.replacement import replacement_of
from zhicheng.review.batch import Batch
from zhicheng.review.composition import member_of
from zhicheng.review.history import Step
from zhicheng.review.review_opinion import ReviewOpinion
from zhicheng.staff.named import name_of


def batch_of(session: Session, certificate: Certificate) -> Batch | None:
    """The batch that published the title."""
    member = member_of(session, certificate.submission)
    return member.batch if member else None


def chain_of(session: Session, certificate: Certificate) -> list[Step]:
    """The links that are known, newest first."""
    submission, decision = certificate.submission, certificate.decision
    steps = []
    if submission.submitted_at:
        steps.append(
            Step(submission.submitted_at, submission.employer.name, f"申报 {submission.number} 提交")
        )
    opinion = session.scalar(
        select(ReviewOpinion)
        .where(ReviewOpinion.submission_id == submission.id, ReviewOpinion.given_at <= decision.decided_at)
        .order_by(ReviewOpinion.id.desc())
        .limit(1)
    )
    if opinion:
        steps.append(Step(opinion.given_at, opinion.reviewer_name, opinion.proposal.label))
    steps.append(
        Step(
            decision.decided_at,
            decision.decided_by_name,
            f"复核{decision.kind.label}，取得时间 {decision.acquired_on}",
        )
    )
    batch = batch_of(session, certificate)
    if batch and batch.published_at:
        who = name_of(session, batch.published_by_id)
        steps.append(Step(batch.published_at, who, f"批次 {batch.number} 公布", batch.notice_number or ""))
    issuer = name_of(session, certificate.issued_by_id)
    steps.append(Step(certificate.reserved_at, issuer, f"留出编号 {certificate.number}"))
    if certificate.issued_at:
        steps.append(Step(certificate.issued_at, issuer, "证书制成并签名"))
    if certificate.status is CertificateStatus.VOID:
        gap = explained(session, certificate)
        steps.append(Step(gap.at or certificate.reserved_at, gap.who, "编号作废", gap.reason))
    replacement = replacement_of(session, certificate)
    if replacement:
        who = name_of(session, replacement.made_by_id)
        steps.append(
            Step(replacement.made_at, who, f"换发为 {replacement.new.number}", replacement.cause.label)
        )
    if certificate.revoked_at:
        who = name_of(session, certificate.revoked_by_id)
        steps.append(Step(certificate.revoked_at, who, "证书撤销", certificate.revocation_reason))
    return steps[::-1]
