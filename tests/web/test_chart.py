"""Charts draw what they are given, at the height of the scale, and their words are words."""

import pytest

from tests.web.svg import SVG, read
from zhicheng.web.chart import Series, bars, columns, lines, pareto

CHARTS = {
    "columns": lambda numbers: columns(
        ["甲", "乙"], [Series("一", numbers, "a")], 480, Series("二", numbers, "b")
    ),
    "pareto": lambda numbers: pareto(["甲", "乙"], numbers, 480),
    "bars": lambda numbers: bars(["甲", "乙"], [Series("一", numbers, "a")], 480, ["1", "2"]),
    "lines": lambda numbers: lines(["甲", "乙"], [(Series("一", numbers, "a"), 0, True)], 480),
}


def heights(svg, tone):
    """The heights of the columns of a tone, legend excluded."""
    shapes = read(svg).iter(f"{SVG}rect")
    return [float(one.get("height")) for one in shapes if one.get("class") == tone][1:]


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("numbers", [[0, 0], [1, 2], [3, 100_000], [0.5, 0.25]])
def test_every_chart_is_whole_whatever_the_numbers(draw, numbers):
    root = read(draw(numbers))
    assert root.get("viewBox") == "0 0 480 250"


def test_columns_are_as_high_as_their_numbers():
    small, large = heights(columns(["甲", "乙"], [Series("一", [10, 40], "a")], 480), "a")
    assert large / small == pytest.approx(4, rel=0.05)


def test_series_stand_one_on_the_other():
    svg = columns(["甲"], [Series("一", [10], "a"), Series("二", [30], "b")], 480)
    rects = [one for one in read(svg).iter(f"{SVG}rect") if one.get("x") != "4"][-2:]
    lower, upper = (float(one.get("y")) for one in rects)
    assert upper < lower


def test_names_are_words_and_never_markup():
    svg = bars(["<script>甲&乙"], [Series("一", [1], "a")], 480, ["1 件"])
    assert "<script>" not in svg
    assert "<script>甲&乙" in "".join(read(svg).itertext())


def test_of_many_labels_only_so_many_are_written_as_there_is_room_for():
    labels = [f"05-{day:02}" for day in range(60)]
    svg = columns(labels, [Series("一", [1] * 60, "a")], 330)
    written = [one.text for one in read(svg).iter(f"{SVG}text")]
    assert 4 <= len(set(written) & set(labels)) <= 8
