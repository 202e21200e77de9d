"""A blank workbook to be filled in: text cells throughout, so that no spreadsheet eats digits, and lists to choose from."""

from typing import BinaryIO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from zhicheng.exchange.workbook_columns import Column, Sheet, sheets
from zhicheng.policy.year import PolicyYear

CODES = "代码"
ROWS = 5000


def write_template(file: BinaryIO, year: PolicyYear) -> None:
    """Every sheet with its headings; columns of codes offer the labels."""
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    heading = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    offered = _offered(sheets(year))
    for sheet in sheets(year):
        page = book.add_worksheet(sheet.label)
        page.freeze_panes(1, 1)
        for number, column in enumerate(sheet.columns):
            page.set_column(number, number, max(12, 2 * len(column.label) + 2), text)
            page.write_string(0, number, column.label, heading)
            if column.codes:
                position = list(offered).index(tuple(column.codes))
                letter = xl_col_to_name(position)
                source = f"={CODES}!${letter}$2:${letter}${len(column.codes) + 1}"
                page.data_validation(1, number, ROWS, number, {"validate": "list", "source": source})
    page = book.add_worksheet(CODES)
    for position, (labels, column) in enumerate(offered.items()):
        page.write_string(0, position, column.label, heading)
        for number, label in enumerate(labels, 1):
            page.write_string(number, position, label, text)
    book.close()


def _offered(all_sheets: tuple[Sheet, ...]) -> dict[tuple[str, ...], Column]:
    """Each list of labels once, under the first column that offers it."""
    offered: dict[tuple[str, ...], Column] = {}
    for sheet in all_sheets:
        for column in sheet.columns:
            if column.codes:
                offered.setdefault(tuple(column.codes), column)
    return offered
