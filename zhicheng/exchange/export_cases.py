"""Case files out, in the form in which they come in; integrity records stay in their register."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from zhicheng.checks.dossier import Dossier
from zhicheng.checks.picture import picture
from zhicheng.exchange.case_file import write_case
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.table import portions
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

CHUNK = 200


def export_cases(
    session: Session, actor: Actor, now: datetime, chosen: Sequence[int] | None = None
) -> Iterator[bytes]:
    """A case file for each submission of the actor's offices that is among ``chosen`` keys (None: all), by key.

    Constant memory: read in chunks. The export is audited with its size before the first line goes out, so the caller
    opens a transaction around it.
    """
    actor.must(Permission.READ_CASES)
    mine = select(Submission.id).where(Submission.office.in_(actor.offices)).order_by(Submission.id)
    if chosen is not None:
        mine = mine.where(Submission.id.in_(chosen))
    keys = list(session.scalars(mine))
    audit.record(
        session,
        actor_id=actor.id,
        actor_name=actor.name,
        now=now,
        act="export_cases",
        subject_kind="submission",
        subject_id=None,
        changes={"cases": [None, len(keys)]},
    )
    return _lines(session, now, keys)


def case_of(session: Session, now: datetime, submission: Submission) -> Dossier:
    """The case file of one submission as it stands."""
    return msgspec.structs.replace(picture(session, submission, now), integrity_records=())


def _lines(session: Session, now: datetime, keys: Sequence[int]) -> Iterator[bytes]:
    lists = [
        selectinload(each)
        for each in (
            Submission.education,
            Submission.degrees,
            Submission.employment,
            Submission.appraisals,
            Submission.grassroots_service,
            Submission.continuing_education,
        )
    ]
    for part in portions(keys, CHUNK):
        rows = session.scalars(
            select(Submission).where(Submission.id.in_(part)).order_by(Submission.id).options(*lists)
        )
        for submission in rows.all():
            yield write_case(case_of(session, now, submission))
