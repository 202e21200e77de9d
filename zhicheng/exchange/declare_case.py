"""From a case file to the rows that the verbs want: the person, the unit, and what is declared."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from zhicheng.checks.dossier import Dossier
from zhicheng.intake import career
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.declared import Declared
from zhicheng.intake.employer import Employer
from zhicheng.kernel.table import Base

Row = TypeVar("Row", bound=Base)


def applicant_of(case: Dossier) -> Applicant:
    """The person as the case file says, not yet in a session; ``know_applicant`` finds out whether we met before."""
    return Applicant(**msgspec.structs.asdict(case.applicant))


def employer_of(case: Dossier) -> Employer:
    """The unit as the case file says, not yet in a session."""
    return Employer(**msgspec.structs.asdict(case.employer))


def declared_of(case: Dossier, employer: Employer) -> Declared:
    """Everything else that the case file declares, in fresh rows; ``employer`` is the row that is known."""
    held, sought, publicity = case.title_held, case.title_sought, case.publicity
    declared = Declared(
        employer=employer,
        title_sought_series=sought.series,
        title_sought_specialty=sought.specialty,
        title_sought_level=sought.level,
        postdoctoral_exit_on=case.postdoctoral_exit_on,
        continuing_education_exemption=case.continuing_education_exemption,
        work_summary=case.work_summary,
        education=_rows(career.Education, case.education),
        degrees=_rows(career.DegreeHeld, case.degrees),
        employment=_rows(career.Employment, case.employment),
        appraisals=_rows(career.Appraisal, case.appraisals),
        grassroots_service=_rows(career.GrassrootsService, case.grassroots_service),
        continuing_education=_rows(career.ContinuingEducation, case.continuing_education),
    )
    if held is not None:
        declared.title_held_series, declared.title_held_specialty = held.series, held.specialty
        declared.title_held_level, declared.title_held_obtained_on = held.level, held.obtained_on
    if publicity is not None:
        declared.publicity_from, declared.publicity_to = publicity.from_, publicity.to
        declared.publicity_result_on, declared.publicity_report_on = publicity.result_on, publicity.report_on
        declared.publicity_objections = publicity.objections
    return declared


def _rows(kind: type[Row], parts: Iterable[msgspec.Struct]) -> list[Row]:
    return [kind(**msgspec.structs.asdict(part)) for part in parts]
