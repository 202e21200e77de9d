"""What the applicant declares of study and work, as rows of one submission. Dates may be known to the month only (P-15)."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.partial_date import PartialDate
from zhicheng.kernel.table import Base
from zhicheng.policy.vocabulary import AppraisalResult, Degree, EducationLevel, Place, ServiceKind


class Education(Base):
    """学历: a diploma (clauses 3.1, 3.2, 4.2)."""

    __tablename__ = "education"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    level: Mapped[EducationLevel] = mapped_column(comment="GB/T 4658")
    full_time: Mapped[bool | None]
    completed_on: Mapped[PartialDate]
    school: Mapped[str | None] = mapped_column(String(100))
    major: Mapped[str | None] = mapped_column(String(100))
    foreign: Mapped[bool] = mapped_column("is_foreign", default=False)
    certification_no: Mapped[str | None] = mapped_column(
        String(50), comment="of the foreign degree certification"
    )


class DegreeHeld(Base):
    """学位: a degree, with or without a diploma (clauses 3.3, 3.4, 4.2)."""

    __tablename__ = "degree_held"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    degree: Mapped[Degree]
    conferred_on: Mapped[PartialDate]
    school: Mapped[str | None] = mapped_column(String(100))
    foreign: Mapped[bool] = mapped_column("is_foreign", default=False)
    certification_no: Mapped[str | None] = mapped_column(String(50))


class Employment(Base):
    """A post held without a break; ``to`` is the last day, empty means still (clauses 3.1-3.5)."""

    __tablename__ = "employment"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    employer: Mapped[str] = mapped_column(String(100))
    post: Mapped[str] = mapped_column(String(100))
    specialty: Mapped[str] = mapped_column(String(100))
    professional: Mapped[bool] = mapped_column(default=True)
    from_: Mapped[PartialDate] = mapped_column("from_date")
    to: Mapped[PartialDate | None] = mapped_column("to_date")
    place: Mapped[Place | None] = mapped_column(comment="where the person works, not the seat of the unit")


class Appraisal(Base):
    """年度考核: one year's result (clause 4.4)."""

    __tablename__ = "appraisal"
    __table_args__ = (
        UniqueConstraint("submission_id", "year"),
        CheckConstraint("year BETWEEN 1950 AND 2100", name="year_is_a_calendar_year"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    year: Mapped[int]
    result: Mapped[AppraisalResult]


class GrassrootsService(Base):
    """A stretch of listed grassroots service (clause 3.6)."""

    __tablename__ = "grassroots_service"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    kind: Mapped[ServiceKind]
    from_: Mapped[PartialDate] = mapped_column("from_date")
    to: Mapped[PartialDate | None] = mapped_column("to_date")


class ContinuingEducation(Base):
    """继续教育: whether the common and the specialty subjects of a year were passed (clause 4.3)."""

    __tablename__ = "continuing_education"
    __table_args__ = (
        UniqueConstraint("submission_id", "year"),
        CheckConstraint("year BETWEEN 1950 AND 2100", name="year_is_a_calendar_year"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    year: Mapped[int]
    common: Mapped[bool]
    specialty: Mapped[bool]


Fact = Education | DegreeHeld | Employment | Appraisal | GrassrootsService | ContinuingEducation
"""A row of one of the lists of a submission."""
