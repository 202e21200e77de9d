"""Hand in files for a submission."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from zhicheng.intake.attachment import Attachment
from zhicheng.intake.declare import must_be_correctable
from zhicheng.intake.file_store import FileStore
from zhicheng.intake.inspect_file import inspect_file
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import append_all
from zhicheng.policy.material import Material
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

_CURRENT = (
    select(Attachment)
    .where(Attachment.submission_id == bindparam("submission"), Attachment.superseded_at.is_(None))
    .order_by(Attachment.id)
)
_LISTED = _CURRENT.with_only_columns(Attachment.kind, Attachment.year, Attachment.file_name)


class AttachmentName(NamedTuple):
    """What an attachment is for, and how the sender named it."""

    kind: str
    year: int | None
    file_name: str


@dataclass(frozen=True)
class Item:
    """One file handed in: what it is for, its name, and its bytes; None where the sender only lists it."""

    kind: str
    year: int | None
    file_name: str
    content: bytes | None


def attach(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    files: FileStore,
    submission: Submission,
    *items: Item,
) -> None:
    """Keep ``items`` and say what each is for; what an earlier round brought for the same
    kind and year is superseded, never lost.

    The bytes are in the store before the row is, so a crash leaves no row without a file.
    Raises Refusal ``bad_file``, ``bad_input``, ``wrong_status``.
    """
    actor.must(Permission.EDIT_FILES, submission.office)
    must_be_correctable(submission)
    fresh = [_row_of(now, year, files, submission, item) for item in items]
    renewed = {(one["kind"], one["year"]) for one in fresh}
    if submission.rounds:
        for old in current_attachments(session, submission):
            if (old.kind, old.year) in renewed and old.round_number <= submission.rounds:
                old.superseded_at = now
    append_all(session, Attachment, fresh)
    added = [[one["kind"], one["year"], one.get("digest")] for one in fresh]
    audit.note(session, actor, now, "attach", submission, {"attachments": [None, added]})


def _row_of(
    now: datetime, year: PolicyYear, files: FileStore, submission: Submission, item: Item
) -> dict[str, Any]:
    material = demanded(year, item.kind)
    if (material.yearly is not None) != (item.year is not None):
        demand = "须注明年度" if material.yearly else "不带年度"
        raise Refusal(RefusalCode.BAD_INPUT, f"“{material.label}”{demand}，请更正后再上传。")
    row: dict[str, Any] = {
        "submission_id": submission.id,
        "kind": item.kind,
        "year": item.year,
        "file_name": item.file_name[-255:],
        "round_number": submission.rounds + 1,
        "added_at": now,
    }
    if item.content is None:
        return row | {"digest": None, "content_type": None, "pages": 0, "size": 0}
    try:
        seen = inspect_file(item.content, photo=item.kind == "photo")
    except Refusal as why:  # the sender hands in a dozen files at once
        raise Refusal(
            why.code, f"{material.label}（{row['file_name']}）：{why.sentence}", **why.facts
        ) from why
    return row | {
        "digest": files.put(item.content),
        "content_type": seen.content_type,
        "pages": seen.pages,
        "size": seen.size,
    }


def set_aside(
    session: Session, actor: Actor, now: datetime, submission: Submission, attachment: Attachment
) -> Attachment:
    """What an earlier round brought and the correction no longer lists stands for no demand any more; it is kept."""
    actor.must(Permission.EDIT_FILES, submission.office)
    must_be_correctable(submission)
    attachment.superseded_at = now
    session.flush()
    gone = [[attachment.kind, attachment.year, attachment.digest]]
    audit.note(session, actor, now, "set_aside", submission, {"attachments": [gone, None]})
    return attachment


def demanded(year: PolicyYear, kind: str) -> Material:
    """The material of the year; ``bad_input`` where the year knows no such kind."""
    material = year.materials.get(kind)
    if material is None:
        raise Refusal(RefusalCode.BAD_INPUT, f"{year.cycle} 年度没有“{kind}”这一类材料，请从材料清单中选择。")
    return material


def listed_attachments(session: Session, submission: Submission) -> list[AttachmentName]:
    """Kind, year and file name of the same, without the rows themselves."""
    session.flush()
    rows = session.connection().execute(_LISTED, {"submission": submission.id})
    return [AttachmentName(*row) for row in rows]


def current_attachments(session: Session, submission: Submission) -> list[Attachment]:
    """What stands for the demands now, in the order in which it came."""
    return list(session.scalars(_CURRENT, {"submission": submission.id}))
