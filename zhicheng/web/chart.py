"""Charts as SVG files: columns, bars, lines. Light and dark follow whoever looks; every chart has a table beside it.

A chart is drawn for a width in pixels, so that its words have the size of the page's words; there is no script in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import escape

from zhicheng.language.say import say

HEIGHT, TOP, FOOT, LEFT, RIGHT = 250, 34, 26, 44, 12
TYPE = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif"
STYLE = (
    f"text{{font:12px {TYPE};fill:#59636e}}.ink{{fill:#1b1f24}}.end{{text-anchor:end}}.mid{{text-anchor:middle}}"
    ".grid{stroke:#dfe3e8}.base{stroke:#8a939d}.line{fill:none;stroke-width:2}.dash{stroke-dasharray:5 4}"
    ".halo{paint-order:stroke;stroke:#fff;stroke-width:4px}"
    ".a{fill:#0b5cad}.b{fill:#b06a00}.c{fill:#2b7f49}.d{fill:#6d61cf}.e{fill:#7d8894}"
    ".la{stroke:#0b5cad}.lb{stroke:#b06a00}.lc{stroke:#2b7f49}.ld{stroke:#6d61cf}.le{stroke:#59636e}"
    "@media(prefers-color-scheme:dark){text{fill:#a3adb8}.ink{fill:#e6e9ed}.grid{stroke:#333b45}.base{stroke:#7d8894}"
    ".halo{stroke:#1b2027}.a{fill:#7ab4f0}.b{fill:#f0bf6c}.c{fill:#84d2a0}.d{fill:#b6aef7}.e{fill:#7d8894}"
    ".la{stroke:#7ab4f0}.lb{stroke:#f0bf6c}.lc{stroke:#84d2a0}.ld{stroke:#b6aef7}.le{stroke:#a3adb8}}"
)


@dataclass(frozen=True)
class Series:
    """One row of numbers under a name; ``tone`` is one of a, b, c, d, e."""

    name: str
    values: Sequence[float]
    tone: str


def columns(labels: Sequence[str], stacked: Sequence[Series], width: int, line: Series | None = None) -> str:
    """Columns, one series on the other, and maybe a line with points across them; ``labels`` stand below."""
    tops = [sum(one.values[i] for one in stacked) for i in range(len(labels))]
    scale = _Scale(max([1.0, *tops, *(line.values if line else ())]))
    parts = [*_legend([*stacked, *([line] if line else [])], line), *scale.grid(width)]
    step = (width - LEFT - RIGHT) / max(1, len(labels))
    for i in range(len(labels)):
        below = 0.0
        for one in stacked:
            if one.values[i]:
                upper, lower = scale.y(below + one.values[i]), scale.y(below)
                x, wide, high = LEFT + step * (i + 0.16), step * 0.68, max(1.0, lower - upper - 0.6)
                parts.append(
                    f'<rect class="{one.tone}" x="{x:.1f}" y="{upper:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'
                )
            below += one.values[i]
    middles = [LEFT + step * (i + 0.5) for i in range(len(labels))]
    if line:
        parts += _line(list(zip(middles, map(scale.y, line.values), strict=True)), line.tone, points=True)
    return _svg(width, HEIGHT, [*parts, *_below(labels, middles, width)])


def pareto(labels: Sequence[str], values: Sequence[float], width: int) -> str:
    """Columns from the highest down, and how much of the whole they come to together, as a line in per cent."""
    scale, whole = _Scale(1.05 * max([1.0, *values])), sum(values) or 1  # a number stands above the highest
    together, shares = 0.0, []
    for one in values:
        together += one
        shares.append(together / whole)
    legend = [Series("件数", (), "a"), Series("累计占比", (), "b")]
    parts = [*_legend(legend, legend[1]), *scale.grid(width - 28)]
    step = (width - LEFT - RIGHT - 28) / max(1, len(labels))
    middles = [LEFT + step * (i + 0.5) for i in range(len(labels))]
    for middle, value in zip(middles, values, strict=True):
        y = scale.y(value)
        wide = step * 0.68
        parts.append(
            f'<rect class="a" x="{middle - wide / 2:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{scale.y(0) - y:.1f}"/>'
        )
    percent = _Scale(1.0)
    for share in (0, 0.5, 1):
        parts.append(f'<text x="{width - 34}" y="{percent.y(share) + 4:.1f}">{share:.0%}</text>')
    parts += _line([(x, percent.y(one)) for x, one in zip(middles, shares, strict=True)], "b", points=True)
    for middle, value in zip(middles, values, strict=True):
        parts.append(
            f'<text class="ink mid halo" x="{middle:.1f}" y="{scale.y(value) - 5:.1f}">{value:,.0f}</text>'
        )
    return _svg(width, HEIGHT, [*parts, *_below(labels, middles, width)])


def bars(labels: Sequence[str], stacked: Sequence[Series], width: int, notes: Sequence[str]) -> str:
    """A bar across per label, its words above it and a note at its end."""
    most = max([1.0, *(sum(one.values[i] for one in stacked) for i in range(len(labels)))])
    parts = _legend(stacked) if len(stacked) > 1 else []
    y, room = (TOP if parts else 6), width - RIGHT - 4
    for i, label in enumerate(labels):
        parts.append(f'<text class="ink" x="4" y="{y + 12}">{escape(say(label))}</text>')
        parts.append(f'<text class="end" x="{width - RIGHT}" y="{y + 12}">{escape(say(notes[i]))}</text>')
        x = 4.0
        for one in stacked:
            wide = one.values[i] / most * room
            if wide:
                parts.append(
                    f'<rect class="{one.tone}" x="{x:.1f}" y="{y + 17}" width="{max(1.0, wide - 0.6):.1f}" height="9"/>'
                )
            x += wide
        y += 35
    return _svg(width, max(y, HEIGHT), parts)


def lines(labels: Sequence[str], drawn: Sequence[tuple[Series, int, bool]], width: int) -> str:
    """Lines over the days ``labels``; each series begins at the place given, and is dashed where it is a guess."""
    scale = _Scale(max([1.0, *(value for one, _, _ in drawn for value in one.values)]))
    parts = [*_legend([one for one, _, _ in drawn], *[one for one, _, _ in drawn]), *scale.grid(width)]
    step = (width - LEFT - RIGHT) / max(1, len(labels) - 1)
    places = [LEFT + step * i for i in range(len(labels))]
    for one, first, guessed in drawn:
        spots = [(places[first + i], scale.y(value)) for i, value in enumerate(one.values)]
        parts += _line(spots, one.tone, dashed=guessed)
    return _svg(width, HEIGHT, [*parts, *_below(labels, places, width)])


class _Scale:
    """From a value to a height, with round numbers at the side."""

    def __init__(self, most: float) -> None:
        rough = most / 4
        ten = 10.0 ** floor(log10(rough))
        self.step = next(ten * n for n in (1, 2, 2.5, 5, 10) if ten * n >= rough)
        if most > 1:
            self.step = max(1.0, self.step)
        self.most = most if most <= 1 else self.step * ceil(most / self.step)

    def y(self, value: float) -> float:
        return HEIGHT - FOOT - value / self.most * (HEIGHT - FOOT - TOP)

    def grid(self, width: int) -> list[str]:
        made = []
        for i in range(ceil(self.most / max(1.0, self.step)) + 1):
            value = i * max(1.0, self.step)
            y = self.y(value)
            made.append(
                f'<path class="{"grid" if i else "base"}" d="M{LEFT} {y:.1f}H{width - RIGHT}"/>'
                f'<text class="end" x="{LEFT - 6}" y="{y + 4:.1f}">{value:,.0f}</text>'
            )
        return made


def _legend(shown: Sequence[Series], *as_line: Series | None) -> list[str]:
    made, x = [], 4.0
    for one in shown:
        name = say(one.name)
        mark = (
            f'<path class="line l{one.tone}" d="M{x:.0f} 14h14"/><circle class="{one.tone}" cx="{x + 7:.0f}" cy="14" r="3"/>'
            if one in as_line
            else f'<rect class="{one.tone}" x="{x:.0f}" y="8" width="12" height="12"/>'
        )
        made.append(f'{mark}<text class="ink" x="{x + 18:.0f}" y="18">{escape(name)}</text>')
        x += 18 + sum(12 if ord(letter) > 255 else 6 for letter in name) + 14
    return made


def _line(
    spots: Sequence[tuple[float, float]], tone: str, *, points: bool = False, dashed: bool = False
) -> list[str]:
    if not spots:
        return []
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    dots = [f'<circle class="{tone}" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>' for x, y in spots] if points else []
    return [f'<path class="line l{tone}{" dash" if dashed else ""}" d="M{way}"/>', *dots]


def _below(labels: Sequence[str], places: Sequence[float], width: int) -> list[str]:
    labels = [say(label) for label in labels]
    longest = max((sum(12 if ord(letter) > 255 else 7 for letter in label) for label in labels), default=0)
    every = max(1, ceil(len(labels) * (longest + 8) / max(1, width - LEFT - RIGHT)))
    return [
        f'<text class="mid" x="{min(place, width - RIGHT - longest / 2):.1f}" y="{HEIGHT - 8}">{escape(label)}</text>'
        for i, (label, place) in enumerate(zip(labels, places, strict=True))
        if i % every == 0
    ]


def _svg(width: int, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" viewBox="0 0 {width} {height:.0f}">'
        f"<style>{STYLE}</style>{''.join(parts)}</svg>"
    )
