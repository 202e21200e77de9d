"""Pictures of pages are fresh JPEGs, upright, never larger than asked, and hostile files make none."""

import io
import threading
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image, ImageDraw

from tests.intake.sample_files import good, hostile, jpeg, pdf, png
from zhicheng.intake.inspect_file import inspect_file
from zhicheng.intake.preview import MAX_RATIO, Picture, page_picture
from zhicheng.kernel.refusal import Refusal, RefusalCode

GOOD, HOSTILE = good(), hostile()


def opened(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.content))
    assert image.format == "JPEG"
    assert image.size == (picture.width, picture.height)
    return image.convert("RGB")


@pytest.mark.parametrize("name", GOOD)
def test_every_good_file_has_a_picture_that_is_not_blank(name: str) -> None:
    image = opened(page_picture(GOOD[name](), max_width=600))
    assert image.width <= 600
    if "1 pixel" not in name and "16 bits" not in name:
        darkest, lightest = image.convert("L").getextrema()
        assert lightest - darkest > 30


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_file_breaks_the_server_or_reaches_the_browser(name: str) -> None:
    content = HOSTILE[name]()
    try:
        picture = page_picture(content, max_width=300)
    except Refusal as refused:
        assert refused.code in {RefusalCode.BAD_FILE, RefusalCode.NOT_FOUND}
    else:
        image = opened(picture)
        assert image.width <= 300
        for mark in (b"<script", b"PK\x03\x04", b"<?php", b"%PDF", b"secret payload"):
            assert mark not in picture.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    upright = Image.new("RGB", (120, 200), "white")
    ImageDraw.Draw(upright).rectangle((0, 0, 40, 60), fill="red")  # the red corner belongs to the top left
    inverse = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = upright if inverse is None else upright.transpose(Image.Transpose(inverse))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    stored.save(stream, "JPEG", exif=exif, quality=95)
    image = opened(page_picture(stream.getvalue()))
    assert image.size == (120, 200)
    red, green, _ = image.getpixel((15, 15))
    assert red > 200
    assert green < 60
    file = inspect_file(stream.getvalue())
    assert (file.width, file.height) == (120, 200)


def test_where_the_phone_was_and_who_held_it_is_gone() -> None:
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    exif.get_ifd(0x8825)[1] = "N"
    content = jpeg((300, 300), exif=exif, comment=b"a comment", icc_profile=bytes(300))
    assert b"somebody" in content
    picture = page_picture(content)
    image = Image.open(io.BytesIO(picture.content))
    assert b"somebody" not in picture.content
    assert not image.getexif()
    assert "icc_profile" not in image.info
    assert "comment" not in image.info


def test_what_is_see_through_is_shown_on_white_paper() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(stream, "PNG")
    assert opened(page_picture(stream.getvalue())).getpixel((10, 10)) == (255, 255, 255)


def test_sixteen_bits_of_grey_stay_grey() -> None:
    stream = io.BytesIO()
    Image.new("I;16", (20, 20), 32_768).save(stream, "PNG")
    red, green, blue = opened(page_picture(stream.getvalue())).getpixel((10, 10))
    assert red == green == blue
    assert 120 <= red <= 136


def test_the_page_asked_for_is_the_page_shown() -> None:
    def darken_second(document: pikepdf.Pdf) -> None:
        document.pages[1].Contents = pikepdf.Stream(document, b"0 g 0 0 600 900 re f")

    content = pdf(3, darken_second)
    assert opened(page_picture(content, page=2)).getpixel((50, 50)) == (0, 0, 0)
    assert opened(page_picture(content, page=3)).getpixel((50, 50)) != (0, 0, 0)


@pytest.mark.parametrize(("make", "page"), [(pdf, 0), (pdf, 2), (pdf, -1), (jpeg, 2), (png, 0)])
def test_a_page_that_is_not_there_is_not_found(make: Callable[[], bytes], page: int) -> None:
    with pytest.raises(Refusal) as refused:
        page_picture(make(), page=page)
    assert refused.value.code is RefusalCode.NOT_FOUND


@pytest.mark.parametrize("box", [(3, 14_400), (14_400, 3), (3, 3), (14_400, 14_400)])
def test_odd_sheets_stay_within_bounds(box: tuple[int, int]) -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=box)
    stream = io.BytesIO()
    document.save(stream)
    picture = page_picture(stream.getvalue(), max_width=500)
    assert picture.width <= 500
    assert picture.height <= 500 * MAX_RATIO


def test_a_long_strip_of_a_screenshot_stays_within_bounds() -> None:
    picture = page_picture(png((200, 8000)), max_width=400)
    assert picture.width <= 400
    assert picture.height <= 400 * MAX_RATIO


def test_a_small_picture_is_not_blown_up() -> None:
    picture = page_picture(jpeg((100, 80)), max_width=1000)
    assert (picture.width, picture.height) == (100, 80)


def test_a_filled_form_shows_what_was_filled_in() -> None:
    def fill(document: pikepdf.Pdf) -> None:
        look = pikepdf.Stream(document, b"0 g 0 0 200 200 re f")
        look.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 200, 200]})
        field = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx)
        field.Rect, field.T, field.F = pikepdf.Array([100, 100, 300, 300]), pikepdf.String("f"), 4
        field.AP = pikepdf.Dictionary(N=look)
        field = document.make_indirect(field)
        document.pages[0].Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    image = opened(page_picture(pdf(1, fill), max_width=595))
    assert image.getpixel((200, 842 - 200)) == (0, 0, 0)


def test_threads_that_meet_in_pdfium_wait_for_each_other() -> None:
    content = pdf(2)
    pictures: list[Picture] = []

    def look(page: int) -> None:
        pictures.extend(page_picture(content, page=page, max_width=200) for _ in range(5))

    threads = [threading.Thread(target=look, args=(1 + n % 2,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pictures) == 40
