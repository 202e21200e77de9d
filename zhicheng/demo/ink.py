"""Drawing a page of the demonstration by hand: characters as outlines, a circle, a turn, and the PDF around them."""

import hashlib
import math
from functools import cache

from zhicheng.certificate.outline import glyph

WIDTH, HEIGHT = 595, 842
"""A sheet of A4 in points."""


def throw(*words: str) -> bytes:
    """Thirty-two bytes that the same ``words`` always throw."""
    return hashlib.sha256("\0".join(words).encode()).digest()


@cache
def _strokes(char: str) -> tuple[bytes, float]:
    """A character's outline in PDF operators, and how far it advances, both in thousandths of its size."""
    outline = glyph(char)
    drawn = b" ".join(
        b"%s %s" % (b" ".join(b"%d %d" % (round(x), round(y)) for x, y in points), operator.encode())
        for operator, points in outline.strokes
    )
    return drawn + b" f", outline.advance


def write(words: str, x: float, y: float, size: float) -> bytes:
    """``words`` from (x, y) on, as outlines (a scan has no letters either), smaller where the page would end."""
    size = min(size, size * (WIDTH - 96 - x) / max(length(words, size), 1)) if x > 0 else size
    parts = [b"q %.4f 0 0 %.4f %.2f %.2f cm" % (size / 1000, size / 1000, x, y)]
    for char in words:
        drawn, advance = _strokes(char)
        parts.append(drawn + b" 1 0 0 1 %d 0 cm" % advance)
    return b" ".join([*parts, b"Q"])


def length(words: str, size: float) -> float:
    """How long ``words`` are in points at ``size``."""
    return sum(_strokes(char)[1] for char in words) * size / 1000


def turned(angle: float) -> bytes:
    """The matrix that turns by ``angle`` in radians, for the operator cm."""
    sine, cosine = math.sin(angle), math.cos(angle)
    return b"%.5f %.5f %.5f %.5f 0 0 cm" % (cosine, sine, -sine, cosine)


def circle(r: float) -> bytes:
    """The outline of a circle of radius ``r`` around nought, stroked."""
    k = 0.5523 * r
    return (
        b"%.2f 0 m " % r
        + b" ".join(
            b"%.2f %.2f %.2f %.2f %.2f %.2f c" % curve
            for curve in (
                (r, k, k, r, 0, r),
                (-k, r, -r, k, -r, 0),
                (-r, -k, -k, -r, 0, -r),
                (k, -r, r, -k, r, 0),
            )
        )
        + b" S"
    )


def stream(keys: bytes, content: bytes) -> bytes:
    """A stream object: its dictionary's ``keys`` and its deflated ``content``."""
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (keys, len(content), content)


def pdf(objects: list[bytes]) -> bytes:
    """The file around ``objects``: header, cross references, trailer."""
    content = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(content)
