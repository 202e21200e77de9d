"""Saying a label in the language of the request; leaving alone what somebody wrote."""

from typing import Any

from markupsafe import Markup, escape

from zhicheng.language.catalogue import headings, in_english, labels
from zhicheng.language.chosen import in_chinese


class Verbatim(str):
    """Text that somebody wrote: shown, never looked up."""

    __slots__ = ()


def say(text: str) -> str:
    """A label for whoever asks now; for words that Python puts into markup or a picture itself."""
    return text if in_chinese() else str(shown(text))


def heading(text: str) -> str:
    """The name of a screen, in menu and heading."""
    return text if in_chinese() else headings().get(text) or in_english(text)


def shown(value: Any) -> Any:
    """A label in English, anything else as it is; markup stays markup, and no translation becomes markup."""
    if type(value) is str:
        return in_english(value)
    if type(value) is Markup and (known := labels().get(str(value))) is not None:
        return escape(known)
    return value


def verbatim(value: Any) -> Any:
    """``value``, marked as nothing to look up."""
    return Verbatim(value) if type(value) is str else value


def gloss(text: str) -> Markup:
    """The English of a sentence that has legal effect, to stand under it; nothing on a Chinese page."""
    if in_chinese() or (said := in_english(text)) == text:
        return Markup("")
    return Markup('<p class="gloss muted small">{}</p>').format(said)
