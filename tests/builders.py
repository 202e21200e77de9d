"""Builders that play the verbs, so that a fixture is always lawful (design.md section 7).

``a_submission(session, at=Status.RETURNED, route="fanghuiju")`` hands in a case that the rules find eligible and walks
it to the status asked for. ``a_case(**changes)`` is that case as a dossier; ``an_actor(session, Role.REVIEWER)`` is a
member of staff. The clock of the walk is ``ON[…]``; a test goes on at ``LATER``. Nothing here commits.
"""

import itertools
import json
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tests.staff.people import ADMINISTRATOR, CHEAP, HIRED, PASSWORD
from zhicheng.certificate.annul import annul
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.issue import issue, reserve
from zhicheng.certificate.revoke import revoke
from zhicheng.checks.dossier import Dossier
from zhicheng.checks.submit import submit
from zhicheng.decision.approve import approve
from zhicheng.decision.correct_line import correct_line
from zhicheng.decision.decline import decline
from zhicheng.decision.draft_erratum import draft_erratum
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.exchange.case_file import read_case
from zhicheng.exchange.declare_case import applicant_of, declared_of, employer_of
from zhicheng.exchange.paperless import NoFiles, PaperlessPress
from zhicheng.intake.attach import Item, attach
from zhicheng.intake.know import know_applicant, know_employer
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.register import register
from zhicheng.intake.submission import Submission
from zhicheng.integrity.add_record import add_record
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.clock import BEIJING
from zhicheng.kernel.identity_number import check_digit
from zhicheng.policy.load import load_year
from zhicheng.policy.vocabulary import IdType
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import member_of
from zhicheng.review.lapse import lapse
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.review import review
from zhicheng.review.review_opinion import Proposal
from zhicheng.review.start_review import start_review
from zhicheng.review.withdraw import withdraw
from zhicheng.staff.actor import Actor
from zhicheng.staff.add_staff import add_staff
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

YEAR = load_year("2025")
EXAMPLES = Path(__file__).parent / "cases" / "eligibility.jsonl"
ELIGIBLE = {
    "initial_junior": "E01",
    "initial_intermediate": "E24",
    "award_intermediate": "E23",
    "award_associate_senior": "E34",
    "award_senior": "E36",
    "fanghuiju": "E38",
}
"""The example of each route that is eligible."""

_counter = itertools.count(1)


def count_anew(first: int = 1) -> None:
    """In an empty database names and numbers begin at one again, whatever ran before on the same worker."""
    global _counter
    _counter = itertools.count(first)


