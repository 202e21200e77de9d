"""A letter that took effect: its words, frozen in the same commit as the act that it tells of."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base
from zhicheng.staff.office import Office


class LetterKind(Choice):
    """Which letter; the code is the name of its wording."""

    RETURN = "return_letter", "退回补正通知"
    DECLINE = "decline_letter", "不予通过通知"
    RECEIPT = "receipt", "受理回执"
    REVOCATION = "revocation_decision", "撤销决定"
    EXTRACT = "integrity_extract", "诚信查询证明"


class Letter(Base):
    """One letter; append-only. ``content`` is every word of it, so later changes of wording or person do not touch it."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("kind", "subject_kind", "subject_id", "part"),)

    kind: Mapped[LetterKind]
    subject_kind: Mapped[str] = mapped_column(String(40), comment="table of what it is about")
    subject_id: Mapped[int] = mapped_column(comment="key of what it is about")
    part: Mapped[int] = mapped_column(default=0, comment="the round, where there is one letter a round")
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)
    office: Mapped[Office | None] = mapped_column(comment="whose people may read it; empty: by another right")
    wording: Mapped[str] = mapped_column(String(71), comment="sha256:… of the year's wording")
    content: Mapped[dict[str, Any]] = mapped_column(comment="the words, as printed")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    actor_name: Mapped[str] = mapped_column(String(50))
    at: Mapped[datetime]

    @property
    def title(self) -> str:
        """What lists call it."""
        return f"{self.kind.label}（第{self.part}次提交）" if self.part else self.kind.label

    def __str__(self) -> str:
        return self.title
