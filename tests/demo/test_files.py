"""Demonstration attachments are lawful, cheap, different for every person, and the same for the same seed."""

import io
import time

import pypdfium2
from PIL import Image

from zhicheng.demo.files import portrait, scan
from zhicheng.intake.inspect_file import ContentType, inspect_file, photo_notice

LINES = ("性别：女", "出生日期：1909年5月1日", "该同志于2020年7月毕业于某某大学机械工程专业。")


def a_scan(seed: int, name: str = "古丽娜·吐尔逊") -> bytes:
    return scan("普通高等学校毕业证书", name=name, lines=LINES, body="某某大学", seed=seed)


def test_a_scan_passes_the_inspection_and_shows_ink_and_a_red_seal() -> None:
    content = a_scan(1)
    file = inspect_file(content)
    assert (file.content_type, file.pages) == (ContentType.PDF, 1)
    assert file.size < 60_000
    document = pypdfium2.PdfDocument(content)
    page = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    seal = page.crop((330, 600, 480, 780))
    red = sum(1 for r, g, b in seal.get_flattened_data() if r > 150 and g < 90)
    ink = sum(1 for r, g, b in page.crop((90, 100, 500, 300)).get_flattened_data() if r < 100)
    assert red > 400
    assert ink > 1500


def test_a_portrait_is_a_lawful_one_inch_photo() -> None:
    for seed in range(20):
        file = inspect_file(portrait(seed=seed), photo=True)
        assert (file.content_type, file.width, file.height) == (ContentType.JPEG, 295, 413)
        assert photo_notice(file) is None
    assert Image.open(io.BytesIO(portrait(seed=3))).getcolors(1 << 20)


def test_no_two_persons_share_bytes_and_a_seed_is_a_promise() -> None:
    assert len({portrait(seed=seed) for seed in range(300)}) == 300
    assert len({a_scan(seed) for seed in range(100)} | {a_scan(n, f"张{n}") for n in range(100)}) == 200
    assert a_scan(7) == a_scan(7)
    assert portrait(seed=7) == portrait(seed=7)


def test_any_name_of_fifty_characters_is_drawn_and_a_missing_glyph_breaks_nothing() -> None:
    for name in ("长" * 50, "㛃䶮𫖯", "\U0002eb75", "ALEXANDRA O'NEIL"):
        assert inspect_file(a_scan(1, name)).pages == 1


def test_hundreds_are_made_while_one_waits() -> None:
    a_scan(0)
    begun = time.process_time()
    for seed in range(200):
        a_scan(seed)
        portrait(seed=seed)
    assert (time.process_time() - begun) / 400 < 0.03
