"""What goes out: case files that come in again unchanged, and lists that no spreadsheet computes."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import ELIGIBLE, LATER, YEAR, a_case_file, a_record, a_submission, an_actor
from tests.refused import refused
from zhicheng.exchange.case_file import read_case
from zhicheng.exchange.export_cases import export_cases
from zhicheng.exchange.lists import HEADINGS, csv_lines, disarmed, submission_rows, write_xlsx
from zhicheng.exchange.paperless import NoFiles
from zhicheng.exchange.same_case import same_case
from zhicheng.exchange.take_in import take_in
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


def test_what_goes_out_is_what_came_in_and_comes_in_as_nothing_new(session: Session) -> None:
    cases = [a_case_file(route, phone="1") if route == "?" else a_case_file(route) for route in ELIGIBLE]
    clerk = an_actor(session, Role.CLERK)
    for case in cases:
        take_in(session, clerk, LATER, YEAR, NoFiles(), read_case(json.dumps(case).encode(), YEAR))
    a_record(session, cases[0]["applicant"]["id_number"])
    session.commit()
    session.expunge_all()
    lines = list(export_cases(session, clerk, LATER))
    assert len(lines) == len(cases)
    for case, line in zip(cases, lines, strict=True):
        assert same_case(json.dumps(case), read_case(line, YEAR))
        assert same_case(line.decode(), read_case(json.dumps(case).encode(), YEAR))
        taken = take_in(session, clerk, LATER, YEAR, NoFiles(), read_case(line, YEAR))
        assert taken.outcome.value == "unchanged"


def test_an_export_keeps_to_offices_and_choice_and_is_audited(session: Session) -> None:
    junior, title = a_submission(session), a_submission(session, route="fanghuiju")
    numbers = (junior.reference, title.reference)
    keys = [junior.id, title.id]
    auditor = an_actor(session, Role.AUDITOR, Office.TITLE_OFFICE)
    assert [json.loads(line)["reference"] for line in export_cases(session, auditor, LATER, keys)] == [
        numbers[1]
    ]
    assert list(export_cases(session, auditor, LATER, [keys[0]])) == []
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.act, last.changes) == ("export_cases", {"cases": [None, 0]})
    with refused("not_permitted"):
        export_cases(session, an_actor(session, Role.ADMINISTRATOR), LATER)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\u3000＝"])
def test_a_cell_that_looks_like_a_formula_is_disarmed(sign: str) -> None:
    assert disarmed(sign + "1") == "'" + sign + "1"
    assert disarmed("1" + sign) == "1" + sign


def test_the_list_says_the_same_in_both_forms_and_masks_numbers(session: Session) -> None:
    a_submission(session, Status.RETURNED, employer={"name": "=HYPERLINK(1)"}, route="initial_junior")
    number = a_submission(session, Status.DRAFT, "fanghuiju").applicant.id_number
    clerk = an_actor(session, Role.CLERK)
    text = b"".join(csv_lines(submission_rows(session, clerk, LATER, YEAR)))
    assert text.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert tuple(table[0]) == HEADINGS
    assert [row[4] for row in table[1:]] == ["已退回", "草稿"]
    assert table[1][7] == "'=HYPERLINK(1)"
    assert table[1][13] == "2025-09-04 12:00"
    assert table[2][6] == number[:6] + "*" * 8 + number[14:]
    assert number not in text.decode()
    file = io.BytesIO()
    write_xlsx(file, submission_rows(session, clerk, LATER, YEAR))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert sheet[1][7] == "=HYPERLINK(1)"
    assert [row[:5] for row in sheet] == [row[:5] for row in table]


def test_a_list_shows_only_ones_own_offices_and_the_choice(session: Session) -> None:
    junior, title = a_submission(session), a_submission(session, route="fanghuiju")
    clerk = an_actor(session, Role.CLERK, Office.JUNIOR_OFFICE)
    assert [row[0] for row in submission_rows(session, clerk, LATER, YEAR)][1:] == [junior.number]
    chosen = select(Submission.id).where(Submission.id == title.id)
    assert len(list(submission_rows(session, clerk, LATER, YEAR, chosen))) == 1
