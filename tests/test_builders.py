"""The builders reach every status, lawfully."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import ELIGIBLE, a_batch, a_case, a_certificate, a_record, a_submission
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.checks.run_checks import latest_run
from zhicheng.intake.lifecycle import Status
from zhicheng.policy.vocabulary import Outcome
from zhicheng.review.batch import BatchStatus


@pytest.mark.parametrize("status", list(Status))
def test_a_submission_reaches_every_status(session: Session, status: Status) -> None:
    submission = a_submission(session, status)
    session.commit()
    assert submission.status is status


@pytest.mark.parametrize("route", list(ELIGIBLE))
def test_the_case_of_every_route_is_eligible(session: Session, route: str) -> None:
    run = latest_run(session, a_submission(session, route=route))
    assert run is not None
    assert run.outcome is Outcome.ELIGIBLE, [one for one in run.findings if one["outcome"] != "eligible"]


@pytest.mark.parametrize("status", list(BatchStatus))
def test_a_batch_reaches_every_status(session: Session, status: BatchStatus) -> None:
    assert a_batch(session, status, size=2).status is status


@pytest.mark.parametrize(
    "status", [CertificateStatus.RESERVED, CertificateStatus.ISSUED, CertificateStatus.REVOKED]
)
def test_a_certificate_reaches_every_status(session: Session, status: CertificateStatus) -> None:
    assert a_certificate(session, status, "fanghuiju").status is status


def test_a_record_is_about_the_person_of_a_case(session: Session) -> None:
    case = a_case()
    assert a_record(session, case.applicant.id_number).until.year == 2027
