"""The lines of an erratum batch: each names the line it replaces, and what holds from now on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.decision.frozen_list import FrozenLine
from zhicheng.decision.line_in_force import corrected_by_hand, lines_in_force
from zhicheng.decision.list_line import Effect, ListLine, changed
from zhicheng.decision.live_line import live_line
from zhicheng.decision.second_person import approvals_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch
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


def _strikes(line: ListLine) -> bool:
    return line.effect is Effect.STRIKE
