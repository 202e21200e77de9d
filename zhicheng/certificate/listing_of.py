"""The proof that belongs to a certificate: that its line stood on the frozen list when it was made."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.decision.line_in_force import line_in_force
from zhicheng.decision.line_proof import LineProof, line_proof
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def listing_of(session: Session, certificate: Certificate) -> LineProof | None:
    """The proof, as the file carries it; None where the batch was frozen before lists were kept."""
    line = line_in_force(session, certificate.submission, certificate.reserved_at)
    return line_proof(session, line) if line else None


def hand_out_listing(session: Session, actor: Actor, now: datetime, certificate: Certificate) -> LineProof:
    """The proof to take away; audited. Raises Refusal ``not_found`` where there is none."""
    actor.must(Permission.READ_CERTIFICATES, certificate.submission.office)
    proof = listing_of(session, certificate)
    if proof is None:
        raise Refusal(
            RefusalCode.NOT_FOUND,
            f"证书 {certificate.number} 所在批次冻结时系统尚未固定名单，没有名单证明可下载。",
        )
    audit.note(session, actor, now, "download_listing", certificate, {"root": [None, proof.root]})
    return proof
