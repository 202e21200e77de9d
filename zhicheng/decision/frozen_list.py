"""The name list of a batch as it was frozen: its lines, their salts and the root over them. Append-only."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.decision.list_line import ListLine, leaf_of, read_line
from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Base
from zhicheng.review.batch import Batch


class FrozenList(Base):
    """The list as a whole. Batches that were frozen before there were such lists have none."""

    __tablename__ = "frozen_list"
    __table_args__ = (CheckConstraint("size > 0", name="a_frozen_list_has_lines"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    root: Mapped[str] = mapped_column(
        String(64), comment="Merkle root (RFC 9162) over the lines, SHA-256, hex"
    )
    size: Mapped[int] = mapped_column(comment="number of lines")
    frozen_at: Mapped[datetime]

    batch: Mapped[Batch] = relationship(viewonly=True)


class FrozenLine(Base):
    """One line: what the legal act says about one member, byte for byte."""

    __tablename__ = "frozen_line"
    __table_args__ = (UniqueConstraint("batch_id", "place"), UniqueConstraint("batch_id", "submission_id"))

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    place: Mapped[int] = mapped_column(comment="number on the list, from 1")
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    line: Mapped[str] = mapped_column(Text, comment="canonical JSON, see list_line")
    salt: Mapped[str] = mapped_column(String(64), comment="32 random bytes, hex")

    batch: Mapped[Batch] = relationship(viewonly=True)
    submission: Mapped[Submission] = relationship(viewonly=True)

    @property
    def said(self) -> ListLine:
        """The line as values."""
        return read_line(self.line)

    @property
    def leaf(self) -> bytes:
        """Its hash in the tree."""
        return leaf_of(self.line, bytes.fromhex(self.salt))


class WithheldLine(Base):
    """A line whose approval fell between freezing and publication: on the frozen list, but not published."""

    __tablename__ = "withheld_line"

    line_id: Mapped[int] = mapped_column(ForeignKey("frozen_line.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)

    line: Mapped[FrozenLine] = relationship(viewonly=True)
