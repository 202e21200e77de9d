"""Give the bytes of an attachment to somebody, and write down that it happened (PIPL)."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.attachment import Attachment
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def hand_out(
    session: Session, actor: Actor, now: datetime, attachment: Attachment, *, page: int | None = None
) -> str:
    """The digest under which the file lies; ``page`` says that only its picture was shown.

    Raises Refusal ``not_permitted``, ``other_office``, ``not_found`` where the file was listed but never came.
    """
    actor.must(Permission.READ_ATTACHMENTS, attachment.submission.office)
    digest = must_be_here(attachment)
    act, what = ("download_attachment", {}) if page is None else ("show_attachment", {"page": [None, page]})
    audit.note(
        session, actor, now, act, attachment, {"submission_id": [None, attachment.submission_id], **what}
    )
    return digest


def must_be_here(attachment: Attachment) -> str:
    """The digest of a file that came; ``not_found`` for one that was only listed."""
    if attachment.digest is None:
        raise Refusal(
            RefusalCode.NOT_FOUND, f"“{attachment.file_name}”只列在案卷里，文件没有送来。请申报人补传。"
        )
    return attachment.digest