def beijing(text: str) -> datetime:
    """``beijing("2025-09-01 12:00")``: that instant on a Beijing clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


ON = {
    Status.DRAFT: beijing("2025-09-01 10:00"),
    Status.QUEUED: beijing("2025-09-01 12:00"),
    Status.IN_REVIEW: beijing("2025-09-02 10:00"),
    Status.REVIEWED: beijing("2025-09-02 11:00"),
    Status.RETURNED: beijing("2025-09-02 12:00"),
    Status.LAPSED: beijing("2025-09-04 12:01"),
    Status.WITHDRAWN: beijing("2025-09-03 09:00"),
    Status.DECLINED: beijing("2025-09-03 10:00"),
    Status.APPROVED: beijing("2025-09-03 10:00"),
    Status.ANNULLED: beijing("2025-09-10 10:00"),
}
"""When ``a_submission`` does what leads to a status. A returned one may come back until 2025-09-04 12:00:00."""
LATER = beijing("2025-09-03 15:00")
"""After every step but lapsing and annulling; a returned submission is still in time."""
PUBLISHED = beijing("2025-09-05 10:00")
ISSUED = beijing("2025-09-08 10:00")


def an_actor(
    session: Session, role: Role, *offices: Office, name: str | None = None, roles: tuple[Role, ...] = ()
) -> Actor:
    """A new member of staff in ``role`` (and ``roles``), of both offices unless some are named."""
    number = next(_counter)
    staff = add_staff(
        session,
        ADMINISTRATOR,
        HIRED,
        name=f"{role.value}.{number}",
        full_name=name or f"{role.label}{number}",
        roles=(role, *roles),
        offices=offices or tuple(Office),
        password=PASSWORD,
        hasher=CHEAP,
    )
    return staff.actor()


def an_id_number(birth: str = "19700307", *, female: bool = True) -> str:
    """A new identity number of the area that was never given out, with a right check digit; every 500th is a day younger."""
    number = next(_counter)
    day = date(int(birth[:4]), int(birth[4:6]), int(birth[6:])) + timedelta(days=number // 500)
    body = f"650199{day:%Y%m%d}{number % 500 * 2 + (0 if female else 1):03d}"
    return body + check_digit(body + "0")


@cache
def _examples() -> dict[str, str]:
    lines = (json.loads(line) for line in EXAMPLES.read_text().splitlines())
    return {line["id"]: json.dumps(line["case"]) for line in lines}


def a_case_file(route: str = "initial_junior", **changes: Any) -> dict[str, Any]:
    """An eligible case file of ``route`` as plain values: a new person, a new reference, handed in 2025-09-01 12:00.

    ``changes`` replace keys; a dict given for ``applicant``, ``employer``, ``title_sought`` or ``publicity`` is merged.
    """
    case: dict[str, Any] = json.loads(_examples()[ELIGIBLE[route]])
    number = next(_counter)
    person = an_id_number()
    case["reference"] = f"T{number:06d}"
    case["submitted_at"] = ON[Status.QUEUED].isoformat()
    case["applicant"] |= {
        "name": "古丽娜·" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number)),
        "id_number": person,
        "sex": "female",
        "birth_date": f"{person[6:10]}-{person[10:12]}-{person[12:14]}",
    }
    for key, value in changes.items():
        merged = isinstance(value, dict) and isinstance(case.get(key), dict)
        case[key] = case[key] | value if merged else value
    return case


def a_case(route: str = "initial_junior", **changes: Any) -> Dossier:
    """``a_case_file`` as a dossier, read as import reads it."""
    return read_case(json.dumps(a_case_file(route, **changes)).encode(), YEAR)


def a_draft(session: Session, case: Dossier, clerk: Actor | None = None) -> Submission:
    """``case`` registered, with its attachments listed (no bytes), not yet handed in."""
    clerk, now = clerk or an_actor(session, Role.CLERK), ON[Status.DRAFT]
    submission = register(
        session,
        clerk,
        now,
        YEAR,
        reference=case.reference,
        route=case.route,
        applicant=know_applicant(session, clerk, now, applicant_of(case)),
        declared=declared_of(case, know_employer(session, employer_of(case))),
    )
    items = [Item(row.kind, row.year, row.file, None) for row in case.attachments]
    attach(session, clerk, now, YEAR, NoFiles(), submission, *items)
    return submission


def a_submission(
    session: Session,
    at: Status = Status.QUEUED,
    route: str = "initial_junior",
    *,
    reviewer: Actor | None = None,
    approver: Actor | None = None,
    **changes: Any,
) -> Submission:
    """A submission that the verbs brought to status ``at``; ``changes`` as for ``a_case_file``."""
    clerk = an_actor(session, Role.CLERK)
    submission = a_draft(session, a_case(route, **changes), clerk)
    if at is Status.DRAFT:
        return submission
    submit(session, clerk, ON[Status.QUEUED], YEAR, submission)
    if at is Status.QUEUED:
        return submission
    reviewer = reviewer or an_actor(session, Role.REVIEWER)
    start_review(session, reviewer, ON[Status.IN_REVIEW], submission)
    if at is Status.IN_REVIEW:
        return submission
    if at in (Status.RETURNED, Status.LAPSED):
        return_for_correction(session, reviewer, ON[Status.RETURNED], YEAR, submission, "请补充工作证明。")
        if at is Status.LAPSED:
            lapse(session, clerk, ON[Status.LAPSED], submission)
        return submission
    if at is Status.WITHDRAWN:
        withdraw(session, clerk, ON[Status.WITHDRAWN], submission, "申报人要求撤回")
        return submission
    proposal = Proposal.DECLINE if at is Status.DECLINED else Proposal.PASS
    review(session, reviewer, ON[Status.REVIEWED], submission, proposal, "初审意见")
    if at is Status.REVIEWED:
        return submission
    approver = approver or an_actor(session, Role.APPROVER)
    if at is Status.DECLINED:
        decline(session, approver, ON[Status.DECLINED], submission)
        return submission
    approve(session, approver, ON[Status.APPROVED], YEAR, submission)
    if at is Status.ANNULLED:
        annul(session, an_actor(session, Role.APPROVER), ON[Status.ANNULLED], submission, "材料不实")
    return submission


def a_next_round(session: Session, submission: Submission, now: datetime = LATER) -> Submission:
    """The returned ``submission`` handed in again, unchanged."""
    submit(session, an_actor(session, Role.CLERK), now, YEAR, submission)
    return submission


def a_batch(
    session: Session, at: BatchStatus = BatchStatus.PUBLISHED, size: int = 1, **changes: Any
) -> Batch:
    """A batch of ``size`` approved submissions (reviewed by one, approved by another), as far as ``at``.

    They join the open batch of the office, so submissions made before may stand in it too.
    """
    reviewer, approver = an_actor(session, Role.REVIEWER), an_actor(session, Role.APPROVER)
    members = [
        a_submission(session, Status.APPROVED, reviewer=reviewer, approver=approver, **changes)
        for _ in range(size)
    ]
    member = member_of(session, members[0])
    assert member is not None
    if at is not BatchStatus.OPEN:
        freeze_batch(session, approver, PUBLISHED - timedelta(hours=1), member.batch)
    if at is BatchStatus.PUBLISHED:
        notice = f"乌人社职〔2025〕{next(_counter)}号"
        publish_batch(session, approver, PUBLISHED, YEAR, member.batch, notice)
    return member.batch


def a_certificate(
    session: Session,
    at: CertificateStatus = CertificateStatus.ISSUED,
    route: str = "initial_junior",
    **changes: Any,
) -> Certificate:
    """A certificate of a submission in a published batch; its file is a digest that nothing was printed for."""
    submission = a_submission(session, Status.APPROVED, route, **changes)
    member = member_of(session, submission)
    assert member is not None
    approver = an_actor(session, Role.APPROVER)
    freeze_batch(session, approver, PUBLISHED - timedelta(hours=1), member.batch)
    publish_batch(session, approver, PUBLISHED, YEAR, member.batch, f"乌人社职〔2025〕{next(_counter)}号")
    issuer = an_actor(session, Role.ISSUER)
    certificate = reserve(session, issuer, ISSUED, YEAR, submission)
    if at is not CertificateStatus.RESERVED:
        issue(session, issuer, ISSUED, YEAR, certificate, PaperlessPress())
    if at is CertificateStatus.REVOKED:
        revoke(session, issuer, ISSUED + timedelta(days=1), certificate, "材料不实")
    return certificate


def a_record(
    session: Session,
    id_number: str,
    from_date: date = date(2024, 3, 1),
    now: datetime = ON[Status.DRAFT],
    **changes: Any,
) -> IntegrityRecord:
    """An integrity record about the person with that identity number."""
    words = {
        "name": "某人",
        "id_type": IdType.RESIDENT_IDENTITY_CARD,
        "facts_found": "提供虚假工作证明",
        "legal_basis": "《职称评审管理暂行规定》",
        "decision_number": f"乌人社职决〔2024〕{next(_counter)}号",
        "decision_body": "乌鲁木齐市人力资源和社会保障局",
    }
    record = IntegrityRecord(id_number=id_number, from_date=from_date, **(words | changes))
    return add_record(session, an_actor(session, Role.INTEGRITY_OFFICER), now, YEAR, record)


def an_erratum(
    session: Session,
    submission: Submission,
    now: datetime = PUBLISHED + timedelta(days=1),
    at: BatchStatus = BatchStatus.PUBLISHED,
    **entries: str,
) -> Batch:
    """An erratum batch about the line of ``submission``, drafted, frozen by one and published by another."""
    member = member_of(session, submission)
    assert member is not None
    first, second = an_actor(session, Role.APPROVER), an_actor(session, Role.APPROVER)
    batch = draft_erratum(session, first, now, member.batch, "单位来函")
    correct_line(session, first, now, batch, submission.number, "单位来函，经核对属实", entries)
    if at is not BatchStatus.OPEN:
        freeze_batch(session, first, now, batch)
    if at is BatchStatus.PUBLISHED:
        publish_batch(session, second, now, YEAR, batch, f"乌人社职〔2025〕{next(_counter)}号")
    return batch
