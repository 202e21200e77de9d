"""Many case files: a report per line, all or nothing per line, twice adds nothing, a dry run leaves nothing."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import LATER, YEAR, a_case_file, a_submission, an_actor
from tests.refused import refused
from zhicheng.exchange import import_cases as module
from zhicheng.exchange.case_file import LONGEST_LINE
from zhicheng.exchange.import_cases import LineReport, import_cases
from zhicheng.exchange.lines import read_lines
from zhicheng.exchange.paperless import NoFiles
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.audit import AuditEntry, broken_links
from zhicheng.kernel.serial import Serial
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Role


@pytest.fixture
def clerk(session: Session) -> Actor:
    actor = an_actor(session, Role.CLERK)
    session.commit()
    return actor


def jsonl(*cases: dict[str, Any] | bytes) -> io.BytesIO:
    lines = [
        case if isinstance(case, bytes) else json.dumps(case, ensure_ascii=False).encode() for case in cases
    ]
    return io.BytesIO(b"\n".join(lines))


def run(
    session: Session, clerk: Actor, *cases: dict[str, Any] | bytes, now: Any = LATER, dry_run: bool = False
) -> list[LineReport]:
    lines = read_lines(jsonl(*cases))
    return list(import_cases(session, clerk, now, YEAR, NoFiles(), lines, dry_run=dry_run))


def rows(session: Session, table: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_each_line_gets_its_report(session: Session, clerk: Actor) -> None:
    good, other = a_case_file(), a_case_file("fanghuiju")
    wrong = a_case_file() | {"surprise": 1}
    barred = a_case_file(integrity_records=[{"from": "2024-01-01"}])
    second = a_case_file(applicant=good["applicant"])
    reports = run(session, clerk, good, b"{", wrong, other, b"", barred, second, good)
    assert [(one.line, one.outcome, one.code, one.path) for one in reports] == [
        (1, "taken_in", None, None),
        (2, "refused", "bad_input", "$"),
        (3, "refused", "bad_input", "$.surprise"),
        (4, "taken_in", None, None),
        (6, "refused", "bad_input", "$.integrity_records"),
        (7, "refused", "already_open", None),
        (8, "unchanged", None, None),
    ]
    named = [good, None, wrong, other, barred, second, good]
    assert [one.reference for one in reports] == [case and case["reference"] for case in named]
    assert [one.number for one in reports] == [
        "2025-00001",
        None,
        None,
        "2025-00002",
        None,
        None,
        "2025-00001",
    ]
    assert [one.reference for one in reports[3:]] == [
        other["reference"],
        barred["reference"],
        second["reference"],
        good["reference"],
    ]
    assert all(one.message for one in reports)


def test_a_refused_line_leaves_nothing(session: Session, clerk: Actor) -> None:
    early = a_case_file(submitted_at="2025-05-06T10:59:59+08:00")
    entries = rows(session, AuditEntry)
    (report,) = run(session, clerk, early)
    assert (report.outcome, report.code) == ("refused", "not_open")
    assert [rows(session, table) for table in (Applicant, Submission, Serial)] == [0, 0, 0]
    assert rows(session, AuditEntry) == entries
    run(session, clerk, early, a_case_file())
    assert list(broken_links(session)) == []
    assert session.scalars(select(Submission.number)).all() == ["2025-00001"]


def test_running_twice_adds_nothing_over_many_chunks(
    session: Session, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", 3)
    cases = [a_case_file() for _ in range(10)]
    assert {one.outcome for one in run(session, clerk, *cases)} == {"taken_in"}
    entries = rows(session, AuditEntry)
    assert {one.outcome for one in run(session, clerk, *cases)} == {"unchanged"}
    assert rows(session, AuditEntry) == entries


def test_a_dry_run_says_the_same_and_leaves_nothing(session: Session, clerk: Actor) -> None:
    cases = [a_case_file(), a_case_file(route="initial_junior", education=[]), a_case_file(cycle="2024")]
    entries = rows(session, AuditEntry)
    dry = run(session, clerk, *cases, dry_run=True)
    assert rows(session, AuditEntry) == entries
    assert rows(session, Submission) == 0
    real = run(session, clerk, *cases)
    assert [(one.outcome, one.code, one.path, one.message) for one in dry] == [
        (one.outcome, one.code, one.path, one.message) for one in real
    ]
    assert [one.number for one in dry] == [None, None, None]


def test_6_1c_what_comes_back_too_late_is_refused_and_lapses(session: Session, clerk: Actor) -> None:
    case = a_case_file()
    session.add(a_submission(session, Status.RETURNED, **case))
    session.commit()
    late = case | {"submitted_at": "2025-09-04T12:00:01+08:00"}
    now = LATER + timedelta(days=2)
    (dry,) = run(session, clerk, late, now=now, dry_run=True)
    assert (dry.outcome, dry.code) == ("refused", "past_48_hours")
    assert session.scalars(select(Submission.status)).one() is Status.RETURNED
    session.rollback()
    (report,) = run(session, clerk, late, now=now)
    assert (report.outcome, report.code) == ("refused", "past_48_hours")
    submission = session.scalars(select(Submission)).one()
    assert (submission.status, submission.rounds) == (Status.LAPSED, 1)


def test_what_the_database_cannot_keep_is_a_refused_line_not_a_crash(session: Session, clerk: Actor) -> None:
    null = a_case_file(employer={"name": "单位\x00甲"})
    reports = run(session, clerk, null, a_case_file())
    assert reports[-1].outcome == "taken_in"
    assert reports[0].outcome in ("refused", "taken_in")
    if session.get_bind().dialect.name == "postgresql":
        assert reports[0].outcome == "refused"


def test_a_reviewer_imports_nothing(session: Session) -> None:
    with refused("not_permitted"):
        run(session, an_actor(session, Role.REVIEWER), a_case_file())


def test_a_line_of_a_gigabyte_is_never_held(session: Session, clerk: Actor) -> None:
    class Endless(io.RawIOBase):
        """So many bytes, and then a whole case."""

        def __init__(self, size: int, rest: bytes) -> None:
            self.size, self.rest, self.most = size, rest, 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            part = b"x" * min(len(buffer), self.size) or self.rest[: len(buffer)]
            if self.size:
                self.size -= len(part)
            else:
                self.rest = self.rest[len(part) :]
            buffer[: len(part)] = part
            return len(part)

    file = io.BufferedReader(Endless(30 * LONGEST_LINE, b"\n" + json.dumps(a_case_file()).encode()))
    reports = list(import_cases(session, clerk, LATER, YEAR, NoFiles(), read_lines(file)))
    assert [(one.line, one.outcome, one.path) for one in reports] == [
        (1, "refused", "$"),
        (2, "taken_in", None),
    ]
