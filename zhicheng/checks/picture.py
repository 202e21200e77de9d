"""Take the picture: from the tables of a submission to the frozen dossier."""

from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy.orm import Session

from zhicheng.checks.dossier import (
    Applicant,
    Appraisal,
    AttachmentRow,
    ContinuingEducationRow,
    DegreeRow,
    Dossier,
    Education,
    Employer,
    Employment,
    IntegrityRow,
    Publicity,
    ServiceRow,
    TitleHeld,
    TitleSought,
)
from zhicheng.intake.attach import listed_attachments
from zhicheng.intake.submission import Submission
from zhicheng.integrity.screen import bars_about
from zhicheng.kernel.table import Base

Part = TypeVar("Part", bound=msgspec.Struct)


def picture(session: Session, submission: Submission, now: datetime) -> Dossier:
    """The dossier as the tables have it. ``submitted_at`` is that of the latest round, ``now`` before the first."""
    return Dossier(
        reference=submission.reference,
        cycle=submission.cycle,
        route=submission.route,
        submitted_at=submission.submitted_at or now,
        applicant=_part(Applicant, submission.applicant),
        employer=_part(Employer, submission.employer),
        education=tuple(_part(Education, row) for row in submission.education),
        degrees=tuple(_part(DegreeRow, row) for row in submission.degrees),
        postdoctoral_exit_on=submission.postdoctoral_exit_on,
        employment=tuple(_part(Employment, row) for row in submission.employment),
        appraisals=tuple(_part(Appraisal, row) for row in submission.appraisals),
        title_held=_title_held(submission),
        title_sought=TitleSought(
            series=submission.title_sought_series,
            specialty=submission.title_sought_specialty,
            level=submission.title_sought_level,
        ),
        grassroots_service=tuple(_part(ServiceRow, row) for row in submission.grassroots_service),
        continuing_education=tuple(
            _part(ContinuingEducationRow, row) for row in submission.continuing_education
        ),
        continuing_education_exemption=submission.continuing_education_exemption,
        work_summary=submission.work_summary,
        publicity=_publicity(submission),
        attachments=tuple(
            AttachmentRow(kind=row.kind, year=row.year, file=row.file_name)
            for row in listed_attachments(session, submission)
        ),
        integrity_records=tuple(
            IntegrityRow(from_=bar.from_date, lifted_on=bar.lifted_on)
            for bar in bars_about(session, submission).values()
        ),
    )


def _part(kind: type[Part], row: Base) -> Part:
    """A part of the dossier from the row that has the same names."""
    return kind(**{name: getattr(row, name) for name in kind.__struct_fields__})


def _title_held(submission: Submission) -> TitleHeld | None:
    """The title held, once series, specialty, level and day are all known; a CHECK keeps them all or none."""
    series, specialty = submission.title_held_series, submission.title_held_specialty
    level, obtained_on = submission.title_held_level, submission.title_held_obtained_on
    if series is None or specialty is None or level is None or obtained_on is None:
        return None
    return TitleHeld(series=series, specialty=specialty, level=level, obtained_on=obtained_on)


def _publicity(submission: Submission) -> Publicity | None:
    if submission.publicity_from is None or submission.publicity_to is None:
        return None
    return Publicity(
        from_=submission.publicity_from,
        to=submission.publicity_to,
        result_on=submission.publicity_result_on,
        report_on=submission.publicity_report_on,
        objections=submission.publicity_objections,
    )
