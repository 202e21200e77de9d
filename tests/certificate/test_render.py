"""The certificate as a reader, a screen reader, a scanner and an archive see it."""

import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from tests.certificate.sample_facts import LONGEST_NAME, facts, photo
from zhicheng.certificate.facts import CertificateRecord, certificate_photo, photo_digest
from zhicheng.certificate.render import render_certificate
from zhicheng.intake.inspect_file import inspect_file
from zhicheng.kernel.font import missing_glyphs
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.typeset import compiler


@pytest.fixture(scope="module")
def made() -> bytes:
    return render_certificate(facts())


def text_of(content: bytes, tmp_path: Path, *options: str) -> str:
    """What poppler, another program than the one that made it, reads."""
    path = tmp_path / "certificate.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, text=True, check=True)
    return told.stdout


def page_of(content: bytes, dpi: int) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    picture = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    document.close()
    return picture


def test_every_fact_is_read_once_and_in_order(made: bytes, tmp_path: Path) -> None:
    text = re.sub(r"\s+", " ", text_of(made, tmp_path))
    expected = [
        "职称证书", "姓名", "古丽娜·吐尔逊", "性别", "女", "出生年月", "1909年5月", "证件号码", "650199190905010026",
        "职称系列", "工程技术", "专业", "机械工程", "资格名称", "工程师", "级别", "中级", "取得方式", "授予", "取得时间",
        "2025年6月30日", "批准文号", "乌人社职〔2025〕12号", "乌鲁木齐市人力资源和社会保障局", "2025年7月1日", "证书编号",
        "6501202533001239", "核验网址", "https://zhicheng.example.cn/verify", "样章", "扫码核验真伪",
    ]  # fmt: skip
    position = 0
    for words in expected:
        position = text.find(words, position)
        assert position >= 0, f"{words} is missing or out of order"
    for words in ("古丽娜·吐尔逊", "650199190905010026", "6501202533001239", "机械工程"):
        assert text.count(words) == 1


def test_it_is_one_landscape_a4_page_in_archive_form(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (page,) = pdf.pages
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox] == [0, 0, 297, 210]
        metadata = pdf.open_metadata()
        assert metadata.get("pdfaid:part") == "3"
        assert metadata.get("pdfaid:conformance") == "A"
        assert metadata.get("pdfuaid:part") == "1"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).lower().startswith("zh")
        assert "职称证书" in str(pdf.docinfo.Title)
        assert "/Encrypt" not in pdf.trailer


def test_all_fonts_are_embedded_and_ours(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(made)
    told = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    rows = told.splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+Noto(Serif|Sans)SC", row)
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]


