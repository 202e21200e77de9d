"""The list of submissions as a spreadsheet, streamed: nothing is held but the row being written (performance.md 8)."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from zhicheng.checks.check_run import CheckRun
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.employer import Employer
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.clock import minute
from zhicheng.kernel.identity_number import masked
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

HEADINGS = (
    "受理号",
    "编号",
    "申报类别",
    "科室",
    "状态",
    "姓名",
    "证件号码",
    "单位",
    "申报系列",
    "申报专业",
    "申报级别",
    "提交次数",
    "提交时间",
    "补正期限",
    "机器检查",
)
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
PAGE = 1000


def submission_rows(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, chosen: Select[Any] | None = None
) -> Iterator[tuple[str, ...]]:
    """Headings, then a row of texts for each submission of the actor's offices; ``chosen`` selects keys (None: all).

    Identity numbers are masked. The export is audited before the first row goes out.
    """
    actor.must(Permission.READ_CASES)
    audit.record(
        session,
        actor_id=actor.id,
        actor_name=actor.name,
        now=now,
        act="export_list",
        subject_kind="submission",
        subject_id=None,
    )
    return _rows(session, actor, year, chosen)


def _rows(
    session: Session, actor: Actor, year: PolicyYear, chosen: Select[Any] | None
) -> Iterator[tuple[str, ...]]:
    one = Submission
    outcome = (
        select(CheckRun.outcome)
        .where(CheckRun.submission_id == one.id)
        .order_by(CheckRun.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = (
        select(
            one.number,
            one.reference,
            one.route,
            one.office,
            one.status,
            Applicant.name,
            Applicant.id_number,
            Employer.name,
            one.title_sought_series,
            one.title_sought_specialty,
            one.title_sought_level,
            one.rounds,
            one.submitted_at,
            one.due_at,
            outcome,
        )
        .join(Applicant, one.applicant_id == Applicant.id)
        .join(Employer, one.employer_id == Employer.id)
        .where(one.office.in_(actor.offices))
        .order_by(one.id)
        .execution_options(yield_per=PAGE)
    )
    if chosen is not None:
        wanted = wanted.where(one.id.in_(chosen))
    yield HEADINGS
    for number, reference, route, office, status, name, identity, unit, *rest in session.execute(wanted):
        series, specialty, level, rounds, submitted_at, due_at, found = rest
        known = year.routes.get(route)
        yield (
            number,
            reference,
            known.short_label if known else route,
            office.label,
            status.label,
            name,
            masked(identity),
            unit,
            series.label,
            specialty,
            level.label,
            str(rounds),
            minute(submitted_at) if submitted_at else "",
            minute(due_at) if due_at else "",
            found.label if found else "",
        )


def write_xlsx(file: BinaryIO, rows: Iterator[tuple[str, ...]]) -> None:
    """Every cell as text, so that no spreadsheet takes one for a formula or a number."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    page = book.add_worksheet("申报")
    page.freeze_panes(1, 1)
    page.set_column(0, len(HEADINGS) - 1, 16)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            page.write_string(number, column, text)
    book.close()


def csv_lines(rows: Iterator[tuple[str, ...]]) -> Iterator[bytes]:
    """Lines of UTF-8 with a byte order mark, which spreadsheets want; cells that look like a formula are disarmed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    for number, row in enumerate(rows, 1):
        writer.writerow([disarmed(text) for text in row])
        if number % PAGE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def disarmed(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would compute it, full-width signs included."""
    return "'" + text if text.lstrip(" \u3000").startswith(FORMULA) else text
