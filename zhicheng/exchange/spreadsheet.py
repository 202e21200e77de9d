"""Rows of texts as a spreadsheet, written while they are read: nothing is held but a few hundred rows (performance.md 8)."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

Row = Sequence[str]

FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
ROWS_AT_ONCE: Final = 500
LONGEST_CELL: Final = 32_767
_BLANKS: Final = " \u3000"
_SUSPECT: Final = frozenset((*FORMULA, *_BLANKS))
"""With which a text begins that ``disarmed`` may have to change: few do, and a file has a million cells."""
_NOT_IN_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="列表" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
_SHEET_BEGINS = (
    f'{_HEAD}<worksheet xmlns="{_SPREADSHEET}"><sheetViews><sheetView workbookViewId="0">'
    '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="{columns}" width="18" customWidth="1"/></cols><sheetData>'
)
_SHEET_ENDS = "</sheetData></worksheet>"


def csv_chunks(rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, which spreadsheets want; cells that look like a formula are disarmed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    rest = iter(rows)
    while some := list(islice(rest, ROWS_AT_ONCE)):
        writer.writerows([[disarmed(text) if text[:1] in _SUSPECT else text for text in row] for row in some])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def disarmed(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would compute it, full-width signs included."""
    if text.startswith(FORMULA) or (text[:1] in _BLANKS and text.lstrip(_BLANKS).startswith(FORMULA)):
        return "'" + text
    return text


class _Outlet(io.RawIOBase):
    """Where the archive writes to: what came since the last time can be taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object, /) -> int:
        kept = bytes(piece)  # type: ignore[call-overload]
        self.pieces.append(kept)
        return len(kept)

    def taken(self) -> bytes:
        """What came since the last time."""
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def xlsx_chunks(rows: Iterable[Row], columns: int) -> Iterator[bytes]:
    """A workbook of one sheet, the first row and column frozen. Every cell is text: none is a formula or loses digits."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _PARTS.items():
            archive.writestr(name, _HEAD + content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET_BEGINS.format(columns=max(columns, 1)).encode())
            rest = iter(rows)
            while some := list(islice(rest, ROWS_AT_ONCE)):
                sheet.write("".join([row_xml(row) for row in some]).encode())
                yield outlet.taken()
            sheet.write(_SHEET_ENDS.encode())
    yield outlet.taken()


def row_xml(row: Row) -> str:
    """One row. The separator stands where no text can hold it, so that a row is escaped in one go."""
    joined = "\x00".join([text[:LONGEST_CELL].replace("\x00", "") for text in row])
    plain = _NOT_IN_XML.sub("", joined)
    escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    cells = escaped.replace("\x00", '</t></is></c><c t="inlineStr"><is><t xml:space="preserve">')
    return f'<row><c t="inlineStr"><is><t xml:space="preserve">{cells}</t></is></c></row>'