def test_pictures_speak_to_those_who_cannot_see_them(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        told = [
            str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert any("照片" in words for words in told)
    assert any("二维码" in words for words in told)
    assert any("样章" in words for words in told)


def test_the_record_inside_says_the_same_as_the_page(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (name,) = pdf.attachments
        assert name == "certificate.json"
        record = msgspec.json.decode(pdf.attachments[name].get_file().read_bytes(), type=CertificateRecord)
    said = facts()
    assert (record.name, record.id_number, record.number) == (said.name, said.id_number, said.number)
    assert record.photo == photo_digest(said.photo)


def test_the_photo_lies_in_the_page_as_it_is(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        jpegs = [
            item.read_raw_bytes()
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Filter") == pikepdf.Name.DCTDecode
        ]
    assert [photo_digest(content) for content in jpegs] == [photo_digest(facts().photo)]


def test_the_same_facts_give_the_same_bytes_in_another_process_too(made: bytes) -> None:
    assert render_certificate(facts()) == made
    script = (
        "import hashlib; from tests.certificate.sample_facts import facts; "
        "from zhicheng.certificate.render import render_certificate; "
        "print(hashlib.sha256(render_certificate(facts())).hexdigest())"
    )
    elsewhere = os.environ | {
        "TZ": "America/Lima",
        "LANG": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
    }
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=elsewhere
    )
    assert told.stdout.strip() == photo_digest(made)


def test_another_fact_gives_other_bytes(made: bytes) -> None:
    assert render_certificate(facts(name="古丽娜·吐尔洪")) != made
    assert render_certificate(facts(photo=photo((200, 30, 30)))) != made
    assert render_certificate(facts(issued_on=date(2025, 7, 2))) != made


@pytest.mark.parametrize(
    ("dpi", "degrees", "blur"), [(300, 0, 0), (150, 0, 0.5), (120, 3, 0.6), (120, -3, 0.6), (150, 180, 0.5)]
)
def test_the_code_is_read_from_a_scan(made: bytes, dpi: int, degrees: float, blur: float) -> None:
    scan = page_of(made, dpi).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    scan = scan.convert("L").filter(ImageFilter.GaussianBlur(blur))
    stream = io.BytesIO()
    scan.save(stream, "JPEG", quality=60)
    codes = zxingcpp.read_barcodes(Image.open(stream))
    assert [code.text for code in codes] == [facts().qr_text]


def test_the_code_is_thirty_five_millimetres_wide(made: bytes) -> None:
    page = page_of(made, 254)  # ten dots to the millimetre
    (code,) = zxingcpp.read_barcodes(page)
    width = code.position.top_right.x - code.position.top_left.x
    assert 345 <= width <= 355


def test_a_code_that_35_mm_cannot_carry_is_refused() -> None:
    with pytest.raises(Refusal, match="版本"):
        render_certificate(facts(qr_text="HTTPS://ZHICHENG.EXAMPLE.CN/VERIFY/" + "A" * 400))


def boxes_of(content: bytes) -> dict[str, tuple[float, float, float, float]]:
    """Where every printed line of text stands, in points from the lower left."""
    document = pypdfium2.PdfDocument(content)
    page = document[0].get_textpage()
    boxes = {}
    for n in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(n)
        boxes[f"{n} {page.get_text_bounded(left, bottom, right, top).strip()}"] = (left, bottom, right, top)
    page.close()
    document.close()
    return boxes


LONG = {
    "name": LONGEST_NAME,
    "series": "中小学教师（含幼儿园）",
    "specialty": "农业机械化及其自动化与农业电气化工程技术（含设施农业装备、智慧农业与农村能源信息化综合应用方向）",
    "title_name": "中等职业学校正高级讲师（实习指导教师方向）",
    "route": "“访惠聚”驻村工作三年期满高定",
    "notice_number": "乌人社职改〔2025〕1234号之二（更正）",
    "issuing_body": "新疆维吾尔自治区乌鲁木齐市职称改革工作领导小组办公室",
    "verification_address": "https://zhicheng.rsj.wlmq.xinjiang.example.gov.cn/verify",
    "id_number": "外国人永久居留身份证911156198812310033",
}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "丁一"},
        {"name": LONGEST_NAME},
        {"name": "ALEXANDRA-MARIA CONSTANTINOPOULOU VON HOHENBERG JR"},
        {"name": "㛃䶮·𫖯"},
        {key: words for key, words in LONG.items() if key != "name"},
        LONG,
    ],
    ids=["usual", "shortest", "50 characters", "50 letters", "rare", "long words", "everything long"],
)
def test_nothing_is_cut_or_stands_on_something_else(changes: dict[str, str], tmp_path: Path) -> None:
    made = render_certificate(facts(**changes))
    document = pypdfium2.PdfDocument(made)
    assert len(document) == 1
    document.close()
    text = re.sub(r"\s+", "", text_of(made, tmp_path))
    for words in changes.values():
        assert re.sub(r"\s+", "", words) in text
    boxes = boxes_of(made)
    for line, (left, bottom, right, top) in boxes.items():
        assert left > 22 / 25.4 * 72, line
        assert right < 275 / 25.4 * 72, line
        assert bottom > 16 / 25.4 * 72, line
        assert top < 194 / 25.4 * 72, line
    lines = list(boxes.items())
    for n, (line, (left, bottom, right, top)) in enumerate(lines):
        for other, (left2, bottom2, right2, top2) in lines[n + 1 :]:
            apart = right <= left2 + 1 or right2 <= left + 1 or top <= bottom2 + 1.2 or top2 <= bottom + 1.2
            assert apart, f"{line} | {other}"


