"""Pictures of pages, made on the server: what a browser gets is always a fresh JPEG, never what was handed in."""

from io import BytesIO
from typing import Final

import msgspec
from PIL import Image, ImageOps

from zhicheng.intake.inspect_image import MAX_PIXELS
from zhicheng.intake.pdfium import opened_pdf
from zhicheng.kernel.refusal import Refusal, RefusalCode

MAX_WIDTH: Final = 1240
# A strip a thousand times as long as it is wide is no page; past this ratio the picture is made narrower.
MAX_RATIO: Final = 6
QUALITY: Final = 85


class Picture(msgspec.Struct, frozen=True):
    """A page as a JPEG."""

    content: bytes
    width: int
    height: int
    content_type: str = "image/jpeg"


def page_picture(content: bytes, *, page: int = 1, max_width: int = MAX_WIDTH) -> Picture:
    """Page ``page`` (from 1) of a JPEG, PNG or PDF, at most ``max_width`` pixels wide."""
    if page < 1 or max_width < 1:
        raise _no_such_page()
    if content.removeprefix(b"\xef\xbb\xbf").startswith(b"%PDF-"):
        return _as_jpeg(_pdf_page(content, page, max_width), max_width)
    if page > 1:
        raise _no_such_page()
    return _image_picture(content, max_width)


def _pdf_page(content: bytes, page: int, max_width: int) -> Image.Image:
    with opened_pdf(content) as document:
        if page > len(document):
            raise _no_such_page()
        document.init_forms()  # fields that were filled in are drawn too; this PDFium knows no JavaScript
        sheet = document[page - 1]
        width, height = sheet.get_size()
        if width <= 0 or height <= 0:
            raise _not_shown()
        scale = min(max_width / width, max_width * MAX_RATIO / height)
        picture: Image.Image = sheet.render(scale=scale, rev_byteorder=True).to_pil()
        return picture.convert("RGB")  # a copy: the bitmap's memory goes with the document


def _image_picture(content: bytes, max_width: int) -> Picture:
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _not_shown()
            # A JPEG may be decoded at 1/2, 1/4 or 1/8: a phone's photo costs a quarter of the time.
            image.draft("RGB", (max_width * 2, max_width * 2))
            return _as_jpeg(ImageOps.exif_transpose(image), max_width)
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        MemoryError,
    ) as broken:
        raise _not_shown() from broken


def _as_jpeg(image: Image.Image, max_width: int) -> Picture:
    if image.mode.startswith("I"):  # 16 bits of grey: Pillow would clip them all to white
        image = image.point(lambda level: level / 256).convert("L")
    image = on_white(image)
    scale = min(1.0, max_width / image.width, max_width * MAX_RATIO / image.height)
    if scale < 1:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.info = {}  # Pillow would carry the sender's comment over
    stream = BytesIO()
    image.save(stream, "JPEG", quality=QUALITY)
    return Picture(stream.getvalue(), image.width, image.height)


def on_white(image: Image.Image) -> Image.Image:
    """The picture in colours, what is transparent in it white as paper."""
    if image.mode == "P" or "A" in image.getbands():
        layer = image.convert("RGBA")
        image = Image.new("RGB", layer.size, "white")
        image.paste(layer, mask=layer.getchannel("A"))
    return image.convert("RGB")


def _no_such_page() -> Refusal:
    return Refusal(RefusalCode.NOT_FOUND, "没有这一页；请返回附件列表重新选择页码。")


def _not_shown() -> Refusal:
    return Refusal(
        RefusalCode.BAD_FILE,
        "这份文件无法显示：内容不完整、已损坏或尺寸过大；请申报人重新上传清晰完整的文件。",
    )
