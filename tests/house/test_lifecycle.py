"""The picture in docs/ is the map that the code works with."""

from pathlib import Path

from zhicheng.intake.lifecycle import diagram

DOCS = Path(__file__).parents[2] / "docs"


def test_the_documented_diagram_is_the_map_of_moves():
    drawn = (DOCS / "lifecycle.md").read_text().partition("```mermaid\n")[2].partition("\n```")[0]
    assert drawn == diagram()
