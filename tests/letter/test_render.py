"""A letter as PDF: its words in reading order, the same bytes every time, nothing cut, nothing evaluated."""

from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.render import render_letter
from zhicheng.letter.text import LetterText, Line, items, paragraphs, warnings


def a_text(**changes: object) -> LetterText:
    """A short letter."""
    words = {
        "title": "退回补正通知",
        "sender": "乌鲁木齐市人力资源和社会保障局",
        "number": "受理号 2025-00012",
        "addressee": "古丽娜·一：",
        "lines": (
            *paragraphs("以下各项须补正："),
            *items(["缺照片。", "缺考核。"]),
            *warnings("请注意节假日。"),
        ),
        "signature": ("乌鲁木齐市人力资源和社会保障局", "职称科"),
        "day": date(2025, 9, 30),
    }
    return LetterText(**(words | changes))  # type: ignore[arg-type]


def pages(content: bytes) -> list[str]:
    """The text of each page, line ends taken out."""
    document = pypdfium2.PdfDocument(content)
    texts = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        texts.append("".join(text.get_text_range().split()))
        text.close()
        page.close()
    document.close()
    return texts


def test_the_words_stand_in_the_order_in_which_they_are_read() -> None:
    [said] = pages(render_letter(a_text()))
    parts = ["受理号2025-00012", "退回补正通知", "古丽娜·一：", "1.缺照片。", "2.缺考核。"]
    parts += ["请注意节假日。", "职称科", "2025年9月30日"]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_the_same_words_give_the_same_bytes_and_other_words_others() -> None:
    assert render_letter(a_text()) == render_letter(a_text())
    assert render_letter(a_text()) != render_letter(a_text(number="受理号 2025-00013"))


def test_it_is_pdf_a_tagged_in_chinese_and_carries_its_fonts() -> None:
    with pikepdf.open(BytesIO(render_letter(a_text()))) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang).startswith("zh")
        box = [float(side) for side in pdf.pages[0].mediabox]
        assert (round(box[2]), round(box[3])) == (595, 842)
        for font in pdf.pages[0].Resources.Font.values():
            assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor


def test_a_preview_says_so_on_every_page_and_the_letter_itself_does_not() -> None:
    long = a_text(
        lines=items([f"第{number}项：材料不清晰，请补传正向、清晰的原件扫描件。" for number in range(60)])
    )
    assert all("预览" in page for page in pages(render_letter(long, preview=True)))
    assert not any("预览" in page for page in pages(render_letter(long)))


def test_a_long_list_runs_over_pages_with_every_line_once_and_numbered_pages() -> None:
    words = [f"第{number}处问题，请更换。" for number in range(1, 121)]
    made = pages(render_letter(a_text(lines=items(words))))
    assert len(made) >= 3
    whole = "".join(made)
    assert all(whole.count(one) == 1 for one in words)
    assert [f"—{number}—" in page for number, page in enumerate(made, start=1)] == [True] * len(made)


def test_a_long_paragraph_without_a_break_is_not_cut() -> None:
    opinion = "证" * 3_999 + "完"
    whole = "".join(pages(render_letter(a_text(lines=paragraphs(opinion)))))
    assert whole.count("证") == 3_999
    assert "完" in whole


def test_a_name_of_fifty_characters_a_rare_one_and_markup_stand_as_they_are() -> None:
    name = "阿卜杜热合曼·" * 7 + "䶮"
    assert len(name) == 50
    hostile = "{{7*7}} {number} #sys.inputs $x$ <b>R&D</b> \\u{41} @a *b* _c_"
    whole = "".join(pages(render_letter(a_text(addressee=f"{name}：", lines=paragraphs(hostile)))))
    assert name in whole
    assert "".join(hostile.split()) in whole


@pytest.mark.parametrize("where", ["addressee", "number"])
def test_a_character_without_a_glyph_is_refused_by_name(where: str) -> None:
    with pytest.raises(Refusal) as refused:
        render_letter(a_text(**{where: "王\U0002ebb5"}))
    assert refused.value.code is RefusalCode.BAD_INPUT
    assert "U+2EBB5" in refused.value.sentence


def test_tables_are_whole() -> None:
    rows = tuple((str(number), f"650199********{number:04d}", "不在记录期内") for number in range(1, 101))
    made = render_letter(a_text(lines=(), heads=("序号", "证件号码", "结果"), rows=rows))
    whole = "".join(pages(made))
    assert all(one in whole for _, one, _ in rows)


def test_empty_lines_are_left_out() -> None:
    assert paragraphs("一\n\n 二 \n") == (Line("paragraph", "一"), Line("paragraph", "二"))
    assert warnings("", "三") == (Line("warning", "三"),)
