"""What was really handed in: content decides, never the name. JPEG, PNG and PDF pass, everything else is refused.

Gate one looks at the first bytes and for a second format hidden in the same file; gate two decodes the whole
(``inspect_image``, ``inspect_pdf``). Refusals say what is required, what came and what to do.
"""

import zipfile
from io import BytesIO

import filetype  # type: ignore[import-untyped]
import msgspec

from zhicheng.intake.inspect_image import MAX_PIXELS, inspect_image
from zhicheng.intake.inspect_pdf import MAX_PAGES, inspect_pdf
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.refusal import Refusal, RefusalCode

MEBIBYTE = 1 << 20
MAX_PHOTO_BYTES = 5 * MEBIBYTE
MAX_BYTES = 20 * MEBIBYTE
PHOTO_WIDTH, PHOTO_HEIGHT, PHOTO_TOLERANCE = 295, 413, 0.02


class ContentType(Choice):
    """The only contents that may come in."""

    JPEG = "image/jpeg", "JPEG 图片"
    PNG = "image/png", "PNG 图片"
    PDF = "application/pdf", "PDF 文件"


class InspectedFile(msgspec.Struct, frozen=True):
    """What the inspection learnt. ``width`` and ``height`` are pixels as a viewer shows them; a PDF has none."""

    content_type: ContentType
    size: int
    pages: int
    width: int | None = None
    height: int | None = None


# What people send by mistake, by the extension that `filetype` gives; the rest is "其他格式的文件".
CAME = {
    **dict.fromkeys(("gif", "apng"), "GIF 或动态图片"),
    **dict.fromkeys(("heic", "avif"), "HEIC 图片（手机照片）"),
    **dict.fromkeys(("webp", "bmp", "tif", "jxr", "psd", "ico", "jp2", "jpx", "cr2"), "其他格式的图片"),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar", "bz2", "xz", "zst", "lz4"), "压缩包"),
    **dict.fromkeys(("doc", "docx", "odt", "rtf"), "Word 文档"),
    **dict.fromkeys(("xls", "xlsx", "ods", "ppt", "pptx", "odp"), "Excel 或 PowerPoint 文件"),
    **dict.fromkeys(("exe", "elf", "wasm", "dex", "swf"), "可执行程序"),
    **dict.fromkeys(("mp4", "mov", "avi", "mkv", "webm", "3gp", "mp3", "wav", "amr", "m4a"), "音频或视频"),
}
MARKUP = (b"<script", b"<html", b"<!doctype html", b"<?php", b"<svg")
ARCHIVES = (b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def inspect_file(
    content: bytes,
    *,
    photo: bool = False,
    max_bytes: int | None = None,
    max_pixels: int = MAX_PIXELS,
    max_pages: int = MAX_PAGES,
) -> InspectedFile:
    """Decode ``content`` whole and say what it is; ``bad_file`` for anything unsound, unsafe or too large.

    A ``photo`` may weigh less unless ``max_bytes`` says otherwise; what else it should be is ``photo_notice``.
    """
    if max_bytes is None:
        max_bytes = MAX_PHOTO_BYTES if photo else MAX_BYTES
    if not content:
        raise _bad_file(
            "应上传内容完整的 JPEG、PNG 或 PDF 文件；收到的文件是空的（0 字节）；请重新选择文件后上传。"
        )
    if len(content) > max_bytes:
        raise _bad_file(
            f"文件不得超过 {max_bytes / MEBIBYTE:g} MB；收到的文件为 {len(content) / MEBIBYTE:.1f} MB；"
            "请降低扫描分辨率（200 至 300 dpi 即可）或压缩后重新上传。"
        )
    content_type = _sniff(content)
    _refuse_second_format(content, content_type)
    if content_type is ContentType.PDF:
        pages = inspect_pdf(content, max_pages=max_pages)
        return InspectedFile(content_type, len(content), pages)
    width, height = inspect_image(content, content_type.name, max_pixels=max_pixels)
    return InspectedFile(content_type, len(content), 1, width, height)


def photo_notice(file: InspectedFile) -> str | None:
    """What clause 4.1 would like different about a photo (a notice, not a refusal); nothing when it is right."""
    required = f"一寸免冠照片应为 JPEG 或 PNG，宽高比 {PHOTO_WIDTH}∶{PHOTO_HEIGHT}，不小于该像素"
    if file.width is None or file.height is None:
        return f"{required}；收到的是{file.content_type.label}；请上传图片格式的照片。"
    came = f"{required}；收到的照片为 {file.width}×{file.height} 像素"
    if abs(file.width / file.height - PHOTO_WIDTH / PHOTO_HEIGHT) > PHOTO_TOLERANCE:
        return f"{came}，宽高比不符，制证时会被裁切；请按一寸照片裁好后重新上传。"
    if file.width < PHOTO_WIDTH or file.height < PHOTO_HEIGHT:
        return f"{came}，尺寸偏小，印在证书上会模糊；请上传更清晰的照片。"
    return None


def _sniff(content: bytes) -> ContentType:
    kind = filetype.guess(content[:8192])
    for content_type in ContentType:
        if kind is not None and kind.mime == content_type.value:
            return content_type
    if kind is not None:
        came = CAME.get(kind.extension, "其他格式的文件")
    else:
        came = "网页或脚本" if any(mark in content[:1024].lower() for mark in MARKUP) else "无法识别的内容"
    raise _bad_file(
        f"只接受 JPEG、PNG 图片或 PDF 文件（按内容判断，与文件名无关）；收到的是{came}；"
        "请将原件扫描或另存为 PDF、JPEG 后重新上传。"
    )


def _refuse_second_format(content: bytes, content_type: ContentType) -> None:
    """A file that is two formats at once looks harmless here and is another thing elsewhere."""
    lowered = content.lower()
    if content_type is ContentType.PDF:
        # Markup is lawful inside a PDF (metadata); it is a second format only where a browser would sniff it.
        places = lowered[:1024] + lowered[max(lowered.rfind(b"%%eof"), 0) :][:65536]
        hidden = any(mark in places for mark in MARKUP)
    else:
        hidden = any(mark in lowered for mark in MARKUP[:-1]) or b"%pdf-" in lowered
    hidden = hidden or any(mark in lowered for mark in ARCHIVES) or zipfile.is_zipfile(BytesIO(content))
    if hidden:
        raise _bad_file(
            f"文件应只含一种格式的内容；收到的{content_type.label}中夹带了网页、压缩包或其他格式的内容；"
            "请重新扫描或拍照生成文件后上传。"
        )


def _bad_file(sentence: str) -> Refusal:
    return Refusal(RefusalCode.BAD_FILE, sentence)
