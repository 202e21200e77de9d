"""The identity numbers in a CSV file, as spreadsheets write them."""

import csv
import io
import re
from collections.abc import Iterator

from zhicheng.kernel.identity_number import numbers_within
from zhicheng.kernel.refusal import Refusal, RefusalCode

HEADING = re.compile(r"证件号|身份证|^\W*id(_?number)?s?\W*$", re.IGNORECASE)


def numbers_listed(content: bytes) -> list[str]:
    """One column: the one whose heading says so, else the first with a resident's number in it, else the first.
    Empty rows are left out; a cell that holds no number beside others that say something is given as it stands.

    Raises Refusal ``bad_input`` for another encoding than UTF-8 or GB 18030, and where no number is listed.
    """
    text = _decoded(content)
    try:
        rows = [
            row
            for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text))
            if any(map(str.strip, row))
        ]
    except csv.Error:
        raise Refusal(RefusalCode.BAD_INPUT, "文件不是 CSV 表格。请另存为 CSV 后重试。") from None
    heading, column = _column(rows)
    numbers = [
        number for row in rows[heading:] for number in _numbers(row[column] if column < len(row) else "")
    ]
    if not numbers:
        raise Refusal(
            RefusalCode.BAD_INPUT, "文件中没有证件号码。请把证件号码放在第一列，或在标题行写明“证件号码”。"
        )
    return numbers


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(RefusalCode.BAD_INPUT, "CSV 文件应为 UTF-8 或 GB 18030 编码。请另存后重试。")


def _delimiter(text: str) -> str:
    """What the first line is divided by: some spreadsheets write a semicolon or a tab."""
    first = text.lstrip().partition("\n")[0]
    return next((mark for mark in ",\t;" if mark in first), ",")


def _column(rows: list[list[str]]) -> tuple[int, int]:
    """How many rows are heading, and which column holds the numbers."""
    for place, cell in enumerate(rows[0] if rows else []):
        if HEADING.search(cell) and not numbers_within(cell):
            return 1, place
    shaped = (place for row in rows for place, cell in enumerate(row) if numbers_within(cell))
    column = next(shaped, 0)
    first = rows[0][column] if rows and column < len(rows[0]) else ""
    return int(not any(map(str.isdigit, first))), column


def _numbers(cell: str) -> Iterator[str]:
    """What a cell asks about; an apostrophe or ``="…"`` keeps a spreadsheet from taking a number for a number."""
    yield from numbers_within(cell) or [cell.strip().strip("'=\"")]
