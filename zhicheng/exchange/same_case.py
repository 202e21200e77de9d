"""Whether a case file says anything that was not said before."""

import msgspec

from zhicheng.checks.dossier import Dossier, dossier_from_json
from zhicheng.exchange.case_file import SCHEMA


def same_case(stored: str, case: Dossier) -> bool:
    """Whether ``case`` says what the dossier ``stored`` of a round says, and was handed in no later than it.

    The archive is left out: case files carry none. So is the order of what has its own order (years, attachments), and
    what the person told us once and did not repeat.
    """
    known = dossier_from_json(stored)
    return case.submitted_at <= known.submitted_at and _plain(_with_person(case, known)) == _plain(known)


def _with_person(case: Dossier, known: Dossier) -> Dossier:
    person = msgspec.structs.replace(
        case.applicant,
        ethnic_group=case.applicant.ethnic_group or known.applicant.ethnic_group,
        phone=case.applicant.phone or known.applicant.phone,
    )
    return msgspec.structs.replace(case, applicant=person)


def _plain(case: Dossier) -> Dossier:
    return msgspec.structs.replace(
        case,
        schema=SCHEMA,
        submitted_at=None,
        integrity_records=(),
        appraisals=tuple(sorted(case.appraisals, key=lambda row: row.year)),
        continuing_education=tuple(sorted(case.continuing_education, key=lambda row: row.year)),
        attachments=tuple(sorted(case.attachments, key=lambda row: (row.kind, row.year or 0, row.file))),
    )
