"""Attachments for the demonstration year: scans of documents that never were, photos of persons who never lived.

Drawn from outlines and plain shapes, so that thousands are made in seconds; the same seed gives the same bytes, and
another person or seed gives others (equal bytes of two persons are an alarm to the reviewer). Every seal says 样章.
"""

import math
import zlib
from collections.abc import Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from zhicheng.demo.ink import HEIGHT, WIDTH, circle, length, pdf, stream, throw, turned, write

GROUNDS = ((246, 247, 249), (88, 140, 205), (196, 44, 48))
HAIR = ((28, 24, 24), (52, 38, 30), (70, 66, 64))
Color = tuple[int, int, int]


def scan(
    kind_label: str, *, name: str, lines: Sequence[str] = (), body: str = "某某单位", seed: int = 0
) -> bytes:
    """A one-page PDF as a scanner makes it: the document's ``kind_label``, the person, ``lines``, a seal of ``body``."""
    dice = throw("scan", kind_label, name, *lines, body, str(seed))
    tilt = (dice[0] - 127.5) / 127.5 * math.radians(0.7)
    grey = 0.955 + dice[1] / 255 * 0.035
    page = [
        b"%.4f %.4f %.4f rg 0 0 %d %d re f" % (grey, grey, grey - 0.012 * dice[2] / 255, WIDTH, HEIGHT),
        b"q 1 0 0 1 %d %d cm %s" % (dice[3] % 9 - 4, dice[4] % 9 - 4, turned(tilt)),
        b"0.72 0.64 0.45 RG 1.2 w 48 56 499 730 re S 0.4 w 54 62 487 718 re S",
        b"/Title Do",
        b"0.13 0.13 0.16 rg",
        write(f"姓名：{name}", 96, 600, 18),
    ]
    page += [write(line, 96, 556 - 34 * row, 16) for row, line in enumerate(lines[:9])]
    page.append(
        b"q 1 0 0 1 %d %d cm %s /Seal Do Q" % (360 + dice[5] % 40, 130 + dice[6] % 30, turned(dice[7] / 900))
    )
    page += [b"0.3 0.3 0.3 rg", write(f"演示材料 {seed:06d}", 96, 84, 9), b"Q"]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources"
        b"<</XObject<</Title 5 0 R/Seal 6 0 R>>>>>>" % (WIDTH, HEIGHT),
        stream(b"", zlib.compress(b"\n".join(page), 1)),
        stream(b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]", _title(kind_label)),
        stream(b"/Type/XObject/Subtype/Form/BBox[-62 -62 62 62]", _seal(body)),
    ]
    return pdf(objects)


def portrait(*, seed: int, long_hair: bool | None = None) -> bytes:
    """A one-inch photo, 295 x 413, JPEG: the silhouette of nobody in front of white, blue or red."""
    dice = throw("portrait", str(seed))
    image = Image.new("RGB", (590, 826), _near(GROUNDS[dice[0] % 3], dice[1], 10))
    draw = ImageDraw.Draw(image)
    skin = _near((226, 186, 158), dice[2], 26)
    hair, coat = (
        _near(HAIR[dice[3] % 3], dice[4], 12),
        (40 + dice[5] // 3, 44 + dice[6] // 3, 60 + dice[7] // 3),
    )
    middle, wide, chin = 295 + dice[8] % 13 - 6, 112 + dice[9] % 18, 470 + dice[10] % 24
    if dice[11] % 2 if long_hair is None else long_hair:
        draw.ellipse((middle - wide - 34, 170, middle + wide + 34, 560 + dice[12] % 60), fill=hair)
    draw.ellipse((middle - 250, 560, middle + 250, 1150), fill=coat)
    draw.rectangle((middle - 48, 430, middle + 48, 600), fill=_near(skin, dice[13], 8))
    draw.polygon(
        [(middle - 70, 575), (middle + 70, 575), (middle, 700 + dice[14] % 40)], fill=(240, 240, 244)
    )
    draw.ellipse((middle - wide, 190, middle + wide, chin), fill=skin)
    draw.pieslice((middle - wide - 14, 150, middle + wide + 14, chin - 40), 180, 360, fill=hair)
    draw.ellipse((middle - wide + 4, 262 + dice[15] % 24, middle + wide - 4, chin - 60), fill=skin)
    stream = BytesIO()
    image.reduce(2).save(stream, "JPEG", quality=88, dpi=(300, 300))
    return stream.getvalue()


def _near(color: Color, dice: int, spread: int) -> Color:
    shift = dice * spread // 255 - spread // 2
    red, green, blue = (min(255, max(0, part + shift)) for part in color)
    return red, green, blue


@cache
def _title(words: str) -> bytes:
    size = min(30.0, 30 * 420 / max(length(words, 30), 1))
    return zlib.compress(b"0.1 0.1 0.12 rg " + write(words, (WIDTH - length(words, size)) / 2, 690, size))


@cache
def _seal(body: str) -> bytes:
    """A round red seal: the body along the ring, a star, and 样章 where it can be seen."""
    parts = [b"0.78 0.1 0.12 rg 0.78 0.1 0.12 RG 3 w", circle(58)]
    size = min(15.0, 180 / len(body))
    for place, char in enumerate(body):
        angle = (place - (len(body) - 1) / 2) * min(0.42, 4.2 / len(body))
        ring = 53 - size * 0.9
        parts.append(b"q %s 1 0 0 1 %.2f %.2f cm" % (turned(-angle), -size / 2, ring))
        parts.append(write(char, 0, 0, size) + b" Q")
    star = [
        (r * math.sin(n * math.pi / 5), r * math.cos(n * math.pi / 5)) for n, r in enumerate([15, 5.7] * 5)
    ]
    parts.append(
        b" ".join(b"%.2f %.2f %s" % (x, y, b"l" if n else b"m") for n, (x, y) in enumerate(star)) + b" h f"
    )
    parts.append(write("样章", -15, -40, 15))
    return zlib.compress(b" ".join(parts))
