"""What goes out: case files that come in again unchanged, and lists that no spreadsheet computes."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import ELIGIBLE, LATER, YEAR, a_case_file, a_record, a_submission, an_actor
from tests.refused import refused
from zhicheng.exchange.case_file import read_case
from zhicheng.exchange.export_cases import export_cases
from zhicheng.exchange.hand_out_list import MOST_WHOLE, hand_out_list
from zhicheng.exchange.paperless import NoFiles
from zhicheng.exchange.same_case import same_case
from zhicheng.exchange.spreadsheet import csv_chunks, disarmed, xlsx_chunks
from zhicheng.exchange.take_in import take_in
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.actor import Actor
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


TRICKY = ("=HYPERLINK(1)", "650199199003070127", "古丽娜·吐尔逊", 'a<b>&"c"', "两\n行", "\x01\x00零", "")


def test_a_list_says_the_same_in_both_forms_and_every_cell_is_text() -> None:
    rows = [("一", *("列",) * 6), *[TRICKY] * 1203]
    table = list(csv.reader(io.StringIO(b"".join(csv_chunks(rows)).decode("utf-8-sig"))))
    assert table[1][0] == "'=HYPERLINK(1)"
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(xlsx_chunks(rows, 7))))
    sheet = book.get_sheet_by_index(0).to_python()
    assert len(sheet) == len(table) == 1204
    assert sheet[1203] == ["=HYPERLINK(1)", *TRICKY[1:5], "零", ""]
    assert sheet[1203][1:5] == table[1203][1:5]


def test_chunks_come_while_rows_are_still_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[tuple[str, ...]]:
        for number in range(5_000):
            read.append(number)
            yield (str(number),)

    for chunks in (csv_chunks(rows()), xlsx_chunks(rows(), 1)):
        read.clear()
        next(chunks)
        assert 0 < len(read) < 1_000


def test_an_export_is_written_down_and_whole_numbers_take_right_reason_and_measure(session: Session) -> None:
    clerk, issuer = an_actor(session, Role.CLERK), an_actor(session, Role.ISSUER)

    def asked(actor: Actor, rows: int = 3, whole: bool = True, reason: str = "报送名册") -> None:
        hand_out_list(
            session, actor, LATER, table="submission", rows=rows, columns=["受理号", "姓名"],
            narrowed_by=["状态：已通过"], whole=whole, reason=reason,
        )  # fmt: skip

    asked(clerk)
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.act, last.subject_kind, last.reason) == ("export_list", "submission", "报送名册")
    assert last.changes == {
        "rows": [None, 3], "columns": [None, "受理号、姓名"], "narrowed_by": [None, "状态：已通过"],
        "whole_numbers": [None, True],
    }  # fmt: skip
    asked(issuer, whole=False, rows=MOST_WHOLE + 1)
    with refused("not_permitted"):
        asked(issuer)
    with refused("opinion_required"):
        asked(clerk, reason=" 报 ")
    with refused("bad_input"):
        asked(clerk, rows=MOST_WHOLE + 1)
    with refused("bad_input"):
        asked(clerk, whole=False, rows=1_000_001)
