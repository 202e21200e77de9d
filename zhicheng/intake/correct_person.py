"""Point a submission at the person it really is about: a corrected identity number is another applicant row."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.declare import must_be_correctable
from zhicheng.intake.lifecycle import OPEN
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def correct_person(
    session: Session, actor: Actor, now: datetime, submission: Submission, person: Applicant
) -> Submission:
    """Make ``person`` the applicant of a draft or returned ``submission``; nothing happens where that is so already.

    A wrong check digit is curable (clause 4.1), another person is not: the names must be the same, else ``bad_input``.
    Raises Refusal ``already_open`` (clause 5.1), ``wrong_status``.
    """
    before = submission.applicant
    if person is before:
        return submission
    actor.must(Permission.EDIT_FILES, submission.office)
    must_be_correctable(submission)
    if person.name != before.name:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"{submission.number} 的申报人是“{before.name}”，现姓名与证件号码都不同，是另一个人。请以新的编号申报。",
            path="$.applicant",
        )
    other = session.scalar(
        select(Submission).where(
            Submission.applicant_id == person.id,
            Submission.cycle == submission.cycle,
            Submission.status.in_(OPEN),
        )
    )
    if other is not None:
        raise Refusal(
            RefusalCode.ALREADY_OPEN,
            f"{person.name} 本年度已有在办申报 {other.number}（{other.status.label}），同一年度只能办理一件。",
            number=other.number,
        )
    submission.applicant = person
    session.flush()
    audit.note(session, actor, now, "correct_person", submission, {"applicant_id": [before.id, person.id]})
    return submission
