"""Record the file that was made for a reserved number: from here on the certificate is valid."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.press import Printed
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def record_issue(
    session: Session, actor: Actor, now: datetime, certificate: Certificate, printed: Printed | Refusal
) -> Certificate:
    """Record ``printed``, or raise the reason why nothing was printed. Doing it again changes nothing.

    Raises Refusal ``not_permitted``, ``other_office``, ``wrong_status`` when the number was given up in between.
    """
    actor.must(Permission.ISSUE, certificate.submission.office)
    if certificate.status is CertificateStatus.ISSUED:
        return certificate
    if certificate.status is not CertificateStatus.RESERVED:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"证书编号 {certificate.number} 在制作期间已{certificate.status.label}，没有制发。请刷新后查看原因。",
        )
    if isinstance(printed, Refusal):
        raise printed
    certificate.digest = printed.digest
    certificate.key_id = printed.key_id
    certificate.status = CertificateStatus.ISSUED
    certificate.issued_at = now
    session.flush()
    audit.note(
        session,
        actor,
        now,
        "issue_certificate",
        certificate,
        {"status": ["reserved", "issued"], "digest": [None, printed.digest]},
    )
    return certificate
