"""What is under review must not move, not even by way of the person or the unit behind it."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.employer import Employer
from zhicheng.intake.lifecycle import CORRECTABLE, UNDER_REVIEW
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode

IDENTITY: Final = frozenset({"name", "id_type", "id_number", "sex", "birth_date"})


def must_not_move_person(session: Session, applicant: Applicant, changed: Collection[str]) -> None:
    """Refuse ``wrong_status`` when what identifies a person changes while a submission of theirs is being judged."""
    if not IDENTITY & set(changed):
        return
    number = session.scalar(
        select(Submission.number)
        .where(Submission.applicant_id == applicant.id, Submission.status.in_(UNDER_REVIEW))
        .limit(1)
    )
    if number is not None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"该申报人的申报 {number} 正在审核，姓名、证件、性别和出生日期此时不能更正。请先退回该件再更正；"
            "联系电话和民族可以随时更正。",
            number=number,
        )


def must_not_move_employer(session: Session, employer: Employer) -> None:
    """Refuse ``wrong_status`` for a unit that a submission names which no longer lies with the applicant."""
    number = session.scalar(
        select(Submission.number)
        .where(Submission.employer_id == employer.id, Submission.status.not_in(CORRECTABLE))
        .limit(1)
    )
    if number is not None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"申报 {number} 已按这家单位的登记内容受理，不能再更正，以免改动已审核的事实。"
            "请另外新增一家单位，再在草稿或退回的申报中改选。",
            number=number,
        )
