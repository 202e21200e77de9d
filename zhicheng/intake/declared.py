"""What the applicant declares for one submission, as one value: written to the rows as a whole, or not at all."""

from dataclasses import dataclass, field, fields
from datetime import date

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

    @staticmethod
    def clear(submission: Submission) -> None:
        """Empty the lists. Flushed before new rows come, or a year that stays would stand twice for a moment."""
        for name in LISTS:
            getattr(submission, name).clear()

    def write_to(self, submission: Submission) -> None:
        """Replace everything that ``submission`` declared before."""
        for name in (each.name for each in fields(self)):
            setattr(submission, name, getattr(self, name))
