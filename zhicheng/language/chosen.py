"""Which language a request asks for: a cookie, as for light and dark. Chinese when nothing was chosen."""

from typing import Final

from flask import has_request_context, request

COOKIE: Final = "language"
LANGUAGES: Final = {"zh": "zh-Hans", "en": "en"}
"""What the cookie may hold -> how a page names its language."""


def in_chinese() -> bool:
    """Whether words are shown as they are written."""
    return not has_request_context() or request.cookies.get(COOKIE) != "en"


def locale() -> str:
    """For Flask-Babel; with ``zh`` Flask-Admin's own words would stay English."""
    return "zh_Hans_CN" if in_chinese() else "en"
