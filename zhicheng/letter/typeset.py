"""From a layout and its words to a PDF for the archive: only our own fonts, no other file, the same bytes every time."""

import threading
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from zhicheng.kernel.clock import start_of
from zhicheng.kernel.font import font_files
from zhicheng.kernel.refusal import Refusal, RefusalCode

_LOCK = threading.Lock()


def typeset(
    layout: Path, words: Mapping[str, str], *, paper: str, day: date, standard: Literal["a-2a", "a-3a"]
) -> bytes:
    """``layout`` with ``words`` in it as PDF/UA-1 and PDF/A of ``standard``; ``paper`` is what refusals call it.

    The moment in the file is that at which ``day`` begins, not that of setting, so that the bytes can be made again.
    Raises Refusal ``bad_input`` where the words cannot be set, ``bad_file`` where something is missing on the page.
    """
    try:
        with _LOCK:
            made, warnings = compiler(layout).compile_with_warnings(
                format="pdf",
                sys_inputs=dict(words),
                pdf_standards=[standard, "ua-1"],
                timestamp=int(start_of(day).timestamp()),
            )
    except typst.TypstError as error:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"{paper}应能按版式排出，排版时出错。请核对其中的文字，无误的请联系系统管理员。",
            reason=error.message,
        ) from error
    if warnings or not isinstance(made, bytes):
        # A font that typst does not find is only a warning to it, and the page comes out without words.
        raise Refusal(
            RefusalCode.BAD_FILE,
            f"{paper}应按版式完整排出，排版时有缺项。请系统管理员检查字体与版式文件。",
            reason="; ".join(warning.message for warning in warnings),
        )
    return made


@cache
def compiler(layout: Path) -> typst.Compiler:
    """One for the process: the fonts are read once. It sees no file but those beside the layout and no font but ours."""
    folders = list({file.parent for file in font_files()})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(input=layout, root=layout.parent, font_paths=fonts)
