"""Name a line that an open erratum batch corrects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.decision.frozen_list import FrozenLine
from zhicheng.decision.line_in_force import line_in_force
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.font import missing_glyphs
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch
from zhicheng.review.composition import erratum_of, must_be_unfrozen
from zhicheng.review.erratum import Correction, Erratum
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

BY_HAND: Final = {"employer": 100, "specialty": 100, "title_name": 60}
"""The entries that an erratum may give by hand, and how long each may be. A name is corrected in the register."""


def correct_line(
    session: Session,
    actor: Actor,
    now: datetime,
    batch: Batch,
    number: str,
    reason: str,
    entries: Mapping[str, str],
) -> Correction:
    """Make the line of the submission ``number`` a member of the erratum ``batch``; ``entries`` are given by hand, empty
    ones left as they are. What the register says now is taken when the erratum is frozen.

    Raises Refusal ``batch_frozen``, ``wrong_status`` (no erratum, already named), ``not_found``, ``opinion_required``,
    ``bad_input``.
    """
    actor.must(Permission.FREEZE_BATCH, batch.office)
    must_be_unfrozen(batch)
    erratum = erratum_of(session, batch)
    if erratum is None:
        raise Refusal(RefusalCode.WRONG_STATUS, f"{batch.number} 不是更正批次，名单记载只能由更正批次更正。")
    if not reason.strip():
        raise Refusal(RefusalCode.OPINION_REQUIRED, "每一项更正须写明理由。请填写后再加入。")
    submission = _listed(session, erratum, number.strip())
    named = select(Correction.id).where(
        Correction.batch_id == batch.id, Correction.submission_id == submission.id
    )
    if session.scalar(named) is not None:
        raise Refusal(RefusalCode.WRONG_STATUS, f"{number} 已在更正批次 {batch.number} 中。要改请先移出。")
    given = {entry: _printable(entry, words.strip()) for entry, words in entries.items() if words.strip()}
    line = line_in_force(session, submission)
    given = {entry: words for entry, words in given.items() if line and getattr(line.said, entry) != words}
    correction = Correction(
        batch_id=batch.id, submission_id=submission.id, entries=given, reason=reason.strip()
    )
    session.add(correction)
    session.flush()
    audit.note(session, actor, now, "correct_line", batch, {"member": [None, submission.number]}, reason)
    return correction


def _listed(session: Session, erratum: Erratum, number: str) -> Submission:
    submission = session.scalar(
        select(Submission)
        .join(FrozenLine, FrozenLine.submission_id == Submission.id)
        .where(FrozenLine.batch_id == erratum.original_id, Submission.number == number)
    )
    if submission is None or line_in_force(session, submission) is None:
        raise Refusal(
            RefusalCode.NOT_FOUND,
            f"批次 {erratum.original.number} 公布的名单中没有受理号 {number[:20]}。请核对受理号。",
        )
    return submission


def _printable(entry: str, words: str) -> str:
    if entry not in BY_HAND:
        raise Refusal(
            RefusalCode.BAD_INPUT, "更正批次只能填写工作单位、专业、资格名称；姓名请先在人员登记中更正。"
        )
    missing = missing_glyphs(words)
    if len(words) > BY_HAND[entry] or missing:
        why = f"“{'、'.join(missing)}”没有字形" if missing else f"现为 {len(words)} 个字"
        raise Refusal(
            RefusalCode.BAD_INPUT, f"更正内容不得超过 {BY_HAND[entry]} 个字且须能印出；{why}。请核对。"
        )
    return words
