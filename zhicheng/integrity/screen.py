"""Look a submission's applicant up in the archive, and keep what was found."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from zhicheng.intake.submission import Submission
from zhicheng.integrity.bar import Bar, barred_on, in_scope
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.integrity.screening import Screening, Stage
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import append
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor

_ABOUT = (
    select(IntegrityRecord.id, IntegrityRecord.from_date, IntegrityRecord.until, IntegrityRecord.lifted_on)
    .where(
        IntegrityRecord.id_number == bindparam("id_number"), IntegrityRecord.id_type == bindparam("id_type")
    )
    .order_by(IntegrityRecord.from_date, IntegrityRecord.id)
)


@dataclass(frozen=True)
class Screened:
    """What a look into the archive found: whether it stands in the way, and the last barred day."""

    barred: bool
    until: date | None


def screen(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, submission: Submission, stage: Stage
) -> Screened:
    """Ask the archive about the applicant on the Beijing day of ``now`` and store the answer (clause 6.3, P-09)."""
    day = beijing_day(now)
    bars = bars_about(session, submission)
    until = barred_on(bars.values(), day)
    barred = until is not None and in_scope(
        year.parameter.bar_scope.value, submission.title_held_level, submission.title_sought_level
    )
    append(
        session,
        Screening,
        submission_id=submission.id,
        stage=stage,
        asked_at=now,
        day=day,
        barred=barred,
        until=until,
        record_ids=[key for key, bar in bars.items() if bar.covers(day)],
        actor_id=actor.id,
        actor_name=actor.name,
    )
    return Screened(barred, until)


def must_not_be_barred(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, submission: Submission, stage: Stage
) -> None:
    """Screen, and refuse ``barred`` with the last barred day when a record stands in the way."""
    found = screen(session, actor, now, year, submission, stage)
    if found.barred:
        raise Refusal(
            RefusalCode.BARRED,
            f"{submission.applicant.name} 在诚信档案中有记录，至 {found.until} 止（含当日）不得晋升高一级职称。"
            f"{submission.number} 此时不能办理；请查看诚信档案核对。",
            until=str(found.until),
        )


def bars_about(session: Session, submission: Submission) -> dict[int, Bar]:
    """What every record about the applicant bars, today or not, by the key of the record; oldest first."""
    session.flush()
    person = {"id_type": submission.applicant.id_type, "id_number": submission.applicant.id_number}
    rows = session.connection().execute(_ABOUT, person)
    return {row.id: Bar(row.from_date, row.until, row.lifted_on) for row in rows}
