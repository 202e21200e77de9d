"""Case files from a workbook (.xlsx): every row of the first sheet becomes the line that a JSON file would have."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, BinaryIO

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from zhicheng.exchange.case_file import SCHEMA
from zhicheng.exchange.cell import DigitsLost
from zhicheng.exchange.import_cases import Line
from zhicheng.exchange.workbook_columns import Column, Sheet, sheets
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear

LARGEST = 300 * 1024 * 1024
"""Bytes that a workbook may unfold to; a small file can hide a large one."""

Row = tuple[int, dict[str, Any] | Refusal]


def read_workbook(file: BinaryIO, year: PolicyYear) -> Iterator[Line]:
    """A line for every submission, numbered by its row. Refusal ``bad_file`` or ``bad_input`` where a sheet is not ours.

    List rows whose reference is on no row of the first sheet are refused at the end, each with its sheet and row.
    """
    book = _open(file)
    first, *others = sheets(year)
    names = {name.strip(): name for name in book.sheet_names}
    if first.label not in names:
        raise Refusal(
            RefusalCode.BAD_INPUT, f"工作簿中没有“{first.label}”工作表。请下载模板，按模板填写后再导入。"
        )
    lists: dict[str, dict[str, list[Row]]] = {}
    for sheet in others:
        lists[sheet.key] = defaultdict(list)
        if sheet.label in names:
            for number, row in _rows(book, names[sheet.label], sheet):
                reference = str(
                    row.facts["reference"] if isinstance(row, Refusal) else row.pop("reference", "")
                )
                lists[sheet.key][reference].append((number, row))
    return _lines(list(_rows(book, names[first.label], first)), lists, others, year)


def _lines(
    rows: list[Row], lists: dict[str, dict[str, list[Row]]], others: list[Sheet], year: PolicyYear
) -> Iterator[Line]:
    seen: set[str] = set()
    for number, row in rows:
        if isinstance(row, Refusal):
            seen.add(str(row.facts["reference"]))
            yield number, row
            continue
        reference = str(row.get("reference") or "")
        if reference in seen:
            yield number, _refused(f"编号“{reference}”在前面的行中已经出现，一个编号只能有一行。", reference)
            continue
        seen.add(reference)
        case, wrong = _case(row, reference, lists, year)
        yield number, wrong or msgspec.json.encode(case)
    for sheet in others:
        for reference, unclaimed in lists[sheet.key].items():
            if reference not in seen:
                for number, _ in unclaimed:
                    sentence = (
                        f"工作表“{sheet.label}”第{number}行的编号“{reference}”不在“申报”表中，请核对编号。"
                    )
                    yield number, _refused(sentence, reference)


def _case(
    row: dict[str, Any], reference: str, lists: dict[str, dict[str, list[Row]]], year: PolicyYear
) -> tuple[dict[str, Any], Refusal | None]:
    """The case file of a row with its list rows; the first unreadable list row spoils it."""
    case: dict[str, Any] = {"schema": SCHEMA, "cycle": year.cycle, "integrity_records": []}
    case["continuing_education_exemption"] = False
    for key, value in row.items():
        part, _, name = key.rpartition(".")
        if part:
            case.setdefault(part, {})[name] = value
        else:
            case[key] = value
    for key, by_reference in lists.items():
        found = [each for _, each in by_reference.get(reference, [])]
        wrong = next((each for each in found if isinstance(each, Refusal)), None)
        if wrong is not None:
            return case, wrong
        case[key] = found
    return case, None


def _rows(book: CalamineWorkbook, name: str, sheet: Sheet) -> Iterator[Row]:
    """The rows below the headings that say anything, numbered as the spreadsheet numbers them."""
    content = book.get_sheet_by_name(name)
    grid = content.iter_rows()
    # calamine leaves out empty rows above the first one that says something
    above = content.start[0] if content.start else 0
    headings = [str(cell).strip() for cell in next(grid, [])]
    columns = _columns(headings, sheet)
    for number, cells in enumerate(grid, above + 2):
        if any(str(cell).strip() for cell in cells):
            yield number, _row(number, cells, columns, sheet)


def _columns(headings: list[str], sheet: Sheet) -> list[Column | None]:
    known = {column.label: column for column in sheet.columns} | {
        column.key: column for column in sheet.columns
    }
    strangers = [heading for heading in headings if heading and heading not in known]
    if strangers or not headings or headings.count("编号") + headings.count("reference") != 1:
        found = f"不认识的列：{'、'.join(strangers[:5])}" if strangers else "没有唯一的“编号”列"
        raise Refusal(
            RefusalCode.BAD_INPUT, f"工作表“{sheet.label}”的标题行与模板不同，{found}。请按模板填写后再导入。"
        )
    return [known.get(heading) for heading in headings]


def _row(
    number: int, cells: list[Any], columns: list[Column | None], sheet: Sheet
) -> dict[str, Any] | Refusal:
    row: dict[str, Any] = {}
    lost: Column | None = None
    for column, cell in zip_longest(columns, cells):
        if column is None or cell is None or not str(cell).strip():
            continue
        try:
            value = column.read(cell)
        except DigitsLost:
            lost = column
            continue
        row[column.key] = column.codes.get(value, value) if isinstance(value, str) else value
    if lost is None:
        return row
    return _refused(
        f"工作表“{sheet.label}”第{number}行的“{lost.label}”是数字格式，末几位已经丢失。"
        "请把该列设为文本格式，重新填写完整号码后再导入。",
        str(row.get("reference") or ""),
        path=f"$.{lost.key}",
    )


def _open(file: BinaryIO) -> CalamineWorkbook:
    """The workbook, once it is sure that it does not unfold beyond measure."""
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
        file.seek(0)
        if size <= LARGEST:
            return CalamineWorkbook.from_filelike(file)
    except (zipfile.BadZipFile, CalamineError, OSError, ValueError):
        raise Refusal(
            RefusalCode.BAD_FILE, "文件不是完整的 xlsx 工作簿。请另存为 xlsx 后重新导入。"
        ) from None
    raise Refusal(
        RefusalCode.BAD_FILE, f"工作簿展开后超过 {LARGEST // 1024 // 1024} MB，请拆分成几个文件后再导入。"
    )


def _refused(sentence: str, reference: str, path: str = "$.reference") -> Refusal:
    return Refusal(RefusalCode.BAD_INPUT, sentence, reference=reference, path=path)
