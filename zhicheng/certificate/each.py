"""The two halves of issuing for many, one row at a time: what is refused leaves nothing behind and stops nobody."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.exc import StaleDataError

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.issue import reserve
from zhicheng.certificate.press import Press, Printed
from zhicheng.certificate.record_issue import record_issue
from zhicheng.certificate.workshop import Order
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import load_year
from zhicheng.review.batch import BatchMember
from zhicheng.staff.actor import Actor

Thing = TypeVar("Thing")


def reserve_each(
    session: Session, actor: Actor, now: datetime, submissions: Sequence[int]
) -> dict[int, int | Refusal]:
    """Reserve a number for each key of a submission: the key of its certificate, or why there is none."""

    def one(key: int) -> int:
        submission = session.get_one(Submission, key)
        return reserve(session, actor, now, load_year(submission.cycle), submission).id

    # Read together, not one by one; held, since the session itself holds nothing that nobody else does.
    _members = session.scalars(
        select(BatchMember)
        .where(BatchMember.submission_id.in_(submissions))
        .options(joinedload(BatchMember.submission), joinedload(BatchMember.batch))
    ).all()
    return {key: alone(session, partial(one, key)) for key in submissions}


def order_each(session: Session, press: Press, certificates: Sequence[int]) -> dict[int, Order | Refusal]:
    """What is to be printed for each key of a certificate, or why it cannot be. Only reads."""
    orders: dict[int, Order | Refusal] = {}
    _rows = _together(session, certificates)
    for key in certificates:
        certificate = session.get_one(Certificate, key)
        try:
            orders[key] = press.order(session, load_year(certificate.submission.cycle), certificate)
        except Refusal as refusal:
            orders[key] = refusal
    return orders


def record_each(
    session: Session, actor: Actor, now: datetime, printed: Mapping[int, Printed | Refusal]
) -> dict[int, str | Refusal]:
    """Record what was printed for each key of a certificate: its number, or why it is not issued."""

    def one(key: int) -> str:
        return record_issue(session, actor, now, session.get_one(Certificate, key), printed[key]).number

    _rows = _together(session, printed)
    return {key: alone(session, partial(one, key)) for key in printed}


def _together(session: Session, certificates: Collection[int]) -> Sequence[Certificate]:
    """The certificates with what they are about, read in one go."""
    query = (
        select(Certificate)
        .where(Certificate.id.in_(certificates))
        .options(joinedload(Certificate.submission), joinedload(Certificate.decision))
    )
    return session.scalars(query).all()


def alone(session: Session, work: Callable[[], Thing]) -> Thing | Refusal:
    """What ``work`` makes inside a savepoint of its own, or the refusal that it came to."""
    attempt = session.begin_nested()
    try:
        made = work()
        session.flush()
    except Refusal as refusal:
        attempt.rollback()
        return refusal
    except (StaleDataError, IntegrityError):
        attempt.rollback()
        return Refusal(RefusalCode.STALE, "这一件正在被其他人办理，没有执行。请稍后查看最新情况。")
    attempt.commit()
    return made
