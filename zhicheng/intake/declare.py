"""Write what an applicant declares, while the file lies with the applicant."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.declared import Declared
from zhicheng.intake.lifecycle import CORRECTABLE
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def declare(
    session: Session, actor: Actor, now: datetime, submission: Submission, declared: Declared
) -> Submission:
    """Replace what ``submission`` declares. Refused ``wrong_status`` unless it is a draft or returned (clause 6.1)."""
    actor.must(Permission.EDIT_FILES, submission.office)
    must_be_correctable(submission)
    declared.write_to(submission)
    session.flush()
    declared.replace_facts(session, submission)
    audit.note(session, actor, now, "declare", submission)
    return submission


def must_be_correctable(submission: Submission) -> None:
    """Refuse ``wrong_status`` while the file lies with the office: what is under review must not move."""
    if submission.status not in CORRECTABLE:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"{submission.number} 现在的状态是“{submission.status.label}”，申报内容只能在草稿或退回后修改。"
            "如需更正，请先退回。",
            status=submission.status.value,
        )
