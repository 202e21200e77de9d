"""``/language/<code>``: remember the language in this browser and go back to where one was."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from zhicheng.door import safe_path
from zhicheng.language.catalogue import english
from zhicheng.language.chosen import COOKIE, LANGUAGES, in_chinese
from zhicheng.language.extract import of_offline_page, of_script
from zhicheng.language.say import gloss
from zhicheng.web.assets import STATIC

blueprint = Blueprint("language", __name__, url_prefix="/language")
A_YEAR: Final = 31_536_000


@blueprint.get("/<code>")
def choose(code: str) -> ResponseReturnValue:
    """The cookie, and the way back if it leads to a page of ours. Another code is not found."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(safe_path(request.args.get("back")) or "/", 303)
    answer.set_cookie(
        COOKIE,
        code,
        max_age=A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer


def other_language(*, here: bool = True) -> str:
    """The address that switches to the other language and comes back ``here``, if that can be fetched again.

    Words searched for are left out: they may be a name, and have stood in one address already.
    """
    back = None
    if here and request.method == "GET":
        kept = [(name, value) for name, value in request.args.items(multi=True) if name != "search"]
        back = f"{request.path}?{urlencode(kept)}" if kept else request.path
    return url_for("language.choose", code="en" if in_chinese() else "zh", back=back)


def around() -> dict[str, Any]:
    """What the frame says about the language of a page."""
    chinese = in_chinese()
    return {
        "chinese": chinese,
        "html_lang": LANGUAGES["zh" if chinese else "en"],
        "other_language": other_language,
        "english_or_chinese": "English" if chinese else Markup("中文"),
    }


@cache
def words_of_scripts() -> dict[str, str]:
    """What the scripts say, Chinese -> English, for ``say()`` in zhicheng.js."""
    return _known(one for path in STATIC.glob("*.js") for one in of_script(path.read_text("utf-8")))


@cache
def words_of_offline_page(issuing_body: str) -> dict[str, str]:
    """What the offline page says, Chinese -> English; it takes both languages along."""
    return _known((issuing_body, *of_offline_page()))


def _known(words: Iterable[str]) -> dict[str, str]:
    return {one: english()[one] for one in words if one in english()}


def install(app: Flask) -> None:
    """Open the address and give every page these words."""
    app.register_blueprint(blueprint)
    app.context_processor(around)
    app.jinja_env.globals.update(words_of_scripts=words_of_scripts, gloss=gloss)
