"""From the words of a letter to a PDF: A4 upright, PDF/A-2a and PDF/UA-1, only our own fonts, the same bytes every time."""

from pathlib import Path

import msgspec

from zhicheng.kernel.font import missing_glyphs
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.text import LetterText, in_words
from zhicheng.letter.typeset import typeset

LAYOUT = Path(__file__).parent / "layout" / "letter.typ"
PREVIEW = "预览"


def render_letter(text: LetterText, *, preview: bool = False) -> bytes:
    """The letter as a PDF; a preview says so across every page. ``bad_input`` when a character cannot be printed."""
    refuse_unprintable(text.everything(), text.title)
    values = msgspec.to_builtins(text) | {
        "day_words": in_words(text.day),
        "watermark": PREVIEW if preview else "",
    }
    inputs = {"letter": msgspec.json.encode(values).decode()}
    return typeset(LAYOUT, inputs, paper=text.title, day=text.day, standard="a-2a")


def refuse_unprintable(words: str, title: str) -> None:
    """``bad_input`` naming each character that no font of ours can print; line breaks and tabs are only spacing."""
    missing = missing_glyphs("".join(words.split()))
    if missing:
        named = "、".join(
            f"“{char}”（U+{ord(char):04X}）" if char.isprintable() else f"U+{ord(char):04X}"
            for char in missing
        )
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"{title}应能印出每个字，其中{named}没有字形。请改用其他写法；确属生僻字的，请联系系统管理员补充字形。",
            code_points=[f"U+{ord(char):04X}" for char in missing],
        )
