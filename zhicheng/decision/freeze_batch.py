"""Freeze a batch: its members, and what the list says about each, are what they are."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.decision.corrected_lines import corrected_lines
from zhicheng.decision.frozen_list import FrozenLine, FrozenList
from zhicheng.decision.list_line import SALT_BYTES, ListLine, canonical, leaf_of
from zhicheng.decision.live_line import live_line
from zhicheng.decision.members import members_of
from zhicheng.decision.second_person import approvals_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.merkle import root_of
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import append
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import erratum_of, must_be_unfrozen
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

Salts = Callable[[int], bytes]
"""Gives so many random bytes, new ones each time."""


def freeze_batch(
    session: Session, actor: Actor, now: datetime, batch: Batch, salts: Salts = secrets.token_bytes
) -> Batch:
    """Freeze a batch whose members are all decided (clause 5.2) and write its name list under a Merkle root.

    Raises Refusal ``batch_frozen``; ``wrong_status`` naming the undecided members, or when nobody was approved, or
    when a correction corrects nothing.
    """
    actor.must(Permission.FREEZE_BATCH, batch.office)
    must_be_unfrozen(batch)
    members = members_of(session, batch)
    is_erratum = erratum_of(session, batch) is not None
    lines = corrected_lines(session, batch) if is_erratum else _conferring_lines(session, batch, members)
    root = _write_list(session, now, batch, {one.number: one.id for one in members}, lines, salts)
    batch.status = BatchStatus.FROZEN
    batch.frozen_at = now
    batch.frozen_by_id = actor.id
    session.flush()
    changes = {"status": ["open", "frozen"], "members": [None, len(lines)], "root": [None, root]}
    audit.note(session, actor, now, "freeze_batch", batch, changes)
    return batch


def undecided(members: Sequence[Submission]) -> list[Submission]:
    """The members that keep a batch from being frozen."""
    return [one for one in members if one.status is not Status.APPROVED]


def _conferring_lines(session: Session, batch: Batch, members: Sequence[Submission]) -> list[ListLine]:
    waiting = [one.number for one in undecided(members)]
    if waiting:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"批次 {batch.number} 还有 {len(waiting)} 件没有复核：{'、'.join(waiting[:10])}"
            f"{' 等' if len(waiting) > 10 else ''}。请办结或移出后再冻结。",
            undecided=waiting,
        )
    if not members:
        raise Refusal(RefusalCode.WRONG_STATUS, f"批次 {batch.number} 没有已通过的申报，不能冻结。请先复核。")
    approvals = approvals_of(session, [one.id for one in members])
    return [
        live_line(session, batch, place, one, approval=approvals.get(one.id))
        for place, one in enumerate(members, start=1)
    ]


def _write_list(
    session: Session,
    now: datetime,
    batch: Batch,
    keys: dict[str, int],
    lines: Sequence[ListLine],
    salts: Salts,
) -> str:
    """Lines, salts and the root over them; returns the root in hex."""
    leaves = []
    for line in lines:
        text, salt = canonical(line), salts(SALT_BYTES)
        leaves.append(leaf_of(text, salt))
        append(
            session,
            FrozenLine,
            batch_id=batch.id,
            place=line.place,
            submission_id=keys[line.submission],
            line=text,
            salt=salt.hex(),
        )
    root = root_of(leaves).hex()
    append(session, FrozenList, batch_id=batch.id, root=root, size=len(leaves), frozen_at=now)
    return root
