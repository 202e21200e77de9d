"""A submission: one person's request for one title in one cycle, its rounds, and the moves it made."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.career import (
    Appraisal,
    ContinuingEducation,
    DegreeHeld,
    Education,
    Employment,
    GrassrootsService,
)
from zhicheng.intake.employer import Employer
from zhicheng.intake.lifecycle import OPEN, Act, Status
from zhicheng.kernel.partial_date import PartialDate
from zhicheng.kernel.table import Base
from zhicheng.policy.vocabulary import Series, TitleLevel
from zhicheng.staff.office import Office

_OPEN_SQL = text("status IN ({})".format(", ".join(f"'{status}'" for status in sorted(OPEN))))


class Submission(Base):
    """What is asked and what is declared for it. ``status`` is written by ``move()`` alone (a trigger refuses the rest)."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("cycle", "reference"),
        CheckConstraint("rounds BETWEEN 0 AND 3", name="at_most_three_rounds"),
        CheckConstraint(
            "(status = 'returned') = (due_at IS NOT NULL)", name="a_deadline_runs_while_returned"
        ),
        CheckConstraint(
            "(title_held_level IS NULL) = (title_held_series IS NULL)"
            " AND (title_held_level IS NULL) = (title_held_specialty IS NULL)"
            " AND (title_held_level IS NULL) = (title_held_obtained_on IS NULL)",
            name="a_title_held_is_whole_or_absent",
        ),
        CheckConstraint(
            "(publicity_from IS NULL) = (publicity_to IS NULL)", name="a_publicity_has_both_ends_or_none"
        ),
        Index(
            "uq_submission_one_open",
            "applicant_id",
            "cycle",
            unique=True,
            sqlite_where=_OPEN_SQL,
            postgresql_where=_OPEN_SQL,
        ),
        Index("ix_submission_queue", "office", "status", "due_at", "submitted_at"),
        # Lists are counted and turned over from these two alone, whatever page, office, route or unit.
        Index("ix_submission_all_listed", "submitted_at", "id", "office", "route", "employer_id"),
        Index(
            "ix_submission_status_listed", "status", "submitted_at", "id", "office", "route", "employer_id"
        ),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True, comment="受理号: cycle-serial")
    reference: Mapped[str] = mapped_column(String(40), comment="the sender's own number")
    cycle: Mapped[str] = mapped_column(String(4))
    route: Mapped[str] = mapped_column(String(40))
    office: Mapped[Office] = mapped_column(comment="follows from the route (policy)")
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    rounds: Mapped[int] = mapped_column(default=0, comment="submissions made so far (clause 6.1)")
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    title_sought_series: Mapped[Series]
    title_sought_specialty: Mapped[str] = mapped_column(String(100))
    title_sought_level: Mapped[TitleLevel]
    title_held_series: Mapped[Series | None]
    title_held_specialty: Mapped[str | None] = mapped_column(String(100))
    title_held_level: Mapped[TitleLevel | None]
    title_held_obtained_on: Mapped[PartialDate | None]
    postdoctoral_exit_on: Mapped[PartialDate | None]
    continuing_education_exemption: Mapped[bool] = mapped_column(default=False)
    work_summary: Mapped[str | None] = mapped_column(Text)
    publicity_from: Mapped[date | None]
    publicity_to: Mapped[date | None]
    publicity_result_on: Mapped[date | None]
    publicity_report_on: Mapped[date | None]
    publicity_objections: Mapped[bool | None]
    registered_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(comment="of the latest round, UTC")
    due_at: Mapped[datetime | None] = mapped_column(comment="while returned: resubmit until then, UTC")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    applicant: Mapped[Applicant] = relationship(lazy="joined")
    employer: Mapped[Employer] = relationship(lazy="joined")
    education: Mapped[list[Education]] = relationship(order_by=Education.id, viewonly=True)
    degrees: Mapped[list[DegreeHeld]] = relationship(order_by=DegreeHeld.id, viewonly=True)
    employment: Mapped[list[Employment]] = relationship(order_by=Employment.id, viewonly=True)
    appraisals: Mapped[list[Appraisal]] = relationship(order_by=Appraisal.year, viewonly=True)
    grassroots_service: Mapped[list[GrassrootsService]] = relationship(
        order_by=GrassrootsService.id, viewonly=True
    )
    continuing_education: Mapped[list[ContinuingEducation]] = relationship(
        order_by=ContinuingEducation.year, viewonly=True
    )

    def __str__(self) -> str:
        return self.number


class Round(Base):
    """One handing-in, the first included; append-only (clause 6.1)."""

    __tablename__ = "submission_round"
    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 3", name="at_most_three_rounds"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(comment="as the platform stamped it, UTC")
    received_at: Mapped[datetime] = mapped_column(comment="when it came in here, UTC")

    submission: Mapped[Submission] = relationship(viewonly=True)


class Transition(Base):
    """One move that was made; never changed (triggers refuse UPDATE and DELETE)."""

    __tablename__ = "transition"
    __table_args__ = (
        Index("ix_transition_at", "at"),
        # The figures of the year are counted from this one alone.
        Index("ix_transition_by_submission", "submission_id", "at", "from_status", "to_status"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    act: Mapped[Act]
    from_status: Mapped[Status]
    to_status: Mapped[Status]
    round_number: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    actor_name: Mapped[str] = mapped_column(String(50))
    reason: Mapped[str] = mapped_column(Text, default="")

    submission: Mapped[Submission] = relationship(viewonly=True)
