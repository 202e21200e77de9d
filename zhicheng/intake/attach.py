"""Hand in a file for a submission."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.attachment import Attachment
from zhicheng.intake.declare import must_be_correctable
from zhicheng.intake.file_store import FileStore
from zhicheng.intake.inspect_file import inspect_file
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.material import Material
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def attach(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    files: FileStore,
    submission: Submission,
    *,
    kind: str,
    for_year: int | None,
    file_name: str,
    content: bytes | None,
) -> Attachment:
    """Keep ``content`` and say what it is for; what an earlier round brought for the same
    kind and year is superseded, never lost.

    ``content`` None records that the sender lists the file but did not send it. The bytes are in the store before the
    row is, so a crash leaves no row without a file. Raises Refusal ``bad_file``, ``bad_input``, ``wrong_status``.
    """
    actor.must(Permission.EDIT_FILES, submission.office)
    must_be_correctable(submission)
    material = demanded(year, kind)
    if (material.yearly is not None) != (for_year is not None):
        demand = "须注明年度" if material.yearly else "不带年度"
        raise Refusal(RefusalCode.BAD_INPUT, f"“{material.label}”{demand}，请更正后再上传。")
    attachment = Attachment(
        submission_id=submission.id,
        kind=kind,
        year=for_year,
        file_name=file_name[-255:],
        round_number=submission.rounds + 1,
        added_at=now,
    )
    if content is not None:
        seen = inspect_file(content, photo=kind == "photo")
        attachment.content_type, attachment.pages, attachment.size = seen.content_type, seen.pages, len(content)
        attachment.digest = files.put(content)
    for old in current_attachments(session, submission):
        if (old.kind, old.year) == (kind, for_year) and old.round_number < attachment.round_number:
            old.superseded_at = now
    session.add(attachment)
    session.flush()
    audit.note(session, actor, now, "attach", attachment, {"submission_id": [None, submission.id], "kind": [None, kind], "digest": [None, attachment.digest]})
    return attachment


def set_aside(
    session: Session, actor: Actor, now: datetime, submission: Submission, attachment: Attachment
) -> Attachment:
    """What an earlier round brought and the correction no longer lists stands for no demand any more; it is kept."""
    actor.must(Permission.EDIT_FILES, submission.office)
    must_be_correctable(submission)
    attachment.superseded_at = now
    session.flush()
    changes = {"submission_id": [submission.id, submission.id], "kind": [attachment.kind, None]}
    audit.note(session, actor, now, "set_aside", attachment, changes)
    return attachment


def demanded(year: PolicyYear, kind: str) -> Material:
    """The material of the year; ``bad_input`` where the year knows no such kind."""
    material = year.materials.get(kind)
    if material is None:
        raise Refusal(RefusalCode.BAD_INPUT, f"{year.cycle} 年度没有“{kind}”这一类材料，请从材料清单中选择。")
    return material


def current_attachments(session: Session, submission: Submission) -> list[Attachment]:
    """What stands for the demands now, in the order in which it came."""
    return list(
        session.scalars(
            select(Attachment)
            .where(Attachment.submission_id == submission.id, Attachment.superseded_at.is_(None))
            .order_by(Attachment.id)
        )
    )
