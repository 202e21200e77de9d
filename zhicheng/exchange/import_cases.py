"""Import many case files: a report per line, all or nothing per line, in constant memory.

Lines are committed by the chunk, because a commit waits for the disk; each line stands in a savepoint of its own, and
it is reported once its chunk is committed. Whoever stops in the middle imports the same file again: nothing is doubled.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from zhicheng.checks.dossier import Dossier
from zhicheng.database import transaction
from zhicheng.exchange.case_file import read_case
from zhicheng.exchange.paperless import NoFiles
from zhicheng.exchange.take_in import take_in
from zhicheng.intake.file_store import FileStore
from zhicheng.intake.register import find_submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.mistake import read_anyhow
from zhicheng.policy.year import PolicyYear
from zhicheng.review.lapse import lapse
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

CHUNK = 100

Line = tuple[int, bytes | Refusal]
"""The number of a line or row in its file, and what stands there; a Refusal where it could not even be read."""


@dataclass(frozen=True)
class LineReport:
    """What became of one line: taken_in, resubmitted, unchanged or refused.

    ``number`` is the submission's (``key`` its row, where one is there to open), ``message`` a sentence for people.
    """

    line: int
    reference: str | None
    outcome: str
    number: str | None = None
    code: str | None = None
    path: str | None = None
    message: str = ""
    key: int | None = None


class DryRun(Exception):
    """Raised inside a transaction to undo it."""


@dataclass(frozen=True)
class Import:
    """Who imports what into which year: the same for every line of a file."""

    session: Session
    actor: Actor
    now: datetime
    year: PolicyYear
    files: FileStore
    folder: Path | None = None


def import_cases(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    files: FileStore,
    lines: Iterable[Line],
    *,
    folder: Path | None = None,
    dry_run: bool = False,
) -> Iterator[LineReport]:
    """Take every line in and report each, in order. A dry run plays the same verbs and undoes each chunk.

    Raises Refusal ``not_permitted`` before anything is read; lines that the rules refuse are reported, never raised.
    """
    actor.must(Permission.IMPORT_CASES)
    whole = Import(session, actor, now, year, NoFiles() if dry_run else files, folder)
    rest = iter(lines)
    return _chunks(whole, rest, dry_run)


def _chunks(whole: Import, rest: Iterator[Line], dry_run: bool) -> Iterator[LineReport]:
    while chunk := list(islice(rest, CHUNK)):
        reports: list[LineReport] = []
        try:
            with transaction(whole.session):
                reports += [_report(whole, number, text, dry_run) for number, text in chunk]
                if dry_run:
                    raise DryRun
        except DryRun:
            pass
        yield from reports


def _report(whole: Import, number: int, text: bytes | Refusal, dry_run: bool) -> LineReport:
    case = None
    try:
        if isinstance(text, Refusal):
            raise text
        case = read_case(text, whole.year)
        with whole.session.begin_nested():
            taken = take_in(
                whole.session, whole.actor, whole.now, whole.year, whole.files, case, whole.folder
            )
            made = None if dry_run and taken.outcome == "taken_in" else taken.submission
            told = (made.number, made.id) if made else (None, None)
        return LineReport(
            number, case.reference, taken.outcome.value, told[0], message=taken.outcome.label, key=told[1]
        )
    except Refusal as refusal:
        if case is not None and refusal.code is RefusalCode.PAST_48_HOURS:
            _lapse(whole, case)
        named = refusal.facts.get("reference") if isinstance(text, Refusal) else _claimed(text)
        reference = None if named is None else str(named)
        path = refusal.facts.get("path")
        where = None if path is None else str(path)
        return LineReport(number, reference, "refused", None, refusal.code.value, where, refusal.sentence)
    except (IntegrityError, DataError):
        return LineReport(
            number,
            case.reference if case else None,
            "refused",
            code=RefusalCode.STALE.value,
            message="这一行无法存入：可能刚刚由他人登记，或含有无法保存的字符。没有存入任何内容，请核对后重新导入。",
        )


def _claimed(text: bytes) -> object:
    """The reference that a line gives itself, whatever else is wrong with it."""
    said = read_anyhow(text)
    reference = said.get("reference") if isinstance(said, dict) else None
    return reference[:40] if isinstance(reference, str) and not reference.isspace() else None


def _lapse(whole: Import, case: Dossier) -> None:
    """What came back too late lapses then and there (clause 6.1c); the late round itself leaves nothing."""
    with whole.session.begin_nested():
        submission = find_submission(whole.session, case.cycle, case.reference)
        if submission is not None:
            lapse(whole.session, whole.actor, whole.now, submission)
