"""Characters as drawings: the outline of a glyph of our serif font, for seals and pictures that carry no font."""

from functools import cache
from typing import NamedTuple

from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from zhicheng.kernel.font import font_files

EM = 1000
Point = tuple[float, float]


class Glyph(NamedTuple):
    """Strokes as (operator, points) with the operators m, l, c, h of PDF; y grows upwards, 1,000 units to the em."""

    strokes: tuple[tuple[str, tuple[Point, ...]], ...]
    advance: float


class _Strokes(BasePen):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(None)
        self.strokes: list[tuple[str, tuple[Point, ...]]] = []

    def _moveTo(self, pt: Point) -> None:  # noqa: N802 - fontTools' names
        self.strokes.append(("m", (pt,)))

    def _lineTo(self, pt: Point) -> None:  # noqa: N802
        self.strokes.append(("l", (pt,)))

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802
        self.strokes.append(("c", (pt1, pt2, pt3)))

    def _closePath(self) -> None:  # noqa: N802
        self.strokes.append(("h", ()))


@cache
def _serif() -> TTFont:
    return TTFont(font_files()[0], lazy=True)


@cache
def _glyph_set() -> tuple[object, dict[int, str]]:
    return _serif().getGlyphSet(), _serif().getBestCmap()


@cache
def glyph(char: str) -> Glyph:
    """The outline of ``char``; an empty one where the font has none."""
    glyphs, names = _glyph_set()
    name = names.get(ord(char))
    if name is None:
        return Glyph((), EM)
    drawn = glyphs[name]  # type: ignore[index]
    pen = _Strokes()
    drawn.draw(pen)
    return Glyph(tuple(pen.strokes), float(drawn.width))


def svg_path(char: str) -> str:
    """The outline as the ``d`` of an SVG path, y downwards, the em 1,000 units."""
    letters = {"m": "M", "l": "L", "c": "C", "h": "Z"}
    return "".join(
        letters[operator] + " ".join(f"{x:g} {-y:g}" for x, y in points)
        for operator, points in glyph(char).strokes
    )
