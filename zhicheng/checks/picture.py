"""Take the picture: from the tables of a submission to the frozen dossier."""

from datetime import datetime

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
from zhicheng.intake.attach import current_attachments
from zhicheng.intake.submission import Submission
from zhicheng.integrity.screen import records_of


def picture(session: Session, submission: Submission, now: datetime) -> Dossier:
    """The dossier as the tables have it. ``submitted_at`` is that of the latest round, ``now`` before the first."""
    return Dossier(
        reference=submission.reference,
        cycle=submission.cycle,
        route=submission.route,
        submitted_at=submission.submitted_at or now,
        applicant=_applicant(submission),
        employer=_employer(submission),
        education=tuple(
            Education(
                level=row.level,
                full_time=row.full_time,
                completed_on=row.completed_on,
                school=row.school,
                major=row.major,
                foreign=row.foreign,
                certification_no=row.certification_no,
            )
            for row in submission.education
        ),
        degrees=tuple(
            DegreeRow(
                degree=row.degree,
                conferred_on=row.conferred_on,
                school=row.school,
                foreign=row.foreign,
                certification_no=row.certification_no,
            )
            for row in submission.degrees
        ),
        postdoctoral_exit_on=submission.postdoctoral_exit_on,
        employment=tuple(
            Employment(
                employer=row.employer,
                post=row.post,
                specialty=row.specialty,
                professional=row.professional,
                from_=row.from_,
                to=row.to,
                place=row.place,
            )
            for row in submission.employment
        ),
        appraisals=tuple(Appraisal(year=row.year, result=row.result) for row in submission.appraisals),
        title_held=_title_held(submission),
        title_sought=TitleSought(
            series=submission.title_sought_series,
            specialty=submission.title_sought_specialty,
            level=submission.title_sought_level,
        ),
        grassroots_service=tuple(
            ServiceRow(kind=row.kind, from_=row.from_, to=row.to) for row in submission.grassroots_service
        ),
        continuing_education=tuple(
            ContinuingEducationRow(year=row.year, common=row.common, specialty=row.specialty)
            for row in submission.continuing_education
        ),
        continuing_education_exemption=submission.continuing_education_exemption,
        work_summary=submission.work_summary,
        publicity=_publicity(submission),
        attachments=tuple(
            AttachmentRow(kind=row.kind, year=row.year, file=row.file_name)
            for row in current_attachments(session, submission)
        ),
        integrity_records=tuple(
            IntegrityRow(from_=row.from_date, lifted_on=row.lifted_on)
            for row in records_of(session, submission)
        ),
    )


def _applicant(submission: Submission) -> Applicant:
    person = submission.applicant
    return Applicant(
        name=person.name,
        id_type=person.id_type,
        id_number=person.id_number,
        sex=person.sex,
        birth_date=person.birth_date,
        ethnic_group=person.ethnic_group,
        phone=person.phone,
    )


def _employer(submission: Submission) -> Employer:
    unit = submission.employer
    return Employer(
        name=unit.name,
        uscc=unit.uscc,
        kind=unit.kind,
        region=unit.region,
        supervising_department=unit.supervising_department,
    )


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
