"""Persons and units are known once: find the row that says the same, or add it."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.employer import Employer
from zhicheng.intake.index_name import index_name
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

PERSONAL = ("name", "sex", "birth_date", "ethnic_group", "phone")
WORDS = ("name", "uscc", "kind", "region", "supervising_department")

_PERSON = select(Applicant).where(
    Applicant.id_type == bindparam("id_type"), Applicant.id_number == bindparam("id_number")
)
_UNIT = select(Employer).where(
    Employer.name == bindparam("name"),  # equality, so that PostgreSQL uses the index of names
    Employer.kind == bindparam("kind"),
    Employer.region == bindparam("region"),
    Employer.uscc.is_not_distinct_from(bindparam("uscc")),
    Employer.supervising_department.is_not_distinct_from(bindparam("supervising_department")),
)


def know_applicant(session: Session, actor: Actor, now: datetime, said: Applicant) -> Applicant:
    """The applicant with the identity number of ``said`` (a row not yet in the session), brought up to date.

    A person with one submission may be corrected by a new declaration (clause 4.1: sex and birth date must agree with
    the card); another name under a known number while other submissions hang on it is refused ``bad_input``.
    """
    actor.must(Permission.EDIT_FILES)
    known = session.scalar(_PERSON, {"id_type": said.id_type, "id_number": said.id_number})
    if known is None:
        session.add(said)
        session.flush()
        index_name(session, said, new=True)
        audit.note(session, actor, now, "know_applicant", said)
        return said
    changed = [name for name in PERSONAL if getattr(said, name) not in (None, getattr(known, name))]
    if "name" in changed and count_submissions(session, known) > 1:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            "该证件号码已登记在另一姓名下，并有其他申报。请核对证件号码；如确系同一人改名，请先在“申报人”中更正姓名。",
        )
    for name in changed:
        setattr(known, name, getattr(said, name))
    if changed:
        session.flush()
        if "name" in changed:
            index_name(session, known)
        audit.note(session, actor, now, "correct_applicant", known, {name: ["…", "…"] for name in changed})
    return known


def count_submissions(session: Session, applicant: Applicant) -> int:
    """How many submissions the person ever made."""
    counted = select(func.count(Submission.id)).where(Submission.applicant_id == applicant.id)
    return session.scalars(counted).one()


def know_employer(session: Session, said: Employer) -> Employer:
    """The unit that was declared in exactly these words before, or ``said``, added."""
    known = session.scalar(_UNIT, {name: getattr(said, name) for name in WORDS})
    if known is None:
        session.add(said)
        session.flush()
        return said
    return known
