"""What is drawn on a certificate besides its words: the guilloche frame, the seal, the QR code. All vectors."""

import math
from collections.abc import Callable
from functools import cache

import zxingcpp

from zhicheng.certificate.outline import Point, svg_path
from zhicheng.kernel.refusal import Refusal, RefusalCode

GOLD, PALE_GOLD, RED, SEAL_RED = "#b08d48", "#d9c493", "#8f1d1d", "#c4161c"
PAGE_WIDTH, PAGE_HEIGHT = 297.0, 210.0
BAND_INSET, BAND = 9.0, 5.4
WAVES = 5
QR_MAX_VERSION = 10
LONG_BODY = 18
"""Characters of an issuing body up to which the ring of the seal leaves its lower third free."""


@cache
def frame_svg() -> str:
    """The border of the page: a woven band between fine lines, and a rosette in each corner."""
    inset, half = BAND_INSET, BAND / 2
    left, top, right, bottom = (
        inset + half,
        inset + half,
        PAGE_WIDTH - inset - half,
        PAGE_HEIGHT - inset - half,
    )
    paths = []
    for phase in range(WAVES):
        shift = phase * 2 * math.pi / WAVES
        paths.append(_wave(left, top, right, top, shift))
        paths.append(_wave(left, bottom, right, bottom, shift))
        paths.append(_wave(left, top, left, bottom, shift))
        paths.append(_wave(right, top, right, bottom, shift))
    corners = "".join(_rosette(x, y) for x in (left, right) for y in (top, bottom))
    lines = "".join(
        f'<rect x="{d:g}" y="{d:g}" width="{PAGE_WIDTH - 2 * d:g}" height="{PAGE_HEIGHT - 2 * d:g}" '
        f'fill="none" stroke="{color}" stroke-width="{width}"/>'
        for d, color, width in (
            (inset - 1.5, RED, 0.7),
            (inset, GOLD, 0.2),
            (inset + BAND, GOLD, 0.2),
            (inset + BAND + 1.2, RED, 0.25),
        )
    )
    waves = f'<path d="{"".join(paths)}" fill="none" stroke="{GOLD}" stroke-width="0.13"/>'
    return _svg(PAGE_WIDTH, PAGE_HEIGHT, waves + corners + lines)


@cache
def ground_svg() -> str:
    """A pale rosette behind the words, as fine as on a banknote: copies lose it, the eye hardly sees it."""
    x, y = PAGE_WIDTH / 2 - 22, PAGE_HEIGHT / 2 + 12
    rings = []
    for ring in range(11):
        radius, depth = 15 + ring * 4.4, 4.2 + ring * 0.5
        rings.append(_ring(x, y, radius, depth, petals=24, turn=ring * math.pi / 24))
    path = f'<path d="{"".join(rings)}" fill="none" stroke="{PALE_GOLD}" stroke-width="0.12" opacity="0.55"/>'
    return _svg(PAGE_WIDTH, PAGE_HEIGHT, path)


@cache
def seal_svg(body: str, *, sample: bool) -> str:
    """A round seal of 42 mm as outlines: the body along the ring, a star, a line below (``样章`` on a demo)."""
    radius = 21.0
    parts = [f'<circle cx="{radius}" cy="{radius}" r="{radius - 0.7:g}" fill="none" stroke-width="1.2"/>']
    arc = math.radians(250 if len(body) <= LONG_BODY else 285)
    step = min(math.radians(24), arc / max(len(body) - 1, 1))
    size = min(5.2, 0.97 * 18.6 * step / (1 + 0.85 * step))  # as large as neighbours on the ring allow
    for place, char in enumerate(body):
        angle = (place - (len(body) - 1) / 2) * step
        x = radius + math.sin(angle) * (radius - 2.4 - size * 0.88)
        y = radius - math.cos(angle) * (radius - 2.4 - size * 0.88)
        parts.append(_char(char, x, y, size, math.degrees(angle)))
    star = " ".join(
        f"{radius + r * math.sin(n * math.pi / 5):.2f},{radius - r * math.cos(n * math.pi / 5):.2f}"
        for n, r in enumerate([5.6, 2.14] * 5)
    )
    parts.append(f'<polygon points="{star}" fill="{SEAL_RED}" stroke="none"/>')
    words = "样章" if sample else "电子证书专用章"
    size, low = (5.0, 12.2) if sample else (3.1, 12.2)
    if not sample and len(body) > LONG_BODY:
        size, low = 2.5, 10.0  # above the ends of the longer ring
    for place, char in enumerate(words):
        x = radius + (place - (len(words) - 1) / 2) * size * 1.15
        parts.append(_char(char, x, radius + low, size, 0))
    return _svg(2 * radius, 2 * radius, f'<g stroke="{SEAL_RED}" opacity="0.8">{"".join(parts)}</g>')


