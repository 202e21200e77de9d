"""Personal names as they are stored: one form, so that search and certificate agree (clause 4.1, Q27)."""

import re
import unicodedata

MIDDLE_DOT = "\u00b7"
LONGEST = 50
_PLAIN = re.compile(r"[\u4e00-\u9fff](?:\u00b7?[\u4e00-\u9fff]){0,24}")
_DOTS = re.compile(
    r"\s*[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\u0387\u2e31\u2e33\u16eb\u318d]\s*"
    r"|(?<=[\u4e00-\u9fff])\s*[.\uff0e]\s*(?=[\u4e00-\u9fff])"  # a full stop for want of the key
)
_SPACES = re.compile(r"\s+")


def normal_name(text: str) -> str:
    """NFC, one kind of middle dot (U+00B7), no stray spaces, 1 to 50 characters; otherwise a ValueError in Chinese."""
    if _PLAIN.fullmatch(text):
        return text
    name = _DOTS.sub(MIDDLE_DOT, unicodedata.normalize("NFC", text))
    name = _SPACES.sub(" ", name).strip()
    if not name.strip(MIDDLE_DOT):
        raise ValueError("姓名不能为空")
    if len(name) > LONGEST:
        raise ValueError(f"姓名最多{LONGEST}个字符，现有{len(name)}个")
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in name):
        raise ValueError("姓名含有不可见的控制字符")
    return name
