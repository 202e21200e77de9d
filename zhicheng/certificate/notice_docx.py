"""The notice as a Word file, for offices that pass it on: the same words as the PDF, unsigned."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zhicheng.certificate.notice_pdf import PAPER, WIDTHS
from zhicheng.certificate.notice_text import NoticeText
from zhicheng.letter.render import refuse_unprintable
from zhicheng.letter.word import undated

SERIF, HEAD = "仿宋", "黑体"
RED = RGBColor(0xC4, 0x16, 0x1C)
LIST_WIDTH = 261.0


def write_notice(text: NoticeText) -> bytes:
    """A4 with a red head; the list follows across, its head repeated on each page. ``bad_input`` as for the PDF."""
    refuse_unprintable(text.everything(), PAPER)
    document = Document()
    _page(document.sections[0], upright=True)
    if text.preview or text.sample:
        words = (
            "预览：尚未公布，不具有效力" if text.preview else "样章：演示系统生成，仅供测试，不具有任何效力"
        )
        _say(document.sections[0].header.paragraphs[0], words, 10.5, middle=True, color=RED)
    _footer(document.sections[0])
    _say(document.add_paragraph(), text.body + "文件", 26, middle=True, color=RED, font=HEAD)
    _say(document.add_paragraph(), text.number, 16, middle=True)
    _ruled(document.paragraphs[-1])
    _say(document.add_heading("", level=1), text.title, 22, middle=True, font=HEAD)
    _say(document.add_paragraph(), text.addressee, 16)
    for words in (*text.paragraphs, *text.withheld, text.closing):
        _say(document.add_paragraph(), words, 16, indent=True)
    document.add_paragraph()
    for words in text.signature:
        _say(document.add_paragraph(), words, 16).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _say(document.add_paragraph(), text.digest, 9)
    _page(document.add_section(WD_SECTION.NEW_PAGE), upright=False)
    _say(document.add_paragraph(), "附件", 14)
    _say(document.add_heading("", level=1), text.list_title, 18, middle=True, font=HEAD)
    _say(document.add_paragraph(), text.caption, 11, middle=True)
    _table(document, text)
    made = datetime.combine(text.day, time())
    about = document.core_properties
    about.title, about.author, about.created, about.modified = (
        text.title.replace("\n", ""),
        text.body,
        made,
        made,
    )
    about.last_modified_by, about.comments = "", ""
    stream = BytesIO()
    document.save(stream)
    return undated(stream.getvalue())


def _table(document: Any, text: NoticeText) -> None:
    shares = [WIDTHS.get(head, 13) for head in text.heads]
    table = document.add_table(rows=1, cols=len(text.heads), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(LIST_WIDTH * share / sum(shares))
    _fill(table.rows[0], text.heads, font=HEAD)
    _mark(table.rows[0], "w:tblHeader")
    for row in text.rows:
        _fill(table.add_row(), row)
    for row, share_of in ((row, shares) for row in table.rows):
        _mark(row, "w:cantSplit")
        for cell, share in zip(row.cells, share_of, strict=True):
            cell.width = Mm(LIST_WIDTH * share / sum(shares))


def _fill(row: Any, words: Sequence[str], font: str = SERIF) -> None:
    for cell, word in zip(row.cells, words, strict=True):
        _say(cell.paragraphs[0], word, 10.5, middle=True, font=font)


def _mark(row: Any, name: str) -> None:
    """Set a property of a table row that python-docx has no name for."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _say(
    paragraph: Any,
    words: str,
    size: float,
    *,
    middle: bool = False,
    indent: bool = False,
    color: RGBColor | None = None,
    font: str = SERIF,
) -> Any:
    for number, line in enumerate(words.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        run.font.size, run.font.name = Pt(size), font
        run.font.color.rgb = color or RGBColor(0, 0, 0)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(0), Pt(0)
    if middle:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        layout.first_line_indent = Pt(2 * size)
    if size == 16:
        layout.line_spacing = Pt(28)
    return paragraph


def _page(section: Any, *, upright: bool) -> None:
    section.orientation = WD_ORIENT.PORTRAIT if upright else WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(210), Mm(297)) if upright else (Mm(297), Mm(210))
    section.left_margin = section.right_margin = Mm(27 if upright else 18)
    section.top_margin = section.bottom_margin = Mm(32 if upright else 20)


def _footer(section: Any) -> None:
    """— page —, counted by Word; later sections follow the first."""
    paragraph = section.footer.paragraphs[0]
    _say(paragraph, "— ", 10.5, middle=True)
    run = paragraph.add_run()
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:instrText" if words else "w:fldChar")
        if words:
            part.text = words
        else:
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)
    _say(paragraph, " —", 10.5, middle=True)


def _ruled(paragraph: Any) -> None:
    """The red rule below the number."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "C4161C")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)
