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


def facts_of(run: CheckRun | None, kind: str, desk: DeskFile) -> str:
    """SHA-256 over everything declared that a file of this kind proves, as the run's dossier has it."""
    dossier: Mapping[str, Any] = msgspec.json.decode(run.dossier) if run else {}
    return digest_of(dossier, desk.parts_proved_by(kind))


def digest_of(dossier: Mapping[str, Any], parts: Iterable[str]) -> str:
    """SHA-256 (hex) over parts of a dossier in canonical JSON."""
    text = json.dumps({part: dossier.get(part) for part in parts}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


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
    dossier: Mapping[str, Any] = msgspec.json.decode(run.dossier) if run and newest else {}
    found: dict[int, Carried] = {}
    for one in attachments:
        verdict = newest.get((one.kind, one.year, one.digest)) if one.digest else None
        if verdict is None:
            continue
        same = verdict.facts == digest_of(dossier, desk.parts_proved_by(one.kind))
        if same or verdict.judgement is Judgement.DEFECTIVE:
            found[one.id] = Carried(verdict.judgement, verdict.round_number)
    return found
