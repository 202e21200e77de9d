"""Issue a certificate in two steps, so that a crash between them loses nothing: reserve the number, then make the file."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.number import make_number, series_of
from zhicheng.certificate.press import Press
from zhicheng.certificate.record_issue import record_issue
from zhicheng.certificate.status_entry import Draw, draw_place
from zhicheng.decision.decision import Decision
from zhicheng.decision.live_line import must_be_as_listed
from zhicheng.decision.second_person import approval_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.integrity.screen import must_not_be_barred
from zhicheng.integrity.screening import Screening, Stage
from zhicheng.kernel import audit
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.serial import next_serial
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import BatchStatus
from zhicheng.review.composition import member_of
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def reserve(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    submission: Submission,
    draw: Draw = secrets.randbelow,
) -> Certificate:
    """Reserve the next number for an approved member of a published batch; the one reserved before, if there is one.
    ``draw`` draws its place in the public status list.

    Raises Refusal ``not_permitted``, ``other_office``, ``wrong_status``, ``same_person`` (the issuer is not the
    reviewer), ``not_screened`` (no screening stands behind the approval), ``barred`` (clause 6.3), ``not_as_listed``.
    """
    actor.must(Permission.ISSUE, submission.office)
    approval = must_be_issuable(session, actor, submission)
    existing = live_certificate(session, submission)
    if existing is not None:
        if existing.status is CertificateStatus.ISSUED:
            raise Refusal(
                RefusalCode.WRONG_STATUS,
                f"{submission.number} 已制发证书 {existing.number}，不需要再次制发。",
            )
        # Reserved in a run that was broken off, perhaps days ago: the archive is asked again before it is finished.
        must_not_be_barred(session, actor, now, year, submission, Stage.ISSUE)
        return existing
    must_not_be_revoked(session, submission)
    must_not_be_barred(session, actor, now, year, submission, Stage.ISSUE)
    return take_number(session, actor, now, year, approval, draw)


def take_number(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, approval: Decision, draw: Draw
) -> Certificate:
    """A certificate with the next number and a place in the status list, for the title that ``approval`` gave, in the
    words of the frozen list. Raises Refusal ``not_as_listed`` where the tables say something else by now.
    """
    submission = approval.submission
    line = must_be_as_listed(session, submission)
    issued_on = beijing_day(now)
    serial = next_serial(session, series_of(issued_on.year))
    certificate = Certificate(
        number=make_number(
            year, route=submission.route, level=approval.level, issued_in=issued_on.year, serial=serial
        ),
        year=issued_on.year,
        serial=serial,
        submission_id=submission.id,
        decision_id=approval.id,
        status=CertificateStatus.RESERVED,
        holder_name=line.said.name if line else submission.applicant.name,
        title_name=line.said.title_name if line else year.title_names[approval.series][approval.level][0],
        issued_on=issued_on,
        reserved_at=now,
        issued_by_id=actor.id,
    )
    session.add(certificate)
    session.flush()
    draw_place(session, now, certificate, draw)
    audit.note(
        session, actor, now, "reserve_certificate", certificate, {"number": [None, certificate.number]}
    )
    return certificate


def issue(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, certificate: Certificate, press: Press
) -> Certificate:
    """Make and sign the file of a reserved certificate and record it, all in the caller's transaction: for one. Many are
    made between transactions (``press.printing``, then ``record_issue``). Doing it again changes nothing.
    """
    actor.must(Permission.ISSUE, certificate.submission.office)
    if certificate.status is not CertificateStatus.RESERVED:
        return certificate
    with press.printing(1) as printing:
        (printed,) = printing([press.order(session, year, certificate)])
    return record_issue(session, actor, now, certificate, printed)


def must_be_issuable(session: Session, actor: Actor, submission: Submission) -> Decision:
    """The approval behind ``submission``, once its batch is published and ``actor`` may issue for it."""
    approval = approval_of(session, submission)
    member = member_of(session, submission)
    published = member is not None and member.batch.status is BatchStatus.PUBLISHED
    if submission.status is not Status.APPROVED or approval is None or not published:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"{submission.number} 现在的状态是“{submission.status.label}”，只有所在批次公布之后、已通过的申报才能制发证书。",
        )
    if approval.reviewed_by_id == actor.id:
        raise Refusal(RefusalCode.SAME_PERSON, f"{submission.number} 由您初审，证书须由另一人制发。")
    screened = session.scalar(
        select(Screening.id)
        .where(Screening.submission_id == submission.id, Screening.stage == Stage.APPROVE, ~Screening.barred)
        .limit(1)
    )
    if screened is None:
        raise Refusal(
            RefusalCode.NOT_SCREENED, f"{submission.number} 复核时没有诚信核查记录，不能制发证书。请先核查。"
        )
    return approval


def must_not_be_revoked(session: Session, submission: Submission) -> None:
    """Refuse ``wrong_status`` where a certificate of the submission was revoked: that is final."""
    revoked = session.scalar(
        select(Certificate.number).where(
            Certificate.submission_id == submission.id, Certificate.status == CertificateStatus.REVOKED
        )
    )
    if revoked is not None:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"{submission.number} 的证书 {revoked} 已撤销，不能再次制发。请先撤销其通过决定。",
        )


def live_certificate(session: Session, submission: Submission) -> Certificate | None:
    """The certificate of a submission that is reserved or valid."""
    return session.scalar(
        select(Certificate).where(
            Certificate.submission_id == submission.id,
            Certificate.status.in_([CertificateStatus.RESERVED, CertificateStatus.ISSUED]),
        )
    )
