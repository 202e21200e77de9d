"""What waits to be issued is what can be issued."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import LATER, a_certificate, an_actor
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.waiting import Waiting, waits
from zhicheng.intake.submission import Submission
from zhicheng.staff.permission import Role


@pytest.mark.parametrize(
    ("status", "waiting"),
    [
        (CertificateStatus.RESERVED, True),
        (CertificateStatus.ISSUED, False),
        (CertificateStatus.REVOKED, False),
    ],
)
def test_a_revoked_certificate_is_final_and_keeps_nobody_waiting(
    session: Session, status: CertificateStatus, waiting: bool
) -> None:
    submission = a_certificate(session, status).submission
    issuer = an_actor(session, Role.ISSUER)
    found = session.scalars(select(Submission).where(waits(Waiting.TO_ISSUE, issuer, LATER))).all()
    assert (submission in found) is waiting
