"""Scenes about batches: frozen, published, certificates issued, one list corrected, certificates revoked and made anew."""

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.annul import annul
from zhicheng.certificate.issue import issue, live_certificate, reserve
from zhicheng.certificate.reissue import reissue
from zhicheng.certificate.replacement import ReissueCause
from zhicheng.certificate.revoke import revoke
from zhicheng.decision.freeze_batch import freeze_batch, undecided
from zhicheng.decision.members import members_of
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.decision.second_person import approval_of
from zhicheng.demo.archive import enter
from zhicheng.demo.errata import frozen_erratum, renewed
from zhicheng.demo.play import Event, Play
from zhicheng.intake.lifecycle import Status
from zhicheng.review.batch import Batch
from zhicheng.review.composition import erratum_of, join_batch, leave_batch, open_batch
from zhicheng.staff.office import Office

CLOSINGS = (
    # office, day of freezing, notice number
    (Office.JUNIOR_OFFICE, date(2025, 6, 26), "乌人社职〔2025〕11号"),
    (Office.TITLE_OFFICE, date(2025, 7, 24), "乌人社职〔2025〕17号"),
    (Office.JUNIOR_OFFICE, date(2025, 8, 28), "乌人社职〔2025〕23号"),
)
ERRATUM_NUMBER = "乌人社职〔2025〕15号"
LEFT_TO_PRINT = 3
"""How many of the last published batch still wait for their certificate."""


def closing(play: Play, office: Office, notice: str) -> Event:
    """A batch is frozen with what is decided; the rest moves to the next one; four days later it is published."""

    def event(session: Session, now: datetime) -> None:
        actor = play.people["fuhe"]
        batch = open_batch(session, actor, now, play.year.cycle, office)
        waiting = undecided(members_of(session, batch))
        for one in waiting:
            leave_batch(session, one)
        freeze_batch(session, actor, now, batch, Random(batch.number).randbytes)  # noqa: S311 - a play
        if waiting:
            following = open_batch(session, actor, now, play.year.cycle, office)
            for one in waiting:
                join_batch(session, now, one, following)
        key = batch.id
        play.at(now + timedelta(days=4), lambda session, at: publication(play, session, at, key, notice))

    return event


def publication(play: Play, session: Session, now: datetime, key: int, notice: str) -> None:
    """Published in the afternoon, certificates on the next day."""
    publish_batch(session, play.people["fuhe"], now, play.year, session.get_one(Batch, key), notice)
    play.at(now + timedelta(days=1), lambda session, at: issuing(play, session, at, key))


def issuing(play: Play, session: Session, now: datetime, key: int) -> None:
    """Certificates for all whose approval stands; the last ones of the last batch wait for tomorrow's paper."""
    issuer = play.people["zhizheng"]
    batch = session.get_one(Batch, key)
    members = [one for one in members_of(session, batch) if one.status is Status.APPROVED]
    if batch.notice_number == CLOSINGS[-1][2]:
        members = members[:-LEFT_TO_PRINT]
    lots = Random(key)  # noqa: S311 - the same seed, the same year
    for submission in members:
        certificate = reserve(session, issuer, now, play.year, submission, lots.randrange)
        issue(session, issuer, now, play.year, certificate, play.press)


def erratum(play: Play, session: Session, now: datetime) -> None:
    """The first list is corrected: frozen by one, published by another, the certificate made anew."""
    batch = frozen_erratum(session, play.people["fuhe"], now, CLOSINGS[0][2])
    if batch is not None:
        key = batch.id
        play.at(now + timedelta(days=2), lambda session, at: correction(play, session, at, key))


def correction(play: Play, session: Session, now: datetime, key: int) -> None:
    """What the erratum says takes effect."""
    batch = session.get_one(Batch, key)
    publish_batch(session, play.people["fuhe2"], now, play.year, batch, ERRATUM_NUMBER)
    later = now + timedelta(days=1)
    play.at(later, lambda session, at: renewal(play, session, at, key))


def renewal(play: Play, session: Session, now: datetime, key: int) -> None:
    """The corrected certificates."""
    batch = session.get_one(Batch, key)
    renewed(session, play.people["zhizheng"], now, play.year, batch, play.press)


def revocations(play: Play, session: Session, now: datetime) -> None:
    """One certificate is revoked for a wrong photo, one made anew, one title annulled for a false statement."""
    issued = [
        one
        for batch in session.scalars(select(Batch).order_by(Batch.id))
        for one in members_of(session, batch)
        if erratum_of(session, batch) is None and live_certificate(session, one) is not None
    ]
    first, second, third = issued[0], issued[len(issued) // 2], issued[-1]
    certificate, damaged = live_certificate(session, first), live_certificate(session, third)
    approval = approval_of(session, second)
    if certificate is None or damaged is None or approval is None:
        raise LookupError(first.number, second.number)
    issuer, cause = play.people["zhizheng"], ReissueCause.DAMAGED_FILE
    revoke(session, issuer, now, certificate, "照片与本人不符，须更正材料后另行办理。")
    words = "申报人下载的文件打不开，要求换发。"
    lots = Random(0)  # noqa: S311
    reissue(session, issuer, now, play.year, damaged, cause, words, play.press, lots.randrange)
    words = "经核查，所交工作证明系伪造，撤销通过决定并记入诚信档案。"
    other = "fuhe2" if approval.decided_by_id == play.people["fuhe"].id else "fuhe"
    annul(session, play.people[other], now, second, words)
    enter(play, session, now, second.applicant.name, second.applicant.id_number, now.date(), 7)
