"""The lines of an erratum batch: each names the line it replaces, and what holds from now on."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.decision.check_list import lines_of
from zhicheng.decision.frozen_list import FrozenLine
from zhicheng.decision.line_in_force import corrected_by_hand, lines_in_force
from zhicheng.decision.list_line import ENTRIES, Effect, ListLine, changed
from zhicheng.decision.live_line import live_line
from zhicheng.decision.second_person import approvals_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.erratum import Correction


def corrections_of(session: Session, batch: Batch) -> list[Correction]:
    """The corrections of an erratum batch, by submission number."""
    return list(
        session.scalars(
            select(Correction)
            .join(Submission, Correction.submission_id == Submission.id)
            .where(Correction.batch_id == batch.id)
            .order_by(Submission.number)
        )
    )


def corrected_lines(session: Session, batch: Batch) -> list[ListLine]:
    """The lines of the open erratum ``batch`` as they would be frozen now.

    Raises Refusal ``wrong_status`` where nothing is corrected.
    """
    corrections = corrections_of(session, batch)
    if not corrections:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"更正批次 {batch.number} 还没有更正事项，不能冻结。请先加入要更正的人员。",
        )
    pairs = line_pairs(session, batch, corrections)
    idle = [
        after.submission for before, after in pairs if not (changed(before.said, after) or _strikes(after))
    ]
    if idle:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"更正须改变名单的记载；{'、'.join(idle)} 更正前后相同。请填写要更正的内容，或将其移出更正批次。",
            idle=idle,
        )
    return [after for _, after in pairs]


def line_pairs(
    session: Session, batch: Batch, corrections: list[Correction]
) -> list[tuple[FrozenLine, ListLine]]:
    """For each correction the line that holds and the one that shall replace it. An annulled title is struck off."""
    keys = [one.submission_id for one in corrections]
    in_force, earlier = lines_in_force(session, keys), corrected_by_hand(session, keys)
    approvals = approvals_of(session, keys)
    pairs = []
    for place, one in enumerate(corrections, start=1):
        old = in_force[one.submission_id]
        struck = one.submission.status is Status.ANNULLED
        new = live_line(
            session,
            batch,
            place,
            one.submission,
            Effect.STRIKE if struck else Effect.CORRECT,
            earlier.get(one.submission_id, {}) | one.entries,
            corrects=old.leaf.hex(),
            approval=approvals.get(one.submission_id),
        )
        pairs.append((old, new))
    return pairs


@dataclass(frozen=True)
class Corrected:
    """One member of an erratum batch: the line that was or shall be replaced, what replaces it, and why."""

    submission: Submission
    before: ListLine
    after: ListLine
    reason: str

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Entry, old words, new words."""
        if _strikes(self.after):
            return [("全部记载", f"{self.before.title_name}（{self.before.name}）", "删除")]
        found = changed(self.before, self.after)
        return [(ENTRIES[entry], old, new) for entry, (old, new) in found.items()]


def corrected(session: Session, batch: Batch) -> list[Corrected]:
    """What an erratum corrects: as it was frozen, or while it is open as it would be frozen now."""
    named = corrections_of(session, batch)
    if batch.status is BatchStatus.OPEN:
        pairs = [(before.said, after) for before, after in line_pairs(session, batch, named)]
    else:
        frozen = {one.submission_id: one for one in lines_of(session, batch)}
        lines = [frozen[one.submission_id] for one in named]
        pairs = [(replaced_line(session, line), line.said) for line in lines]
    return [Corrected(one.submission, *pair, one.reason) for one, pair in zip(named, pairs, strict=True)]


def replaced_line(session: Session, line: FrozenLine) -> ListLine:
    """The line whose hash a correcting line names. Raises Refusal ``not_as_listed`` where it is gone."""
    earlier = select(FrozenLine).where(
        FrozenLine.submission_id == line.submission_id, FrozenLine.id != line.id
    )
    for one in session.scalars(earlier):
        if one.leaf.hex() == line.said.corrects:
            return one.said
    raise Refusal(
        RefusalCode.NOT_AS_LISTED,
        f"更正批次 {line.batch.number} 第 {line.place} 号所引用的原记载已不在名单中。请保留现场并报告。",
    )


def _strikes(line: ListLine) -> bool:
    return line.effect is Effect.STRIKE
