"""Templates keep the content security policy possible and escape what people typed."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
FORBIDDEN = {
    "an inline handler": r"\son[a-z]+\s*=\s*[\"'{]",
    "an inline style": r"\sstyle\s*=|<style",
    "an inline script": r"<script(?![^>]*\ssrc=)|javascript:",
    "unescaped text": r"\|\s*safe\b|\bMarkup\(|autoescape\s+false",
    "something from elsewhere": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
}


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_a_template_holds_nothing_that_the_policy_would_block(path: Path) -> None:
    source = path.read_text("utf-8")
    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, source, re.IGNORECASE)]
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source, re.DOTALL | re.IGNORECASE)
    macros = re.findall(r"{%-?\s*macro (\w+)\((.*?)endmacro", source, re.DOTALL)
    carriers = {name for name, body in macros if "csrf_" in body}
    for form in forms:
        if "csrf_" not in form and not carriers & set(re.findall(r"{{\s*(\w+)\(", form)):
            found.append("a form without a token")
    assert not found


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    from zhicheng.web.frame import CHIPS
    from zhicheng.web.icons import ICONS

    asked = {name for _, name in CHIPS.values()}
    for path in TEMPLATES.rglob("*.html"):
        asked |= set(re.findall(r"icon\(\"([a-z0-9-]+)\"\)", path.read_text("utf-8")))
    for path in (TEMPLATES.parent / "zhicheng").rglob("*.py"):
        asked |= set(re.findall(r"^    icon = \"([a-z0-9-]+)\"", path.read_text("utf-8"), re.MULTILINE))
    assert asked <= set(ICONS)
