"""Say in a draft what one file came to."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.attach import current_attachments
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.draft import ReviewDraft, begun_draft
from zhicheng.review.material_verdict import Judgement
from zhicheng.staff.actor import Actor


def judge_material(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    attachment_id: int,
    judgement: Judgement | None,
) -> ReviewDraft:
    """Accepted, defective, or (None) not judged after all. Raises Refusal ``not_found`` and what ``begun_draft`` raises."""
    attachment = handed_in(session, submission, attachment_id)
    draft = begun_draft(session, actor, now, submission)
    kept = {key: value for key, value in draft.verdicts.items() if key != str(attachment.id)}
    draft.verdicts = kept | ({str(attachment.id): judgement.value} if judgement else {})
    session.flush()
    return draft


def handed_in(session: Session, submission: Submission, attachment_id: int) -> Attachment:
    """The file, when it stands for a demand of this submission now; else Refusal ``not_found``."""
    for one in current_attachments(session, submission):
        if one.id == attachment_id:
            return one
    raise Refusal(
        RefusalCode.NOT_FOUND, "这份材料已不在本件申报中，可能已被新的材料替换。请刷新页面查看最新情况。"
    )
