"""From the words of a letter to a PDF: A4 upright, PDF/A-2a and PDF/UA-1, only our own fonts, the same bytes every time."""

import threading
from datetime import datetime, time
from functools import cache
from pathlib import Path

import msgspec
import typst

from zhicheng.kernel.clock import BEIJING
from zhicheng.kernel.font import font_files, missing_glyphs
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.text import LetterText, in_words

LAYOUT = Path(__file__).parent / "layout"
PREVIEW = "预览"
_LOCK = threading.Lock()


def render_letter(text: LetterText, *, preview: bool = False) -> bytes:
    """The letter as a PDF; a preview says so across every page. ``bad_input`` when a character cannot be printed."""
    refuse_unprintable(text.everything(), text.title)
    values = msgspec.to_builtins(text) | {
        "day_words": in_words(text.day),
        "watermark": PREVIEW if preview else "",
    }
    # The moment in the file is the day of the letter, not that of rendering, so that the bytes can be made again.
    made_at = int(datetime.combine(text.day, time(), BEIJING).timestamp())
    try:
        with _LOCK:
            made, warnings = _compiler().compile_with_warnings(
                format="pdf",
                sys_inputs={"letter": msgspec.json.encode(values).decode()},
                pdf_standards=["a-2a", "ua-1"],
                timestamp=made_at,
            )
    except typst.TypstError as error:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"{text.title}应能按版式排出，排版时出错。请核对其中的文字，无误的请联系系统管理员。",
            reason=error.message,
        ) from error
    if warnings or not isinstance(made, bytes):
        # A font that typst does not find is only a warning to it, and the page comes out without words.
        raise Refusal(
            RefusalCode.BAD_FILE,
            f"{text.title}应按版式完整排出，排版时有缺项。请系统管理员检查字体与版式文件。",
            reason="; ".join(warning.message for warning in warnings),
        )
    return made


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


@cache
def _compiler() -> typst.Compiler:
    """One for the process: the fonts are read once. It sees no file but the layout and no font but ours."""
    folders = list({file.parent for file in font_files()})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(input=LAYOUT / "letter.typ", root=LAYOUT, font_paths=fonts)