@pytest.mark.parametrize(
    ("changes", "label", "point"),
    [
        ({"name": "张\U0002eb75"}, "姓名", "U+2EB75"),
        ({"name": "ئابدۇللا"}, "姓名", "U+0626"),
        ({"specialty": "机械\U0001f600"}, "专业", "U+1F600"),
        ({"name": "张\u202e伟"}, "姓名", "U+202E"),
        ({"name": "张\u200b伟"}, "姓名", "U+200B"),
        ({"name": "张\n伟"}, "姓名", "U+000A"),
        ({"title_name": "工程师\ufe00"}, "资格名称", "U+FE00"),
        ({"issuing_body": "局\ue000"}, "发证机关", "U+E000"),
    ],
)
def test_a_character_without_a_glyph_is_refused_by_name(
    changes: dict[str, str], label: str, point: str
) -> None:
    with pytest.raises(Refusal) as refused:
        render_certificate(facts(**changes))
    assert refused.value.code is RefusalCode.BAD_INPUT
    assert label in refused.value.sentence
    assert point in refused.value.sentence


def test_names_are_checked_at_data_entry_by_the_same_rule() -> None:
    assert missing_glyphs("古丽娜·吐尔逊 㛃䶮𫖯堃〇 O'Neil-Smith") == []
    assert missing_glyphs("张\U0002eb75三\U0002eb75") == ["\U0002eb75"]


@pytest.mark.parametrize("name", ["", "长" * 51])
def test_a_name_of_no_length_or_too_much_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="50"):
        render_certificate(facts(name=name))


@pytest.mark.parametrize(
    "words", ['#read("/etc/passwd")', "{{7*7}}", "$x^2$", "*b* _i_ <label> @x", "\\u{41}"]
)
def test_words_are_printed_and_never_run(words: str, tmp_path: Path) -> None:
    text = text_of(render_certificate(facts(specialty=words)), tmp_path)
    assert re.sub(r"\s+", "", words) in re.sub(r"\s+", "", text)
    assert "root:" not in text


def test_the_seal_says_sample_on_a_demonstration_and_only_there(tmp_path: Path) -> None:
    assert "样章" in text_of(render_certificate(facts()), tmp_path)
    assert "样章" not in text_of(render_certificate(facts(sample=False)), tmp_path)


def test_a_dark_photo_still_stands_out_from_the_page() -> None:
    page = page_of(render_certificate(facts(photo=photo((8, 8, 12)))), 72)
    assert page.getpixel((705, 170))[0] < 60
    assert min(page.getpixel((780, 170))) > 230


def test_a_missing_font_is_a_clear_refusal_and_never_a_page_without_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("pylopdf_fonts_zh_cn.serif_path", lambda: tmp_path / "NotoSerifSC-Regular.otf")
        compiler.cache_clear()
        with pytest.raises(Refusal, match="pylopdf-fonts-zh-cn"):
            render_certificate(facts())
        (tmp_path / "NotoSerifSC-Regular.otf").write_bytes(b"not a font")
        (tmp_path / "NotoSansSC-Regular.otf").write_bytes(b"not a font")
        broken.setattr("pylopdf_fonts_zh_cn.sans_path", lambda: tmp_path / "NotoSansSC-Regular.otf")
        with pytest.raises(Refusal, match="缺项|字体"):
            render_certificate(facts())
    compiler.cache_clear()


def test_a_certificate_of_ours_is_a_lawful_attachment(made: bytes) -> None:
    assert inspect_file(made).pages == 1


def test_the_photo_is_cut_to_size_and_freed_of_what_a_camera_adds() -> None:
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    exif[0x0112] = 6
    stream = io.BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(stream, "JPEG", exif=exif, comment=b"hello")
    content = certificate_photo(stream.getvalue())
    image = Image.open(io.BytesIO(content))
    assert image.size == (295, 413)
    assert not image.getexif()
    assert b"somebody" not in content
    assert b"hello" not in content
    assert certificate_photo(stream.getvalue()) == content


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0", photo()[:800]])
def test_a_photo_that_cannot_be_opened_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        certificate_photo(content)
    assert refused.value.code is RefusalCode.BAD_FILE
