"""What the applicant declares for one submission, as one value: written to the rows as a whole, or not at all."""

from dataclasses import dataclass, field, fields
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from zhicheng.intake.career import (
    Appraisal,
    ContinuingEducation,
    DegreeHeld,
    Education,
    Employment,
    GrassrootsService,
)
from zhicheng.intake.employer import Employer
from zhicheng.intake.submission import Submission
from zhicheng.kernel.partial_date import PartialDate
from zhicheng.policy.vocabulary import Series, TitleLevel

LISTS = ("education", "degrees", "employment", "appraisals", "grassroots_service", "continuing_education")


@dataclass
class Declared:
    """Names and types are those of Submission's columns and relationships."""

    employer: Employer
    title_sought_series: Series
    title_sought_specialty: str
    title_sought_level: TitleLevel
    title_held_series: Series | None = None
    title_held_specialty: str | None = None
    title_held_level: TitleLevel | None = None
    title_held_obtained_on: PartialDate | None = None
    postdoctoral_exit_on: PartialDate | None = None
    continuing_education_exemption: bool = False
    work_summary: str | None = None
    publicity_from: date | None = None
    publicity_to: date | None = None
    publicity_result_on: date | None = None
    publicity_report_on: date | None = None
    publicity_objections: bool | None = None
    education: list[Education] = field(default_factory=list)
    degrees: list[DegreeHeld] = field(default_factory=list)
    employment: list[Employment] = field(default_factory=list)
    appraisals: list[Appraisal] = field(default_factory=list)
    grassroots_service: list[GrassrootsService] = field(default_factory=list)
    continuing_education: list[ContinuingEducation] = field(default_factory=list)

    def write_to(self, submission: Submission) -> None:
        """Replace what ``submission`` itself says; the facts beside it follow, once it has a key."""
        for name in (each.name for each in fields(self) if each.name not in LISTS):
            setattr(submission, name, getattr(self, name))

    def replace_facts(self, session: Session, submission: Submission) -> None:
        """The facts of an earlier declaration go, these come."""
        for kind in (Education, DegreeHeld, Employment, Appraisal, GrassrootsService, ContinuingEducation):
            session.execute(delete(kind).where(kind.submission_id == submission.id))
        self.add_facts(session, submission)
        session.expire(submission, LISTS)

    def add_facts(self, session: Session, submission: Submission) -> None:
        """Write the lists. They are handed to ``submission`` as if read: asking for them again would be six queries."""
        rows = [row for name in LISTS for row in getattr(self, name)]
        for row in rows:
            row.submission_id = submission.id
        session.add_all(rows)
        session.flush()
        for name in LISTS:
            set_committed_value(submission, name, getattr(self, name))
