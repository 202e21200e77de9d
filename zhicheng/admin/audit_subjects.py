"""What audit entries are about, by the number or name that people know it by; a page of entries costs one query a kind."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.employer import Employer
from zhicheng.intake.submission import Submission
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.audit import AuditEntry
from zhicheng.language.say import say
from zhicheng.policy.load import cycles, load_year
from zhicheng.review.batch import Batch
from zhicheng.staff.staff import Staff

Subject = tuple[str, int]
KNOWN_BY: Final[dict[str, InstrumentedAttribute[Any]]] = {
    "submission": Submission.number,
    "applicant": Applicant.name,
    "employer": Employer.name,
    "batch": Batch.number,
    "certificate": Certificate.number,
    "integrity_record": IntegrityRecord.decision_number,
    "staff": Staff.full_name,
}
"""Kind -> the column that names one."""
POINTERS: Final = {"submission_id": "submission", "applicant_id": "applicant"}
"""Fields of the trail that hold a key of another table."""


def names_of(session: Session, subjects: Collection[Subject]) -> dict[Subject, str]:
    """Subject -> number or name; what is of no known kind, or gone, is left out."""
    found: dict[Subject, str] = {}
    for kind, column in KNOWN_BY.items():
        keys = _keys(subjects, kind)
        if keys:
            rows = session.execute(select(column.class_.id, column).where(column.class_.id.in_(keys)))
            found |= {(kind, key): str(name) for key, name in rows}
    files = _keys(subjects, "attachment")
    if files:
        rows = session.execute(
            select(Attachment.id, Attachment.kind, Attachment.year, Submission.number)
            .join(Submission, Submission.id == Attachment.submission_id)
            .where(Attachment.id.in_(files))
        )
        found |= {
            ("attachment", key): f"{number} {say(material(kind, year))}" for key, kind, year, number in rows
        }
    return found


def pointed_at(changes: Mapping[str, Any]) -> dict[str, Subject]:
    """Field -> the subject whose key it holds: what the trail keeps as a number and people know by another name."""
    found = {}
    for field, kind in POINTERS.items():
        value = changes.get(field)
        key = value[1] if isinstance(value, list) and len(value) == 2 else value
        if isinstance(key, int):
            found[field] = (kind, key)
    return found


def material(kind: str, year: int | None) -> str:
    """``年度考核证明（2024）``: a kind of attachment by its label in the newest year that knows it."""
    known = (load_year(cycle).materials.get(kind) for cycle in reversed(cycles()))
    label = next((one.label for one in known if one is not None), kind)
    return f"{label}（{year}）" if year else label


def about(words: str) -> ColumnElement[bool]:
    """Entries about whatever bears exactly this number or name, and about what belongs to it.

    To a person belong the submissions, to a submission its files and certificates.
    """
    persons = select(Applicant.id).where(Applicant.name == words)
    submissions = select(Submission.id).where(
        or_(Submission.number == words, Submission.applicant_id.in_(persons))
    )
    found = {kind: select(column.class_.id).where(column == words) for kind, column in KNOWN_BY.items()}
    found["submission"] = submissions
    found["attachment"] = select(Attachment.id).where(Attachment.submission_id.in_(submissions))
    found["certificate"] = select(Certificate.id).where(
        or_(Certificate.number == words, Certificate.submission_id.in_(submissions))
    )
    return or_(
        *(
            and_(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(keys))
            for kind, keys in found.items()
        )
    )


def _keys(subjects: Iterable[Subject], kind: str) -> list[int]:
    return sorted({key for one, key in subjects if one == kind})
