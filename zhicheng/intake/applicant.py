"""The person who applies."""

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.identity_number import masked
from zhicheng.kernel.table import Base
from zhicheng.policy.vocabulary import IdType, Sex


class Applicant(Base):
    """A person, once; every submission of theirs points here (clause 4.1)."""

    __tablename__ = "applicant"
    __table_args__ = (
        UniqueConstraint("id_type", "id_number"),
        CheckConstraint("length(name) BETWEEN 1 AND 50", name="name_has_1_to_50_characters"),
        CheckConstraint(
            "id_type <> 'resident_identity_card' OR length(id_number) = 18", name="identity_number_has_18"
        ),
    )

    name: Mapped[str] = mapped_column(String(50), index=True, comment="NFC, middle dot U+00B7")
    id_type: Mapped[IdType]
    id_number: Mapped[str] = mapped_column(String(30), index=True)
    sex: Mapped[Sex]
    birth_date: Mapped[date]
    ethnic_group: Mapped[str | None] = mapped_column(String(2), comment="GB/T 3304")
    phone: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def masked_id_number(self) -> str:
        """The identity number as lists show it."""
        return masked(self.id_number)

    def __str__(self) -> str:
        return self.name
