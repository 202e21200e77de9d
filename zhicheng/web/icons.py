"""The few icons we use, cut at start out of Bootstrap's sprite (1.1 MB) into one of our own (some KB)."""

import re
from importlib.resources import files

from markupsafe import Markup

ICONS = (
    "arrow-clockwise arrow-counterclockwise arrow-left arrow-return-left award book bookmark box-seam building "
    "calendar-event check-circle check-circle-fill check2-square check-lg chevron-left chevron-right circle-half "
    "clipboard-check clock clock-history collection dash-circle door-open download exclamation-circle "
    "exclamation-triangle eye file-earmark-check file-earmark-text file-earmark-x folder funnel hourglass-split house "
    "info-circle inbox key layout-three-columns journal-text layers list-check moon pause-circle patch-check pencil "
    "pencil-square people person person-badge person-lines-fill pin-angle play-circle plus-lg printer question-circle "
    "search send shield-check shield-exclamation shield-lock slash-circle snow2 sort-down sort-up square sun upload "
    "x-circle x-circle-fill x-lg zoom-in zoom-out aspect-ratio translate"
).split()


def sprite() -> bytes:
    """An SVG file with one symbol per icon, ``#name`` each."""
    whole = (files("flask_bootstrap") / "static/bootstrap5/icons/bootstrap-icons.svg").read_text("utf-8")
    found = {
        name: body for body, name in re.findall(r'(<symbol[^>]*?id="([^"]+)".*?</symbol>)', whole, re.DOTALL)
    }
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(found[name] for name in ICONS) + "</svg>"
    ).encode()


def icon_at(address: str, name: str) -> Markup:
    """The picture ``name`` out of the sprite at ``address``; the word beside it is what a screen reader reads."""
    return Markup(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(address, name)
