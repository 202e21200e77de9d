"""Take one case file in: a new submission, the next round of a returned one, or nothing new."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.dossier import AttachmentRow, Dossier
from zhicheng.checks.submit import submit
from zhicheng.exchange.declare_case import applicant_of, declared_of, employer_of
from zhicheng.exchange.folder import content_of
from zhicheng.exchange.same_case import same_case
from zhicheng.intake.attach import Item, attach, current_attachments, set_aside
from zhicheng.intake.correct_person import correct_person
from zhicheng.intake.declare import declare
from zhicheng.intake.file_store import FileStore
from zhicheng.intake.know import know_applicant, know_employer
from zhicheng.intake.lifecycle import CORRECTABLE, Status
from zhicheng.intake.move import wrong_code
from zhicheng.intake.register import find_submission, register
from zhicheng.intake.submission import Round, Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


class Intake(Choice):
    """What became of a case file that was not refused."""

    TAKEN_IN = "taken_in", "已受理"
    RESUBMITTED = "resubmitted", "已再次提交"
    UNCHANGED = "unchanged", "没有变化"


@dataclass(frozen=True)
class Taken:
    """What became of one case file, and the submission it is about."""

    outcome: Intake
    submission: Submission


def take_in(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    files: FileStore,
    case: Dossier,
    folder: Path | None = None,
) -> Taken:
    """Register and submit a case that is new, submit the next round of a returned one, leave alone what is known.

    Bytes come from ``folder``; without one, attachments are listed and not sent. Everything or nothing: a Refusal
    (``bad_input``, ``bad_file``, ``wrong_status``, and whatever the verbs refuse) leaves the caller to roll back.
    """
    actor.must(Permission.IMPORT_CASES)
    if case.integrity_records:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            "案卷的 integrity_records 应为空列表：诚信记录由诚信档案管理，不随案卷导入。请删除后重新导入。",
            path="$.integrity_records",
        )
    known = find_submission(session, case.cycle, case.reference)
    if known is None:
        new = register_case(session, actor, now, year, files, case, folder)
        submit(session, actor, now, year, new, case.submitted_at)
        return Taken(Intake.TAKEN_IN, new)
    if came_before(session, known, case):
        return Taken(Intake.UNCHANGED, known)
    if known.status not in CORRECTABLE:
        raise Refusal(
            wrong_code(known.status),
            f"案卷 {case.reference} 已登记为 {known.number}（{known.status.label}），内容与上次不同；"
            "只有退回的申报可以再次提交。请核对，或先退回。",
            status=known.status.value,
            number=known.number,
        )
    outcome = Intake.TAKEN_IN if known.status is Status.DRAFT else Intake.RESUBMITTED
    redeclare_case(session, actor, now, year, files, case, known, folder)
    submit(session, actor, now, year, known, _stamp(session, known, case, now))
    return Taken(outcome, known)


def came_before(session: Session, submission: Submission, case: Dossier) -> bool:
    """Whether some round of ``submission`` brought exactly this case (archive apart), no earlier than it says."""
    runs = session.scalars(
        select(CheckRun.dossier).where(CheckRun.submission_id == submission.id).order_by(CheckRun.id.desc())
    )
    return any(same_case(stored, case) for stored in runs)


def register_case(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    files: FileStore,
    case: Dossier,
    folder: Path | None = None,
) -> Submission:
    """A draft that says what ``case`` says, attachments included."""
    person = know_applicant(session, actor, now, applicant_of(case))
    employer = know_employer(session, employer_of(case))
    submission = register(
        session,
        actor,
        now,
        year,
        reference=case.reference,
        route=case.route,
        applicant=person,
        declared=declared_of(case, employer),
    )
    attach(session, actor, now, year, files, submission, *items_of(case.attachments, folder))
    return submission


def redeclare_case(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    files: FileStore,
    case: Dossier,
    submission: Submission,
    folder: Path | None = None,
) -> Submission:
    """Let a draft or returned ``submission`` say what ``case`` says now. Another route is another submission (5.1)."""
    if case.route != submission.route:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"{submission.number} 的申报类别是“{year.routes[submission.route].short_label}”，再次提交不能更换类别。"
            "请先撤回，再以新的编号申报。",
            path="$.route",
        )
    correct_person(session, actor, now, submission, know_applicant(session, actor, now, applicant_of(case)))
    employer = know_employer(session, employer_of(case))
    declare(session, actor, now, submission, declared_of(case, employer))
    _renew_attachments(session, actor, now, year, files, submission, case.attachments, folder)
    return submission


def _stamp(session: Session, submission: Submission, case: Dossier, now: datetime) -> datetime:
    """When this round was handed in. A stamp that an earlier round carried cannot be it: then the arrival counts."""
    before = session.scalar(
        select(Round.submitted_at)
        .where(Round.submission_id == submission.id)
        .order_by(Round.number.desc())
        .limit(1)
    )
    return case.submitted_at if before is None or case.submitted_at > before else now


def _renew_attachments(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    files: FileStore,
    submission: Submission,
    rows: tuple[AttachmentRow, ...],
    folder: Path | None,
) -> None:
    """Make the attachments what the case lists: demands whose files are the same stay, the others come anew or go."""
    wanted = defaultdict(list)
    for row in rows:
        wanted[row.kind, row.year].append(row)
    present = defaultdict(list)
    for attachment in current_attachments(session, submission):
        present[attachment.kind, attachment.year].append(attachment)
    for demand, attachments in present.items():
        if demand not in wanted:
            for attachment in attachments:
                set_aside(session, actor, now, submission, attachment)
    for demand, listed in wanted.items():
        items = items_of(listed, folder)
        if not [item for item in items if item.content] and [row.file for row in listed] == [
            one.file_name for one in present[demand]
        ]:
            continue
        attach(session, actor, now, year, files, submission, *items)


def items_of(rows: Iterable[AttachmentRow], folder: Path | None) -> list[Item]:
    """What a case lists, with the bytes from ``folder`` where there is one."""
    return [Item(row.kind, row.year, row.file, content_of(folder, row.file)) for row in rows]
