"""Events out of the append-only trail and the tables beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from zhicheng.checks.check_run import CheckRun
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.submission import Submission, Transition
from zhicheng.integrity.inquiry import Inquiry, InquiryPerson
from zhicheng.integrity.screening import Screening
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.identity_number import masked
from zhicheng.kernel.table import Base
from zhicheng.plan.plan import Plan, PlanRow, PlanStatus
from zhicheng.plan.verbs import verb_of
from zhicheng.review.batch import BatchMember
from zhicheng.staff.actor import Actor
from zhicheng.staff.named import name_of
from zhicheng.staff.permission import Permission
from zhicheng.timeline.event import Change, Event, EventKind, kind_of

VEILED: Final = frozenset({"id_number", "phone"})
"""Fields whose values are masked here, whatever the trail holds."""
NOT_SUBJECTS: Final = frozenset({"transition", "submission_round", "check_run", "screening", "batch_member"})
"""Tables with a submission that no entry of the trail is about."""
LOOKERS: Final = frozenset({Permission.LOOK_UP_INTEGRITY, Permission.KEEP_INTEGRITY, Permission.READ_AUDIT})
"""Who may learn that the archive was asked about somebody."""
MEMBERSHIP: Final = ("put_in", "take_out")


def entries_about(session: Session, subject_kind: str, keys: Iterable[int]) -> Sequence[AuditEntry]:
    """The entries about these rows of one table, oldest first."""
    listed = sorted(set(keys))
    if not listed:
        return []
    return session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id.in_(listed))
        .order_by(AuditEntry.id)
    ).all()


def told(entry: AuditEntry, submission: Submission | None = None) -> Event:
    """An entry as an event; ``submission`` where it belongs to one."""
    return Event(
        at=entry.at,
        order=entry.id,
        actor_id=entry.actor_id,
        who=entry.actor_name,
        kind=kind_of(entry.act, entry.subject_kind),
        act=entry.act,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        why=entry.reason,
        changes=changes_of(entry.changes),
        number=submission.number if submission else "",
        submission_id=submission.id if submission else None,
    )


def changes_of(changes: Mapping[str, Any]) -> tuple[Change, ...]:
    """Field, before, after; identity and telephone numbers masked."""
    listed = []
    for name, pair in changes.items():
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        if name.rpartition(".")[2] in VEILED:
            before, after = _veiled(before), _veiled(after)
        listed.append((name, before, after))
    return tuple(listed)


def events_of(session: Session, submission: Submission) -> Iterator[Event]:
    """Everything about one submission and the things that hang on it: files, certificates, letters, batches, checks."""
    rounds = {
        (one.act.value, one.at): one.round_number
        for one in session.scalars(select(Transition).where(Transition.submission_id == submission.id))
    }
    for entry in entries_about(session, "submission", [submission.id]):
        event = told(entry, submission)
        number = rounds.get((entry.act, entry.at))
        if entry.act == Act.SUBMIT.value and number:
            event = replace(event, words=f"第 {number} 次提交")
        yield event
    for table, column in things_of_a_submission():
        keys = session.scalars(select(table.id).where(column == submission.id)).all()
        yield from (told(entry, submission) for entry in entries_about(session, table.__tablename__, keys))
    yield from _of_batches(session, submission)
    yield from _of_plans(session, submission)
    yield from _of_checks(session, submission)


def _of_batches(session: Session, submission: Submission) -> Iterator[Event]:
    """What was done to the batch it stands in, and how it came in and out of batches."""
    batches = session.scalars(
        select(BatchMember.batch_id).where(BatchMember.submission_id == submission.id)
    ).all()
    for entry in entries_about(session, "batch", batches):
        if entry.act not in MEMBERSHIP:
            yield told(entry, submission)
    moved = select(AuditEntry).where(
        AuditEntry.act.in_(MEMBERSHIP), cast(AuditEntry.changes, Text).contains(f'"{submission.number}"')
    )
    yield from (told(entry, submission) for entry in session.scalars(moved))


def _of_plans(session: Session, submission: Submission) -> Iterator[Event]:
    """The plans it stood in, what each meant to do with it and what came of that. What was done has its own entry."""
    rows = select(Plan, PlanRow).join(PlanRow).where(PlanRow.submission_id == submission.id)
    for plan, row in session.execute(rows.order_by(Plan.id.desc())):
        came_of_it = plan.status if plan.status is PlanStatus.DROPPED else row.outcome
        yield Event(
            row.ran_at or plan.drafted_at,
            0,
            plan.drafted_by_id,
            plan.drafted_by_name,
            EventKind.PLAN,
            "run_plan",
            "plan",
            why=row.sentence,
            words=f"批量任务 {plan.id}（{verb_of(plan.verb).label}）：{came_of_it.label}",
            number=submission.number,
            submission_id=submission.id,
        )


def _of_checks(session: Session, submission: Submission) -> Iterator[Event]:
    """Checks and screenings, which have tables of their own and no entry in the trail."""
    place: dict[str, Any] = {"number": submission.number, "submission_id": submission.id}
    runs = select(CheckRun.run_at, CheckRun.actor_id, CheckRun.outcome, CheckRun.round_number).where(
        CheckRun.submission_id == submission.id
    )
    for at, key, outcome, number in session.execute(runs.order_by(CheckRun.id.desc())):
        words = f"资格检查（第 {number} 次提交）：{outcome.label}" if number else f"资格检查：{outcome.label}"
        yield Event(at, 0, key, "", EventKind.CHECK, "run_checks", "submission", words=words, **place)
    screenings = select(Screening).where(Screening.submission_id == submission.id)
    for one in session.scalars(screenings.order_by(Screening.id.desc())):
        found = f"在记录期内，至 {one.until}" if one.barred else "不受限制"
        words = f"诚信核查（{one.stage.label}）：{found}"
        yield Event(
            one.asked_at,
            0,
            one.actor_id,
            one.actor_name,
            EventKind.LOOK_UP,
            "screening",
            "submission",
            words=words,
            **place,
        )


def inquiries_about(session: Session, actor: Actor, applicant_id: int) -> Iterator[Event]:
    """That the archive was asked about the person; only for who may ask it or reads the trail."""
    if not LOOKERS & actor.permissions:
        return
    asked = (
        select(Inquiry)
        .join(InquiryPerson, InquiryPerson.inquiry_id == Inquiry.id)
        .where(InquiryPerson.applicant_id == applicant_id)
    )
    for one in session.scalars(asked.order_by(Inquiry.id.desc())):
        words = f"诚信查询（第 {one.id} 号，查 {one.day}）"
        yield Event(
            one.asked_at,
            0,
            one.actor_id,
            one.actor_name,
            EventKind.LOOK_UP,
            "look_up_integrity",
            "integrity_inquiry",
            why=one.reason,
            words=words,
        )


def newest_first(session: Session, events: Iterable[Event]) -> list[Event]:
    """In order, and with the names of those whom only their key was kept of. What happened at once stays as it came."""
    names = cache(lambda key: name_of(session, key))
    ordered = sorted(events, key=lambda event: (event.at, event.order), reverse=True)
    return [event if event.who else replace(event, who=names(event.actor_id)) for event in ordered]


@cache
def things_of_a_submission() -> tuple[tuple[Any, Any], ...]:
    """Tables whose rows belong to a submission and can be acted on: attachments, certificates, letters, …

    What is declared (diplomas, posts) is told under the submission itself.
    """
    declared = {relation.mapper.class_ for relation in Submission.__mapper__.relationships}
    found = []
    for mapper in Base.registry.mappers:
        table, column = mapper.class_, mapper.columns.get("submission_id")
        if column is None or table in declared or table.__tablename__ in NOT_SUBJECTS:
            continue
        if any(key.column.table.name == "submission" for key in column.foreign_keys):
            found.append((table, table.submission_id))
    return tuple(sorted(found, key=lambda each: str(each[0].__tablename__)))


def _veiled(value: Any) -> Any:
    return value if value is None or set(str(value)) <= {"…"} else masked(str(value))
