"""Does a frozen name list still say what was frozen? Recomputed from its lines, its members and the audit trail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import DecodeError
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.decision.frozen_list import FrozenLine, FrozenList, WithheldLine
from zhicheng.decision.list_line import canonical
from zhicheng.decision.members import member_keys
from zhicheng.intake.submission import Submission
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.merkle import root_of
from zhicheng.review.batch import Batch, BatchStatus


@dataclass(frozen=True)
class ListCheck:
    """The list, its lines, and every sentence that speaks against it; ``listed`` None: frozen before lists were kept."""

    batch: Batch
    listed: FrozenList | None
    lines: Sequence[FrozenLine] = ()
    faults: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether there is a list and nothing speaks against it."""
        return self.listed is not None and not self.faults


def lines_of(session: Session, batch: Batch) -> list[FrozenLine]:
    """The frozen lines of a batch in the order of the list."""
    return list(
        session.scalars(select(FrozenLine).where(FrozenLine.batch_id == batch.id).order_by(FrozenLine.place))
    )


def list_of(session: Session, batch: Batch) -> FrozenList | None:
    """The frozen list of a batch, if one was kept."""
    return session.scalar(select(FrozenList).where(FrozenList.batch_id == batch.id))


def withheld_keys(session: Session, batch: Batch) -> set[int]:
    """The keys of the frozen lines of a batch that were kept back from publication."""
    kept_back = select(WithheldLine.line_id).join(FrozenLine).where(FrozenLine.batch_id == batch.id)
    return set(session.scalars(kept_back))


def check_list(session: Session, batch: Batch) -> ListCheck:
    """Check the frozen list of ``batch``: each line readable and in its place, the root right and as the trail has it,
    the members those of the list."""
    listed, lines = list_of(session, batch), lines_of(session, batch)
    noted = _root_in_the_trail(session, batch)
    if listed is None:
        lost = bool(lines) or noted is not None
        return ListCheck(batch, None, lines, ["冻结时固定过名单，名单总摘要现已不见"] if lost else [])
    faults = []
    about = select(Submission.id, Submission.number).join(
        FrozenLine, FrozenLine.submission_id == Submission.id
    )
    numbers = dict(session.execute(about.where(FrozenLine.batch_id == batch.id)).all())
    for place, line in enumerate(lines, start=1):
        if not _is_sound(line, place, batch, numbers[line.submission_id]):
            faults.append(f"第 {place} 号的记载被改动")
    if len(lines) != listed.size:
        faults.append(f"名单应有 {listed.size} 行，现有 {len(lines)} 行")
    if not faults and root_of([line.leaf for line in lines]).hex() != listed.root:
        faults.append("名单各行与冻结时的总摘要不符")
    if noted is not None and noted != listed.root:
        faults.append("名单总摘要与审计记录所记不符")
    members = member_keys(session, batch)
    named = {line.submission_id for line in lines}
    if members != named:
        faults.append(f"批次成员与名单不符：多出 {len(members - named)} 件，缺少 {len(named - members)} 件")
    return ListCheck(batch, listed, lines, faults)


def check_all_lists(session: Session) -> Iterator[ListCheck]:
    """The same for every batch that was ever frozen, oldest first."""
    frozen = select(Batch).where(Batch.status != BatchStatus.OPEN).order_by(Batch.id)
    for batch in session.scalars(frozen).all():
        yield check_list(session, batch)


def _is_sound(line: FrozenLine, place: int, batch: Batch, number: str) -> bool:
    try:
        said = line.said
        bytes.fromhex(line.salt)
    except (DecodeError, ValueError):
        return False
    return (
        canonical(said) == line.line
        and (line.place, said.place, said.batch) == (place, place, batch.number)
        and said.submission == number
    )


def _root_in_the_trail(session: Session, batch: Batch) -> str | None:
    changes = session.scalar(
        select(AuditEntry.changes)
        .where(
            AuditEntry.act == "freeze_batch",
            AuditEntry.subject_kind == Batch.__tablename__,
            AuditEntry.subject_id == batch.id,
        )
        .limit(1)
    )
    root = (changes or {}).get("root")
    return str(root[1]) if root else None
