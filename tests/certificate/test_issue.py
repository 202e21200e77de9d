"""Numbers are reserved, files made, certificates revoked (clause 5.2, 6.3; the issuer is not the reviewer)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import ISSUED, YEAR, a_batch, a_certificate, a_record, a_submission, an_actor
from tests.refused import refused
from zhicheng.certificate.annul import annul
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.issue import issue, reserve
from zhicheng.certificate.revoke import revoke
from zhicheng.decision.members import members_of
from zhicheng.exchange.paperless import PaperlessPress
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.review.batch import BatchStatus
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


def published(session: Session, **people: object) -> Submission:
    return members_of(session, a_batch(session, **people))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.APPROVED])
def test_only_the_approved_get_one(session: Session, status: Status) -> None:
    with refused("wrong_status"):
        reserve(session, an_actor(session, Role.ISSUER), ISSUED, YEAR, a_submission(session, status))


@pytest.mark.parametrize("status", [BatchStatus.OPEN, BatchStatus.FROZEN])
def test_5_2_only_after_the_batch_was_published(session: Session, status: BatchStatus) -> None:
    with refused("wrong_status"):
        reserve(
            session,
            an_actor(session, Role.ISSUER),
            ISSUED,
            YEAR,
            members_of(session, a_batch(session, status))[0],
        )


def test_only_an_issuer_of_the_office_who_did_not_review(session: Session) -> None:
    both = an_actor(session, Role.REVIEWER, roles=(Role.ISSUER,))
    submission = a_submission(session, Status.APPROVED, reviewer=both)
    a_batch(session)
    for actor, code in (
        (both, "same_person"),
        (an_actor(session, Role.APPROVER), "not_permitted"),
        (an_actor(session, Role.ISSUER, Office.TITLE_OFFICE), "other_office"),
    ):
        with refused(code):
            reserve(session, actor, ISSUED, YEAR, submission)


def test_6_3_a_record_that_came_in_between_stops_the_certificate(session: Session) -> None:
    submission = published(session)
    a_record(session, submission.applicant.id_number, date(2025, 9, 6), ISSUED)
    with refused("barred"):
        reserve(session, an_actor(session, Role.ISSUER), ISSUED, YEAR, submission)


def test_reserving_again_after_a_crash_gives_the_same_number(session: Session) -> None:
    submission, issuer = published(session), an_actor(session, Role.ISSUER)
    first = reserve(session, issuer, ISSUED, YEAR, submission)
    session.commit()
    assert reserve(session, issuer, ISSUED + timedelta(days=1), YEAR, submission) is first
    issue(session, issuer, ISSUED, YEAR, first, PaperlessPress())
    assert issue(session, issuer, ISSUED, YEAR, first, PaperlessPress()).status is CertificateStatus.ISSUED
    with refused("wrong_status"):
        reserve(session, issuer, ISSUED, YEAR, submission)


def test_numbers_have_no_gaps_even_when_one_was_rolled_back(session: Session) -> None:
    members = members_of(session, a_batch(session, size=3))
    issuer = an_actor(session, Role.ISSUER)
    session.commit()
    reserve(session, issuer, ISSUED, YEAR, members[0])
    session.rollback()
    serials = [reserve(session, issuer, ISSUED, YEAR, member).serial for member in members]
    assert serials == [1, 2, 3]


def test_a_certificate_is_revoked_once_with_a_reason_and_for_good(session: Session) -> None:
    certificate, issuer = a_certificate(session), an_actor(session, Role.ISSUER)
    with refused("opinion_required"):
        revoke(session, issuer, ISSUED, certificate, " ")
    with refused("not_permitted"):
        revoke(session, an_actor(session, Role.APPROVER), ISSUED, certificate, "不实")
    with refused("other_office"):
        revoke(session, an_actor(session, Role.ISSUER, Office.TITLE_OFFICE), ISSUED, certificate, "不实")
    revoke(session, issuer, ISSUED, certificate, "不实")
    session.commit()
    with refused("wrong_status"):
        revoke(session, issuer, ISSUED, certificate, "不实")
    with refused("wrong_status"):
        reserve(session, issuer, ISSUED, YEAR, certificate.submission)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CertificateStatus.RESERVED, CertificateStatus.VOID),
        (CertificateStatus.ISSUED, CertificateStatus.REVOKED),
    ],
)
def test_a_title_that_falls_takes_its_certificate_with_it(
    session: Session, before: CertificateStatus, after: CertificateStatus
) -> None:
    certificate = a_certificate(session, before)
    annul(session, an_actor(session, Role.APPROVER), ISSUED, certificate.submission, "材料不实")
    session.commit()
    assert certificate.status is after
    assert session.scalar(select(func.count()).select_from(Certificate)) == 1
