"""From words to a Word file that a unit completes, prints and seals: A4 upright, the same bytes every time."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from zhicheng.letter.text import LetterText, Line

BODY, HEADING = "仿宋", "黑体"
"""Fonts by name, as official papers are set; Word puts in a like one where they are missing."""
PRINTED_WIDTH, LABEL_WIDTH = 156.0, 42.0
"""Millimetres."""
FIXED = (1980, 1, 1, 0, 0, 0)
"""The time of every entry in the file, so that the same words give the same bytes."""


def word_file(text: LetterText) -> bytes:
    """``text`` as a DOCX. A ``{{…}}`` or a field code in a fact is only text: nothing in the file is a template."""
    document = docx.Document()
    _page(document)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(18)
    _write(title, text.title, Pt(22), HEADING)
    if text.addressee:
        _paragraph(document, text.addressee, indent=False)
    _lines(document, text.lines)
    if text.pairs:
        _pairs(document, text.pairs)
    if text.rows:
        _rows(document, text.heads, text.rows)
    _lines(document, text.after)
    for words in text.signature:
        _paragraph(document, words, indent=False).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _lines(document, text.postscript)
    document.core_properties.title = text.title
    document.core_properties.author = text.sender
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - Word's own form
    made = io.BytesIO()
    document.save(made)
    return undated(made.getvalue())


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(28)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _lines(document: Document, lines: Sequence[Line]) -> None:
    for line in lines:
        _paragraph(document, line.text)


def _paragraph(document: Document, words: str, *, indent: bool = True) -> Paragraph:
    paragraph = document.add_paragraph()
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    _write(paragraph, words, Pt(16), BODY)
    return paragraph


def _write(paragraph: Paragraph, words: str, size: Pt, font: str) -> None:
    spacing = paragraph.paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size.pt * 1.75)
    run = paragraph.add_run(words)
    run.font.size, run.font.name = size, font
    # python-docx names the Latin font only; Chinese characters are set in the one of East Asia.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _pairs(document: Document, pairs: Sequence[tuple[str, str]]) -> None:
    table = _table(document, len(pairs), 2)
    for row, (label, value) in zip(table.rows, pairs, strict=True):
        _cell(row.cells[0], label, LABEL_WIDTH, HEADING)
        _cell(row.cells[1], value, PRINTED_WIDTH - LABEL_WIDTH, BODY, centred=False)


def _rows(document: Document, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = _table(document, len(rows) + 1, len(heads))
    width = PRINTED_WIDTH / len(heads)
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _cell(cell, head, width, HEADING, 11)
    for line, values in zip(list(table.rows)[1:], rows, strict=True):
        for cell, value in zip(line.cells, values, strict=True):
            _cell(cell, value, width, BODY, 11)


def _table(document: Document, rows: int, columns: int) -> Table:
    table: Table = document.add_table(rows, columns)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    return table


def _cell(
    cell: _Cell, words: str, width: float, font: str, points: float = 14, *, centred: bool = True
) -> None:
    cell.width = Mm(width)
    paragraph = cell.paragraphs[0]
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, words, Pt(points), font)


def undated(content: bytes) -> bytes:
    """The same zip with the same times and order of entries, whenever it was made."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            kept.writestr(entry, given.read(name))
    return settled.getvalue()
