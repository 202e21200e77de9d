"""The first half of a re-issue: the old certificate says for ever that it was replaced, the next number is reserved.

Committed before the new file is begun (docs/certificates.md): no file can bear a number that a rollback gave back.
"""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.issue import must_be_issuable, take_number
from zhicheng.certificate.replacement import ReissueCause, Replacement
from zhicheng.certificate.status_entry import Draw
from zhicheng.decision.decision import Decision
from zhicheng.decision.live_line import must_be_as_listed
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear
from zhicheng.review.review import must_give_opinion
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def reserve_replacement(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    certificate: Certificate,
    cause: ReissueCause,
    reason: str,
    draw: Draw = secrets.randbelow,
) -> Certificate:
    """The reserved certificate that takes the place of the valid ``certificate``, to be made like any other that is
    reserved. What is printed is read anew from person, decision and the list in force (a name corrected by an erratum
    batch); the title, its level and its day stay. It grants nothing, so the archive is not asked.

    Raises Refusal ``not_permitted``, ``other_office``, ``opinion_required``, ``wrong_status``, ``same_person`` (the
    issuer is not the reviewer), ``not_as_listed``.
    """
    actor.must(Permission.ISSUE, certificate.submission.office)
    must_give_opinion(reason, "换发证书")
    approval = must_be_replaceable(session, actor, certificate)
    certificate.status = CertificateStatus.REISSUED
    session.flush()
    new = take_number(session, actor, now, year, approval, draw)
    certificate.replaced_by_id = new.id
    session.add(
        Replacement(
            old_id=certificate.id,
            new_id=new.id,
            cause=cause,
            reason=reason.strip(),
            made_at=now,
            made_by_id=actor.id,
        )
    )
    session.flush()
    changes = {
        "status": ["issued", "reissued"],
        "replaced_by": [None, new.number],
        "cause": [None, cause.value],
    }
    audit.note(session, actor, now, "reissue_certificate", certificate, changes, reason.strip())
    return new


def must_be_replaceable(session: Session, actor: Actor, certificate: Certificate) -> Decision:
    """The approval behind a valid ``certificate`` that ``actor`` may replace.

    Raises Refusal ``wrong_status``, ``same_person``, and ``not_as_listed`` where a published list says something else
    than the register: a corrected name takes an erratum batch first.
    """
    if certificate.status is not CertificateStatus.ISSUED:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"证书 {certificate.number} 现在是“{certificate.status.label}”，只有有效证书可以换发。",
        )
    approval = must_be_issuable(session, actor, certificate.submission)
    must_be_as_listed(session, certificate.submission)
    return approval
