"""One erratum of the year: a unit's name on the first list was incomplete; corrected, published by another, re-issued."""

from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.issue import live_certificate
from zhicheng.certificate.press import Press
from zhicheng.certificate.reissue import reissue
from zhicheng.certificate.replacement import ReissueCause
from zhicheng.decision.correct_line import correct_line
from zhicheng.decision.draft_erratum import draft_erratum
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.members import members_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import Batch
from zhicheng.staff.actor import Actor

REASON = "用人单位来函：名单所列单位名称缺少分支机构名称，经核对统一社会信用代码证书，予以更正。"


def frozen_erratum(session: Session, actor: Actor, now: datetime, notice_number: str) -> Batch | None:
    """An erratum about the batch published under ``notice_number``, frozen; None where nobody there has a certificate."""
    original = session.scalar(select(Batch).where(Batch.notice_number == notice_number))
    named = [one for one in members_of(session, original) if _holds(session, one)] if original else []
    if original is None or not named:
        return None
    batch = draft_erratum(session, actor, now, original, REASON)
    entries = {"employer": f"{named[-1].employer.name}（第二分部）"}
    correct_line(session, actor, now, batch, named[-1].number, REASON, entries)
    return freeze_batch(session, actor, now, batch, Random(batch.number).randbytes)  # noqa: S311 - a play


def renewed(
    session: Session, issuer: Actor, now: datetime, year: PolicyYear, batch: Batch, press: Press
) -> None:
    """The certificates of the corrected members, made anew."""
    for submission in members_of(session, batch):
        certificate = live_certificate(session, submission)
        if certificate is not None:
            reissue(session, issuer, now, year, certificate, ReissueCause.CORRECTION, REASON, press)


def _holds(session: Session, submission: Submission) -> bool:
    return submission.status is Status.APPROVED and live_certificate(session, submission) is not None
