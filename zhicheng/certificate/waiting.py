"""What waits for whom: a closed list, each entry a narrowing of submissions, for the first page and the list behind it.

Stands in the last chapter because it looks back at all the others.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.intake.lifecycle import Act, Status
from zhicheng.intake.submission import Submission, Transition
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.clock import utc
from zhicheng.review.batch import Batch, BatchMember, BatchStatus
from zhicheng.review.review_opinion import ReviewOpinion
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Permission


class Waiting(Choice):
    """Why a submission waits, the most urgent first."""

    OVERDUE = "overdue", "退回已逾期"
    WITHIN_2 = "within_2", "2 小时内到期"
    WITHIN_12 = "within_12", "12 小时内到期"
    WITHIN_48 = "within_48", "48 小时内到期"
    QUEUED = "queued", "待审核"
    BEGUN = "begun", "我在审核的"
    TO_DECIDE = "to_decide", "待我复核"
    TO_ISSUE = "to_issue", "待制发证书"
    DRAFT = "draft", "草稿，尚未提交"


HOURS = {Waiting.WITHIN_2: (0, 2), Waiting.WITHIN_12: (2, 12), Waiting.WITHIN_48: (12, 48)}
FOR: dict[Waiting, frozenset[Permission]] = {
    **dict.fromkeys((Waiting.OVERDUE, *HOURS), frozenset({Permission.EDIT_FILES, Permission.RETURN})),
    Waiting.QUEUED: frozenset({Permission.REVIEW}),
    Waiting.BEGUN: frozenset({Permission.REVIEW}),
    Waiting.TO_DECIDE: frozenset({Permission.DECIDE}),
    Waiting.TO_ISSUE: frozenset({Permission.ISSUE}),
    Waiting.DRAFT: frozenset({Permission.EDIT_FILES}),
}
"""Whose business it is: any of these permissions."""
STATUS: dict[Waiting, Status] = {
    **dict.fromkeys((Waiting.OVERDUE, *HOURS), Status.RETURNED),
    Waiting.QUEUED: Status.QUEUED,
    Waiting.BEGUN: Status.IN_REVIEW,
    Waiting.TO_DECIDE: Status.REVIEWED,
    Waiting.TO_ISSUE: Status.APPROVED,
    Waiting.DRAFT: Status.DRAFT,
}
"""Where it stands while it waits."""
SETTLED = (CertificateStatus.ISSUED, CertificateStatus.REVOKED)
"""Certificates after which nothing is to be issued: a revoked one is final (``issue``)."""


def waits(why: Waiting, actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Submissions that wait for ``why`` at ``now``, as ``actor`` sees it."""
    here = Submission.status == STATUS[why]
    if why is Waiting.OVERDUE:
        return here & (Submission.due_at < utc(now))
    if why in HOURS:
        first, last = (utc(now) + timedelta(hours=hours) for hours in HOURS[why])
        begins = Submission.due_at >= first if HOURS[why][0] == 0 else Submission.due_at > first
        return here & begins & (Submission.due_at <= last)
    if why is Waiting.BEGUN:
        return here & _begun_by(actor)
    if why is Waiting.TO_DECIDE:
        return here & ~_reviewed_by(actor)
    return here & _published() & ~_is_settled() if why is Waiting.TO_ISSUE else here


def count_waiting(
    session: Session, why: Waiting, actor: Actor, now: datetime, offices: Collection[Office]
) -> tuple[int, datetime | None]:
    """How many, and since when the oldest of them has been waiting (for a returned one: when the first is due)."""
    clock = clock_of(why)
    number, oldest = session.execute(
        select(func.count(), func.min(clock)).where(
            Submission.office.in_(sorted(offices)), waits(why, actor, now)
        )
    ).one()
    return number, oldest


def count_to_issue(session: Session, actor: Actor) -> Iterator[tuple[int, str, int, datetime]]:
    """For each published batch with somebody to issue for: its key and number, how many, the first one's submission."""
    yield from session.execute(
        select(Batch.id, Batch.number, func.count(), func.min(clock_of(Waiting.TO_ISSUE)))
        .join(BatchMember, BatchMember.batch_id == Batch.id)
        .join(Submission, BatchMember.submission_id == Submission.id)
        .where(
            Batch.status == BatchStatus.PUBLISHED,
            Batch.office.in_(sorted(actor.offices)),
            Submission.status == STATUS[Waiting.TO_ISSUE],
            ~_is_settled(),
        )
        .group_by(Batch.id, Batch.number)
        .order_by(Batch.id)
    )


def clock_of(why: Waiting) -> Any:
    """What runs while a submission waits for ``why``: a deadline, the time since it came, or since it was begun."""
    if why is Waiting.OVERDUE or why in HOURS:
        return Submission.due_at
    return Submission.registered_at if why is Waiting.DRAFT else Submission.submitted_at


def _begun_by(actor: Actor) -> ColumnElement[bool]:
    return _newest_is(Transition, Transition.act == Act.START_REVIEW, Transition.actor_id == actor.id)


def _reviewed_by(actor: Actor) -> ColumnElement[bool]:
    return _newest_is(ReviewOpinion, ReviewOpinion.reviewer_id == actor.id)


def _newest_is(kind: type[Transition] | type[ReviewOpinion], *so: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the newest row of that kind about the submission is so."""
    later = aliased(kind)
    newer = select(later.id).where(later.submission_id == kind.submission_id, later.id > kind.id).exists()
    return select(kind.id).where(kind.submission_id == Submission.id, *so, ~newer).exists()


def _published() -> ColumnElement[bool]:
    return (
        select(BatchMember.id)
        .join(Batch, BatchMember.batch_id == Batch.id)
        .where(BatchMember.submission_id == Submission.id, Batch.status == BatchStatus.PUBLISHED)
        .exists()
    )


def _is_settled() -> ColumnElement[bool]:
    return (
        select(Certificate.id)
        .where(Certificate.submission_id == Submission.id, Certificate.status.in_(SETTLED))
        .exists()
    )
