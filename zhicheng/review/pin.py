"""Pin a defect to a file in the draft: the whole file, a page, or a box on a page; and take it off again."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import load_year
from zhicheng.review.draft import ReviewDraft, begun_draft
from zhicheng.review.judge_material import handed_in
from zhicheng.review.material_verdict import Judgement
from zhicheng.review.opinion_lines import add_line, drop_line, line_of, place_of
from zhicheng.staff.actor import Actor

MOST: Final = 60
LONGEST_REASON: Final = 300


class Spot(NamedTuple):
    """What is wrong and where. ``box`` is left, top, width, height in per cent of the upright page; it needs a page."""

    attachment_id: int
    clause: str
    reason: str
    page: int | None = None
    box: tuple[float, ...] | None = None


def pin(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    spot: Spot,
    code: str = "return",
    beginning: str = "",
) -> ReviewDraft:
    """Note the defect, call the file defective, and write a line into the opinion begun for ``code``.

    Raises Refusal ``bad_input``, ``not_found`` and what ``begun_draft`` raises.
    """
    attachment_id, clause, reason, page, box = spot
    attachment = handed_in(session, submission, attachment_id)
    draft = begun_draft(session, actor, now, submission)
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"请写明问题，1 至 {LONGEST_REASON} 个字，现在是 {len(reason)} 个字。可从理由目录中选用。",
        )
    if len(draft.defects) >= MOST:
        raise Refusal(RefusalCode.BAD_INPUT, f"一件申报最多标注 {MOST} 处问题。请合并相同的问题。")
    if page is not None and not 1 <= page <= max(1, attachment.pages):
        raise Refusal(RefusalCode.BAD_INPUT, f"这份材料共 {attachment.pages} 页，没有第 {page} 页。")
    if box is not None and (page is None or not _on_the_page(box)):
        raise Refusal(RefusalCode.BAD_INPUT, "标注框不在页面之内，没有保存。请在页面上重新框选。")
    material = load_year(submission.cycle).materials.get(attachment.kind)
    place = place_of(material.label if material else attachment.file_name, attachment.year, page)
    line = line_of(clause, f"{place}：{reason}")
    one = {
        "id": max((int(each["id"]) for each in draft.defects), default=0) + 1,
        "attachment": attachment.id,
        "page": page,
        "box": [round(side, 2) for side in box] if box else None,
        "clause": clause,
        "reason": reason,
        "line": line,
        "code": code,
    }
    draft.defects = [*draft.defects, one]
    draft.verdicts = draft.verdicts | {str(attachment.id): Judgement.DEFECTIVE.value}
    draft.words = draft.words | {code: add_line(str(draft.words.get(code, beginning)), line)}
    session.flush()
    return draft


def unpin(session: Session, actor: Actor, now: datetime, submission: Submission, number: int) -> ReviewDraft:
    """Take the defect numbered ``number`` off, with its line where it still stands as written; the verdict stays."""
    draft = begun_draft(session, actor, now, submission)
    gone = [one for one in draft.defects if one["id"] == number]
    draft.defects = [one for one in draft.defects if one["id"] != number]
    for one in gone:
        text = drop_line(str(draft.words.get(one["code"], "")), one["line"])
        draft.words = draft.words | {one["code"]: text}
    session.flush()
    return draft


def _on_the_page(box: tuple[float, ...]) -> bool:
    if len(box) != 4 or not all(0 <= side <= 100 for side in box):
        return False
    left, top, width, height = box
    return width > 0 and height > 0 and left + width <= 100.5 and top + height <= 100.5
