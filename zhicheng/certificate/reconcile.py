"""Do the numbers of a batch agree: approved = listed = numbered = issued? And who is the odd one?"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.decision.freeze_batch import members_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.review.batch import Batch

WORDS: Final = {
    CertificateStatus.RESERVED: "编号 {number} 已留出，证书尚未制成",
    CertificateStatus.REVOKED: "证书 {number} 已撤销",
    CertificateStatus.REISSUED: "证书 {number} 已换发，没有新的有效证书",
}


@dataclass(frozen=True)
class Member:
    """A submission of a batch and the certificate that counts: the live one, else the latest that was ever made."""

    submission: Submission
    certificate: Certificate | None

    @property
    def oddity(self) -> str:
        """Why the member is not like the others; empty for approved with a valid certificate."""
        if self.submission.status is not Status.APPROVED:
            return f"现在的状态是“{self.submission.status.label}”"
        if self.certificate is None:
            return "已通过，尚未制发证书"
        return WORDS.get(self.certificate.status, "").format(number=self.certificate.number)


@dataclass(frozen=True)
class Reconciliation:
    """The four counts of a batch and its members."""

    members: list[Member]

    @property
    def listed(self) -> int:
        """How many the batch, and so the notice, names."""
        return len(self.members)

    @property
    def approved(self) -> int:
        """How many are approved now."""
        return sum(one.submission.status is Status.APPROVED for one in self.members)

    @property
    def numbered(self) -> int:
        """How many have a certificate number."""
        return sum(one.certificate is not None for one in self.members)

    @property
    def issued(self) -> int:
        """How many have a valid certificate."""
        return sum(
            one.certificate is not None and one.certificate.status is CertificateStatus.ISSUED
            for one in self.members
        )

    @property
    def odd(self) -> list[Member]:
        """The members that keep the counts apart."""
        return [one for one in self.members if one.oddity]


def reconcile(session: Session, batch: Batch) -> Reconciliation:
    """Every member of ``batch`` by number, with its certificate."""
    submissions = members_of(session, batch)
    keys = [one.id for one in submissions]
    certificates: dict[int, Certificate] = {}
    for start in range(0, len(keys), 500):
        part = select(Certificate).where(
            Certificate.submission_id.in_(keys[start : start + 500]),
            Certificate.status != CertificateStatus.VOID,
        )
        for certificate in session.scalars(part.order_by(Certificate.id)):
            held = certificates.get(certificate.submission_id)
            if held is None or held.status is not CertificateStatus.ISSUED:
                certificates[certificate.submission_id] = certificate
    return Reconciliation([Member(one, certificates.get(one.id)) for one in submissions])


def to_issue(session: Session, batch: Batch) -> list[Submission]:
    """Approved members without a finished certificate, those first whose number is already reserved."""
    rows = [
        one
        for one in reconcile(session, batch).members
        if one.submission.status is Status.APPROVED
        and (one.certificate is None or one.certificate.status is CertificateStatus.RESERVED)
    ]
    return [
        one.submission
        for one in sorted(rows, key=lambda one: (one.certificate is None, one.submission.number))
    ]
