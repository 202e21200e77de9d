"""The proof that a line stands on a frozen list: whoever has it needs neither us nor the other lines."""

from msgspec import DecodeError, Struct
from sqlalchemy.orm import Session

from zhicheng.decision.check_list import lines_of, list_of
from zhicheng.decision.frozen_list import FrozenLine, FrozenList
from zhicheng.decision.list_line import ListLine, leaf_of, read_line
from zhicheng.kernel.merkle import Tree, verify_proof
from zhicheng.kernel.refusal import Refusal, RefusalCode

SCHEMA = "zhicheng.list-proof/1"
_KEPT = 8
_TREES: dict[str, Tree] = {}
"""The trees used last, by their roots: a root belongs to one list only, so nothing here can become old."""


class LineProof(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line, its salt, and the way to the root; hashes in hex, ``index`` from 0, ``size`` the lines of the list."""

    schema: str = SCHEMA
    batch: str
    notice_number: str
    root: str
    size: int
    index: int
    salt: str
    line: str
    proof: tuple[str, ...]

    @property
    def said(self) -> ListLine | None:
        """The line as values, if it is one."""
        try:
            return read_line(self.line)
        except (DecodeError, ValueError):
            return None

    @property
    def holds(self) -> bool:
        """Whether the proof leads from the line to the root, and the line is of this batch and in this place."""
        said = self.said
        if said is None or (said.batch, said.place) != (self.batch, self.index + 1):
            return False
        try:
            leaf = leaf_of(self.line, bytes.fromhex(self.salt))
            way = [bytes.fromhex(part) for part in self.proof]
            return verify_proof(leaf, self.index, self.size, way, bytes.fromhex(self.root))
        except ValueError:
            return False


def line_proof(session: Session, line: FrozenLine) -> LineProof:
    """The proof of ``line``. Raises Refusal ``not_as_listed`` where the list no longer gives its own root."""
    listed = list_of(session, line.batch)
    if listed is None:
        raise Refusal(
            RefusalCode.NOT_AS_LISTED, f"批次 {line.batch.number} 没有固定的名单，不能出具名单证明。"
        )
    return LineProof(
        batch=line.batch.number,
        notice_number=line.batch.notice_number or "",
        root=listed.root,
        size=listed.size,
        index=line.place - 1,
        salt=line.salt,
        line=line.line,
        proof=tuple(part.hex() for part in _tree(session, listed).proof(line.place - 1)),
    )


def _tree(session: Session, listed: FrozenList) -> Tree:
    tree = _TREES.get(listed.root)
    if tree is None:
        tree = Tree([one.leaf for one in lines_of(session, listed.batch)])
        if tree.root.hex() != listed.root:
            raise Refusal(
                RefusalCode.NOT_AS_LISTED,
                f"批次 {listed.batch.number} 的名单与冻结时的总摘要不符，不能据以制证。"
                "请保留现场并报告，用 flask batch verify 核对。",
            )
        for old in list(_TREES)[: max(len(_TREES) - _KEPT + 1, 0)]:
            _TREES.pop(old, None)
        _TREES[listed.root] = tree
    return tree
