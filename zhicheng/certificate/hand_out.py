"""Hand out the file of a certificate."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def hand_out(
    session: Session, actor: Actor, now: datetime, certificate: Certificate, *, whole: bool = True
) -> str:
    """The digest of the signed file; that it was taken, or only looked at (not ``whole``), is audited.

    Raises Refusal ``wrong_status`` before there is a file.
    """
    actor.must(Permission.READ_CERTIFICATES, certificate.submission.office)
    if certificate.digest is None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"证书 {certificate.number} 现在是“{certificate.status.label}”，还没有文件可下载。请先制发。",
        )
    act = "download_certificate" if whole else "show_certificate"
    audit.note(session, actor, now, act, certificate, {"digest": [None, certificate.digest]})
    return certificate.digest
