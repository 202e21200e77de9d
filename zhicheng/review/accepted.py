"""What was accepted stays accepted, as long as neither the file nor what it proves has changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.checks.check_run import CheckRun
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.submission import Submission
from zhicheng.policy.desk_file import DeskFile
from zhicheng.review.material_verdict import Judgement, MaterialVerdict


@dataclass(frozen=True)
class Carried:
    """A verdict of an earlier round that still holds."""

    judgement: Judgement
    round_number: int


def declared(run: CheckRun | None) -> Mapping[str, Any]:
    """The dossier as it was when the checks ran; nothing where none ever ran."""
    dossier: Mapping[str, Any] = msgspec.json.decode(run.dossier) if run else {}
    return dossier


def facts_of(dossier: Mapping[str, Any], kind: str, desk: DeskFile) -> str:
    """SHA-256 (hex) over everything declared that a file of this kind proves, in canonical JSON."""
    proved = {part: dossier.get(part) for part in desk.parts_proved_by(kind)}
    return hashlib.sha256(json.dumps(proved, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def carried(
    session: Session,
    submission: Submission,
    attachments: Iterable[Attachment],
    run: CheckRun | None,
    desk: DeskFile,
) -> dict[int, Carried]:
    """Key of an attachment -> the newest verdict on the very same file; an acceptance holds only for the same facts."""
    given = session.scalars(
        select(MaterialVerdict)
        .where(MaterialVerdict.submission_id == submission.id)
        .order_by(MaterialVerdict.id)
    )
    newest = {(one.kind, one.year, one.digest): one for one in given}
    dossier = declared(run) if newest else {}
    found: dict[int, Carried] = {}
    for one in attachments:
        verdict = newest.get((one.kind, one.year, one.digest)) if one.digest else None
        if verdict is None:
            continue
        same = verdict.facts == facts_of(dossier, one.kind, desk)
        if same or verdict.judgement is Judgement.DEFECTIVE:
            found[one.id] = Carried(verdict.judgement, verdict.round_number)
    return found
