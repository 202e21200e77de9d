"""What every page shows around its content: the menu by permission, the clock, the person; and how words become chips."""

import re
from typing import Any

from flask import Flask, current_app, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from zhicheng.door import current_actor, present, rehearsal
from zhicheng.intake.in_words import round_in_words
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.clock import minute, short_minute
from zhicheng.kernel.identity_number import masked
from zhicheng.language.chosen import in_chinese
from zhicheng.language.say import heading, shown
from zhicheng.staff.permission import Permission
from zhicheng.web import language

CHIPS: dict[str, tuple[str, str]] = {
    # code of a status, outcome or result: tone, icon
    "draft": ("grey", "pencil"),
    "queued": ("slate", "inbox"),
    "in_review": ("blue", "eye"),
    "reviewed": ("indigo", "clipboard-check"),
    "returned": ("amber", "arrow-return-left"),
    "approved": ("green", "check-circle"),
    "declined": ("grey", "slash-circle"),
    "lapsed": ("grey", "slash-circle"),
    "withdrawn": ("grey", "arrow-counterclockwise"),
    "annulled": ("revoked", "x-circle"),
    "open": ("slate", "collection"),
    "frozen": ("indigo", "snow2"),
    "published": ("green", "check-circle"),
    "reserved": ("blue", "hourglass-split"),
    "issued": ("green", "patch-check"),
    "reissued": ("grey", "arrow-clockwise"),
    "revoked": ("revoked", "x-circle"),
    "eligible": ("green", "check-circle"),
    "needs_review": ("amber", "question-circle"),
    "returnable": ("amber", "exclamation-circle"),
    "ineligible": ("red", "x-circle"),
    "notice": ("slate", "info-circle"),
    "drafted": ("slate", "pause-circle"),
    "running": ("blue", "play-circle"),
    "done": ("green", "check-circle"),
    "dropped": ("grey", "slash-circle"),
    "will_do": ("blue", "check-circle"),
    "blocked": ("amber", "dash-circle"),
    "refused": ("red", "x-circle"),
}
THEMES = frozenset({"light", "dark"})
GO = {"submission": "s", "batch": "b", "integrity": "i", "integrity-lookup": "i", "certificate": "c"}
"""Screen -> what is pressed after g to go there; the first that the person may open has it."""

_HYPHENED = re.compile(r"\d+(?:-[\dA-Z]+)+(?: \d\d:\d\d)?(?![^<>]*>)")


def chip_of(value: Choice) -> tuple[str, str]:
    """Tone and icon of a status; slate and a circle for one that nobody thought of."""
    return CHIPS.get(str(value.value), ("slate", "info-circle"))


def menu() -> list[dict[str, Any]]:
    """The entries that the person signed in may open, in the order in which the screens were registered."""
    entries: list[dict[str, Any]] = []
    free = set(GO.values())
    for admin in current_app.extensions.get("admin", ()):
        for view in admin._views:
            if view.is_visible() and view.is_accessible():
                address = view.get_url(f"{view.endpoint}.{view._default_view}")
                here = request.path.startswith(address)
                count = getattr(view, "menu_count", None)
                entries.append(
                    {
                        "name": heading(view.name),
                        "icon": view.icon,
                        "url": address,
                        "here": here,
                        "go": next_free(free, GO.get(view.endpoint)),
                        "count": count and count(),
                    }
                )
    return entries


def next_free(free: set[str], key: str | None) -> str | None:
    """``key`` unless it was given away."""
    if key not in free:
        return None
    free.remove(key)
    return key


def csrf_field() -> Markup:
    """What every form that is posted carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def unbroken(words: Any) -> Markup:
    """Words or markup in which no line ends inside a date or a number with hyphens, where browsers would break it."""
    said = escape(words if in_chinese() else shown(words))
    return Markup(_HYPHENED.sub(r'<span class="nowrap">\g<0></span>', str(said)))  # noqa: S704 - escaped


def install(app: Flask) -> None:
    """Give templates the frame's words."""
    language.install(app)
    app.jinja_env.filters.update(minute=minute, masked=masked, short_minute=short_minute, unbroken=unbroken)
    app.jinja_env.filters.update(round_in_words=round_in_words)
    app.jinja_env.globals.update(chip_of=chip_of, csrf_field=csrf_field, menu=menu)

    @app.context_processor
    def around() -> dict[str, Any]:
        signed_in = bool(getattr(current_user, "is_authenticated", False))
        theme = request.cookies.get("theme")
        return {
            "signed_in": signed_in,
            "may_search": signed_in and current_actor().may(Permission.READ_CASES),
            "actor": current_actor() if signed_in else None,
            "now": present(),
            "rehearsal": rehearsal() is not None,
            "theme_chosen": theme if theme in THEMES else None,
            "menu_folded": request.cookies.get("menu") == "folded",
            "density": "dense" if request.cookies.get("density") == "dense" else "calm",
        }