def qr_svg(text: str) -> str:
    """``text`` as a QR code at level M without its quiet zone; refused beyond version 10, which 35 mm cannot carry."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    svg = code.to_svg(add_quiet_zones=False)
    version = (int(svg.partition('width="')[2].partition('"')[0]) - 17) // 4
    if version > QR_MAX_VERSION:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"证书二维码不得超过版本 {QR_MAX_VERSION}；现需版本 {version}，打印后难以识读；"
            "请系统管理员改用较短的核验网址。",
            version=version,
        )
    # Without the document type: the page needs the drawing only, and parsers need not meet an external address.
    return svg[svg.index("<svg") :]


def _char(char: str, x: float, y: float, size: float, degrees: float) -> str:
    scale = size / 1000
    # The middle of a Chinese character stands at (500, 380) of its em, counted upwards from the base line.
    place = f"translate({x:.3f} {y:.3f}) rotate({degrees:.2f}) scale({scale:.5f}) translate(-500 380)"
    return f'<path d="{svg_path(char)}" transform="{place}" fill="{SEAL_RED}" stroke-width="18"/>'


def _wave(x1: float, y1: float, x2: float, y2: float, shift: float) -> str:
    """A sine along a straight line."""
    length = math.hypot(x2 - x1, y2 - y1)
    turns = round(length / 9.0)
    along = ((x2 - x1) / length, (y2 - y1) / length)

    def point(t: float) -> Point:
        away = math.sin(t * turns * 2 * math.pi + shift) * (BAND / 2 - 0.35)
        return x1 + along[0] * t * length - along[1] * away, y1 + along[1] * t * length + along[0] * away

    # From crest to trough a sine is one curve; the two ends lie under the rosettes.
    crests = [(n + 0.5 - shift / math.pi) / (2 * turns) for n in range(2 * turns + WAVES)]
    return _curve(point, [0.0, *(t for t in crests if 0 < t < 1), 1.0])


def _ring(x: float, y: float, radius: float, depth: float, *, petals: int, turn: float) -> str:
    """A circle that waves ``petals`` times."""

    def point(t: float) -> Point:
        angle = t * 2 * math.pi
        r = radius + depth * math.cos(petals * angle)
        return x + r * math.cos(angle + turn), y + r * math.sin(angle + turn)

    return _curve(point, [n / (petals * 4) for n in range(petals * 4 + 1)]) + "Z"


def _rosette(x: float, y: float) -> str:
    rings = "".join(
        _ring(x, y, r, 0.8, petals=8, turn=n * math.pi / 8) for n, r in enumerate((1.3, 2.0, 2.7))
    )
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="4.1" fill="#fffdf7" stroke="{GOLD}" stroke-width="0.25"/>'
        f'<path d="{rings}" fill="none" stroke="{RED}" stroke-width="0.14"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="0.5" fill="{RED}"/>'
    )


def _curve(point: Callable[[float], Point], knots: list[float]) -> str:
    """``point`` from 0 to 1 as Bézier curves whose ends have its places and its slopes: few pieces, no corners."""
    near = 1e-5
    places = [point(t) for t in knots]
    slopes = []
    for t in knots:
        before, after = point(t - near), point(t + near)
        slopes.append(((after[0] - before[0]) / (2 * near), (after[1] - before[1]) / (2 * near)))
    drawn = [f"M{places[0][0]:.2f} {places[0][1]:.2f}"]
    for n in range(len(knots) - 1):
        (x1, y1), (x2, y2), third = places[n], places[n + 1], (knots[n + 1] - knots[n]) / 3
        (dx1, dy1), (dx2, dy2) = slopes[n], slopes[n + 1]
        drawn.append(
            f"C{x1 + dx1 * third:.2f} {y1 + dy1 * third:.2f} {x2 - dx2 * third:.2f} {y2 - dy2 * third:.2f} "
            f"{x2:.2f} {y2:.2f}"
        )
    return "".join(drawn)


def _svg(width: float, height: float, content: str) -> str:
    size = f'width="{width:g}mm" height="{height:g}mm" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{content}</svg>'
