"""Case files in a workbook: the template filled in says what the JSON says; what lost its digits is refused."""

import io
import json
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.builders import ELIGIBLE, YEAR, a_case_file
from tests.refused import refused
from zhicheng.exchange.case_file import read_case
from zhicheng.exchange.case_lines import read_cases
from zhicheng.exchange.same_case import same_case
from zhicheng.exchange.workbook import read_workbook
from zhicheng.exchange.workbook_columns import sheets
from zhicheng.exchange.workbook_template import write_template
from zhicheng.kernel.refusal import Refusal


def filled(*cases: dict[str, Any], labels: bool = True, **cells: Any) -> io.BytesIO:
    """A workbook of ``cases`` as somebody would fill the template in; ``cells`` overrule cells of the first row."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for sheet in sheets(YEAR):
        page = book.add_worksheet(sheet.label)
        page.write_row(0, 0, [column.label if labels else column.key for column in sheet.columns])
        number = 0
        for case in cases:
            for entry in case[sheet.key] if sheet.key else [case]:
                number += 1
                for position, column in enumerate(sheet.columns):
                    if column.key == "reference":
                        value = case["reference"]
                    else:
                        part, _, name = column.key.rpartition(".")
                        value = ((entry.get(part) or {}) if part else entry).get(name)
                    if column.key in cells and number == 1 and not sheet.key:
                        value = cells[column.key]
                    elif labels and column.codes and value is not None:
                        value = next(label for label, code in column.codes.items() if code == value)
                    elif labels and isinstance(value, bool):
                        value = "是" if value else "否"
                    if isinstance(value, str):
                        page.write_string(number, position, value)
                    elif value is not None:
                        page.write(number, position, value)
    book.close()
    file.seek(0)
    return file


@pytest.mark.parametrize("labels", [True, False])
def test_a_workbook_says_what_the_json_says(labels: bool) -> None:
    cases = [a_case_file(route) for route in ELIGIBLE]
    lines = list(read_cases(filled(*cases, labels=labels), YEAR))
    assert [number for number, _ in lines] == list(range(2, len(cases) + 2))
    for case, (_, line) in zip(cases, lines, strict=True):
        assert isinstance(line, bytes), line
        assert same_case(json.dumps(case), read_case(line, YEAR))


def test_the_blank_template_has_every_heading_and_no_case() -> None:
    file = io.BytesIO()
    write_template(file, YEAR)
    assert list(read_workbook(io.BytesIO(file.getvalue()), YEAR)) == []
    names = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).sheet_names
    assert names == [sheet.label for sheet in sheets(YEAR)] + ["代码"]


@pytest.mark.parametrize("key", ["applicant.id_number", "employer.uscc"])
def test_a_number_that_lost_its_digits_is_refused_with_a_sentence(key: str) -> None:
    case = a_case_file()
    ((_, refusal),) = read_workbook(filled(case, **{key: 650199199003070000}), YEAR)
    assert isinstance(refusal, Refusal)
    assert "文本格式" in refusal.sentence
    assert refusal.facts == {"reference": case["reference"], "path": f"$.{key}"}


@pytest.mark.parametrize("date", ["2024/6/21", "2024.06.21", "2024年6月21日"])
def test_dates_are_read_as_people_write_them(date: str) -> None:
    case = a_case_file()
    case["publicity"]["from"] = date
    ((_, line),) = read_workbook(filled(case), YEAR)
    assert json.loads(line)["publicity"]["from"] == "2024-06-21"  # type: ignore[arg-type]


def test_a_reference_stands_on_one_row_and_lists_belong_to_a_row() -> None:
    first, second = a_case_file(), a_case_file()
    second["reference"] = first["reference"]
    stray = a_case_file()
    book = filled(first, second)
    lines = list(read_workbook(book, YEAR))
    assert [type(line) for _, line in lines] == [bytes, Refusal]
    lines = list(read_workbook(filled(first, stray, reference="别的编号"), YEAR))
    refusals = [line for _, line in lines if isinstance(line, Refusal)]
    assert refusals
    assert all("不在“申报”表中" in one.sentence for one in refusals)


def test_what_is_no_workbook_of_ours_is_refused() -> None:
    with refused("bad_file"):
        read_workbook(io.BytesIO(b"PK\x03\x04 no zip"), YEAR)
    for heading, code in (("星座", "bad_input"), ("姓名", "bad_input")):
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        book.add_worksheet("申报").write_row(0, 0, [heading])
        book.close()
        with refused(code):
            list(read_workbook(io.BytesIO(file.getvalue()), YEAR))
    file = io.BytesIO()
    xlsxwriter.Workbook(file, {"in_memory": True}).close()
    with refused("bad_input"):
        read_workbook(io.BytesIO(file.getvalue()), YEAR)
