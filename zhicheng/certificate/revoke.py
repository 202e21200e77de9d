"""Revoke a certificate: it is shown as revoked at once, everywhere."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.revocation_letter import revocation_letter
from zhicheng.intake.keep_case_letter import keep_case_letter
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.letter import LetterKind
from zhicheng.letter.render import refuse_unprintable
from zhicheng.policy.load import load_year
from zhicheng.review.review import must_give_opinion
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def revoke(
    session: Session, actor: Actor, now: datetime, certificate: Certificate, reason: str
) -> Certificate:
    """Revoke a valid certificate with a reason; final. Raises Refusal ``wrong_status``, ``opinion_required``."""
    actor.must(Permission.REVOKE, certificate.submission.office)
    if certificate.status is not CertificateStatus.ISSUED:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"证书 {certificate.number} 现在是“{certificate.status.label}”，只有有效证书可以撤销。",
        )
    must_give_opinion(reason, "撤销证书")
    return withdraw_certificate(session, actor, now, certificate, reason)


def withdraw_certificate(
    session: Session, actor: Actor, now: datetime, certificate: Certificate, reason: str
) -> Certificate:
    """Make a valid certificate revoked and a merely reserved one void, and say so in the trail; the decision is
    kept as a letter. Raises Refusal ``bad_input`` for a character that cannot be printed."""
    refuse_unprintable(reason, "撤销理由")
    before = certificate.status
    if before is CertificateStatus.RESERVED:
        certificate.status = CertificateStatus.VOID
    else:
        certificate.status = CertificateStatus.REVOKED
        certificate.revoked_at = now
        certificate.revoked_by_id = actor.id
        certificate.revocation_reason = reason.strip()
        year, submission = load_year(certificate.submission.cycle), certificate.submission
        text = revocation_letter(year, certificate, reason, now)
        keep_case_letter(
            session, actor, now, year, LetterKind.REVOCATION, submission, text, about=certificate
        )
    session.flush()
    changes = {"status": [before.value, certificate.status.value]}
    audit.note(session, actor, now, "revoke_certificate", certificate, changes, reason)
    return certificate
