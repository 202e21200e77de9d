"""A look into the archive at a desk, kept as it was answered: what the extract (诚信查询证明) is printed from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base


class Standing(Choice):
    """What the archive says of one line of an inquiry."""

    BARRED = "barred", "在记录期内"
    RECORDED = "recorded", "有记录，该日不受限制"
    CLEAR = "clear", "无记录"
    CHOOSE = "choose", "有同名的人，请选择"
    NOBODY = "nobody", "没有找到此姓名"


class Inquiry(Base):
    """One inquiry with all its answers; append-only.

    ``answers`` holds one object per line, in the order in which it was typed (``integrity/answered.py: Answered``):
    names and masked numbers only, never a whole identity number.
    """

    __tablename__ = "integrity_inquiry"
    __table_args__ = (CheckConstraint("barred BETWEEN 0 AND asked", name="no_more_barred_than_asked"),)

    asked_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    actor_name: Mapped[str] = mapped_column(String(50), comment="the name as it was then")
    reason: Mapped[str] = mapped_column(String(200))
    day: Mapped[date] = mapped_column(comment="the day asked about, Beijing")
    known_at: Mapped[datetime] = mapped_column(
        comment="as far as the archive knew at this instant: what was entered later does not count"
    )
    asked: Mapped[int] = mapped_column(comment="how many lines")
    barred: Mapped[int] = mapped_column(comment="how many of them are barred on the day")
    answers: Mapped[list[Any]] = mapped_column(comment="one object per line, numbers masked")
    continues_id: Mapped[int | None] = mapped_column(
        ForeignKey("integrity_inquiry.id"), comment="the inquiry whose names were settled by this one"
    )


class InquiryPerson(Base):
    """That an inquiry was about somebody in the register: who looked at whom can be told to that person (PIPL)."""

    __tablename__ = "integrity_inquiry_person"
    __table_args__ = (UniqueConstraint("inquiry_id", "applicant_id"),)

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("integrity_inquiry.id"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), index=True)
