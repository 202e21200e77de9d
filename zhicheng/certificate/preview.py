"""How a certificate would look, before there is one."""

from datetime import date, datetime

import msgspec
from sqlalchemy.orm import Session

from zhicheng.certificate.facts import CertificateFacts
from zhicheng.certificate.issue import reserve
from zhicheng.certificate.press import Press
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing_day
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor

NO_NUMBER = "预览，尚未编号"


def preview(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, submission: Submission, press: Press
) -> CertificateFacts:
    """What the certificate of ``submission`` would say, found by the verb itself and undone: no number is used.

    It proves nothing: no number, no token in the code, a sample's seal. Raises what ``reserve`` and the press raise.
    """
    trial = session.begin_nested()
    try:
        order = press.order(session, year, reserve(session, actor, now, year, submission))
    finally:
        trial.rollback()
    return unproved(msgspec.msgpack.decode(order.facts, type=CertificateFacts), beijing_day(now))


def unproved(facts: CertificateFacts, day: date) -> CertificateFacts:
    """``facts`` as they may be looked at before there is a number for them, as if made on ``day``."""
    return msgspec.structs.replace(
        facts,
        number=NO_NUMBER,
        qr_text=facts.verification_address,
        issued_on=day,
        sample=True,
        listing=None,
    )
