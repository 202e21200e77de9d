"""An entry of the integrity archive (clause 6.3)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.integrity.bar import Bar
from zhicheng.kernel.identity_number import masked
from zhicheng.kernel.table import Base
from zhicheng.policy.vocabulary import IdType


class IntegrityRecord(Base):
    """One decision about one person. Records are lifted, never deleted; lifting takes a decision and two people."""

    __tablename__ = "integrity_record"
    __table_args__ = (
        UniqueConstraint("decision_number", "id_number"),
        CheckConstraint("until >= from_date", name="a_record_ends_after_it_begins"),
        CheckConstraint(
            "lift_confirmed_by_id IS NULL OR lift_confirmed_by_id <> lift_proposed_by_id",
            name="lifting_takes_two_people",
        ),
        CheckConstraint(
            "(lifted_on IS NULL) = (lift_confirmed_by_id IS NULL)", name="a_lifted_record_was_confirmed"
        ),
    )

    name: Mapped[str] = mapped_column(String(50), comment="of the person, as in the decision")
    id_type: Mapped[IdType] = mapped_column(default=IdType.RESIDENT_IDENTITY_CARD)
    id_number: Mapped[str] = mapped_column(String(30), index=True)
    from_date: Mapped[date] = mapped_column(comment="day of the decision")
    until: Mapped[date] = mapped_column(comment="last barred day, inclusive")
    facts_found: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(Text)
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_body: Mapped[str] = mapped_column(String(100))
    evidence_digest: Mapped[str | None] = mapped_column(
        String(64), comment="SHA-256 of the evidence in the file store"
    )
    evidence_name: Mapped[str | None] = mapped_column(String(255))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime]
    lift_proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    lift_proposed_at: Mapped[datetime | None]
    lift_reason: Mapped[str] = mapped_column(Text, default="")
    lift_decision_number: Mapped[str] = mapped_column(String(60), default="")
    lift_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    lifted_on: Mapped[date | None] = mapped_column(comment="first day on which it bars nothing")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def masked_id_number(self) -> str:
        """The identity number as lists show it."""
        return masked(self.id_number)

    @property
    def bar(self) -> Bar:
        """The days it bars."""
        return Bar(self.from_date, self.until, self.lifted_on)

    def __str__(self) -> str:
        return self.decision_number
