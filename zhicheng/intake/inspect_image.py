"""Gate two for pictures: the header is read first and judged, then every pixel is decoded."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from zhicheng.kernel.refusal import Refusal, RefusalCode

MAX_PIXELS = 40_000_000
ORIENTATION, SIDEWAYS = 0x0112, {5, 6, 7, 8}
PNG_HEAD = 8


def inspect_image(content: bytes, image_format: str, *, max_pixels: int = MAX_PIXELS) -> tuple[int, int]:
    """Width and height as shown (Exif orientation applied); ``bad_file`` if it is not whole, or a trap."""
    try:
        with Image.open(BytesIO(content), formats=(image_format,)) as image:
            width, height = image.size
            if width * height > max_pixels:
                raise Refusal(
                    RefusalCode.BAD_FILE,
                    f"图片不得超过 {max_pixels // 10_000:,} 万像素；收到的图片为 {width}×{height} 像素；"
                    "请缩小后重新上传。",
                )
            if image_format == "PNG":
                _refuse_loose_png(content, animated=getattr(image, "is_animated", False))
            sideways = image.getexif().get(ORIENTATION) in SIDEWAYS
            # A JPEG decodes at an eighth of its size: all data are read, a fraction of the memory is used.
            image.draft(image.mode, (max(1, width // 8), max(1, height // 8)))
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refusal(
            RefusalCode.BAD_FILE,
            f"图片不得超过 {max_pixels // 10_000:,} 万像素；收到的图片声明的尺寸过大；请缩小后重新上传。",
        ) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as broken:
        raise _unsound(image_format) from broken
    return (height, width) if sideways else (width, height)


def _refuse_loose_png(content: bytes, *, animated: bool) -> None:
    """Pillow forgives a PNG without its end and ignores what follows it; a lawful one ends with IEND."""
    if animated:
        raise Refusal(
            RefusalCode.BAD_FILE, "应上传静态图片；收到的是动态图片，审核时只能看到第一帧；请另存为静态图片。"
        )
    position = PNG_HEAD
    while position + 12 <= len(content):
        length = int.from_bytes(content[position : position + 4], "big")
        kind = content[position + 4 : position + 8]
        position += 12 + length
        if kind == b"IEND":
            if content[position:].strip(b"\0\r\n "):
                raise Refusal(
                    RefusalCode.BAD_FILE,
                    "PNG 图片应在结尾处结束；收到的图片后面还附有其他内容；请重新导出图片后上传。",
                )
            return
    raise _unsound("PNG")


def _unsound(image_format: str) -> Refusal:
    return Refusal(
        RefusalCode.BAD_FILE,
        f"应上传完整的{image_format} 图片；收到的图片不完整或已损坏，无法打开；"
        "请在本机确认能正常打开后重新上传。",
    )
