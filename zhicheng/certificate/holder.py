"""The certificates of one person, and who is still waiting for one."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.settled import IDENTITY
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.office import Office


def certificates_of(
    session: Session, applicant: Applicant, offices: Collection[Office]
) -> Sequence[Certificate]:
    """Every certificate of the person from these offices, revoked ones too, newest first."""
    return session.scalars(
        select(Certificate)
        .join(Certificate.submission)
        .where(Submission.applicant_id == applicant.id, Submission.office.in_(sorted(offices)))
        .order_by(Certificate.id.desc())
    ).all()


def must_not_await_certificate(session: Session, applicant: Applicant, changed: Collection[str]) -> None:
    """Refuse ``wrong_status`` when what identifies a person changes between approval and certificate.

    Otherwise the title given to one person could be printed for another, past every screening.
    """
    if not IDENTITY & set(changed):
        return
    finished = select(Certificate.submission_id).where(
        Certificate.status.not_in((CertificateStatus.RESERVED, CertificateStatus.VOID))
    )
    number = session.scalar(
        select(Submission.number)
        .where(
            Submission.applicant_id == applicant.id,
            Submission.status == Status.APPROVED,
            Submission.id.not_in(finished),
        )
        .limit(1)
    )
    if number is not None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"该申报人的申报 {number} 已通过、尚未制发证书，姓名、证件、性别和出生日期此时不能更正。"
            "确有错误的，请先撤销该通过决定。",
            number=number,
        )
