"""Re-issue a certificate: a new number and a new file take the place of the old ones, which say so for ever."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.issue import issue
from zhicheng.certificate.press import Press
from zhicheng.certificate.replacement import ReissueCause
from zhicheng.certificate.reserve_replacement import reserve_replacement
from zhicheng.certificate.status_entry import Draw
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor


def reissue(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    certificate: Certificate,
    cause: ReissueCause,
    reason: str,
    press: Press,
    draw: Draw = secrets.randbelow,
) -> Certificate:
    """Both halves in the caller's transaction, for what is played or rehearsed; the screen commits the first before it
    begins the second. Raises Refusal like ``reserve_replacement``, and what printing raises.
    """
    new = reserve_replacement(session, actor, now, year, certificate, cause, reason, draw)
    return issue(session, actor, now, year, new, press)
