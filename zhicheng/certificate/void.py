"""Give up a number whose certificate cannot be made. The number stays used; why is in the trail."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.replacement import replacement_by
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.review import must_give_opinion
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def void(session: Session, actor: Actor, now: datetime, certificate: Certificate, reason: str) -> Certificate:
    """Make a reserved number void, with a reason that explains the gap; the submission may be given a new number.

    Raises Refusal ``not_permitted``, ``other_office``, ``opinion_required``, ``wrong_status`` once there is a file,
    and where the number takes the place of another certificate: that one would be replaced by nothing.
    """
    actor.must(Permission.ISSUE, certificate.submission.office)
    must_give_opinion(reason, "作废编号")
    if certificate.status is not CertificateStatus.RESERVED:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"证书 {certificate.number} 现在是“{certificate.status.label}”，只有留出而未制成的编号可以作废。",
        )
    replaces = replacement_by(session, certificate)
    if replaces is not None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"编号 {certificate.number} 是换发 {replaces.old.number} 时留出的，原证书已由它代替，不能作废。请继续制作。",
        )
    certificate.status = CertificateStatus.VOID
    session.flush()
    changes = {"status": ["reserved", "void"]}
    audit.note(session, actor, now, "void_certificate", certificate, changes, reason.strip())
    return certificate
