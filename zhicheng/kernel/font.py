"""The fonts that documents are set in, and which characters they can print.

Only the fonts of one pip package are used, never those of the machine: the same document comes out everywhere.
"""

import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

from zhicheng.kernel.refusal import Refusal, RefusalCode


def font_files() -> tuple[Path, Path]:
    """The serif and the sans-serif font; a clear refusal when the package is damaged."""
    files = (Path(pylopdf_fonts_zh_cn.serif_path()), Path(pylopdf_fonts_zh_cn.sans_path()))
    for file in files:
        if not file.is_file():
            raise Refusal(
                RefusalCode.BAD_FILE,
                f"制作文书需要字体文件 {file.name}，现在没有找到；"
                "请系统管理员重新安装依赖包 pylopdf-fonts-zh-cn 后再试。",
                font=file.name,
            )
    return files


def missing_glyphs(text: str) -> list[str]:
    """The characters of ``text`` that our fonts cannot print, each once, in order; ask at data entry."""
    printable = _printable()
    return [char for char in dict.fromkeys(text) if ord(char) not in printable]


@cache
def _printable() -> frozenset[int]:
    """Every code point with a glyph in one of our fonts, except what has no shape of its own."""
    points: set[int] = set()
    for file in font_files():
        try:
            with TTFont(file, lazy=True) as font:
                points.update(font.getBestCmap())
        except (TTLibError, OSError) as broken:
            raise Refusal(
                RefusalCode.BAD_FILE,
                f"制作文书需要的字体文件 {file.name} 已损坏；"
                "请系统管理员重新安装依赖包 pylopdf-fonts-zh-cn 后再试。",
                font=file.name,
            ) from broken
    # Controls, joiners and line breaks have glyphs too, but on paper they would hide or turn text around.
    return frozenset(
        point for point in points if unicodedata.category(chr(point))[0] not in "CZ" or point == 0x20
    )
