"""The one catalogue: Chinese message id -> English, read from ``english.po`` at the first English page."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from zhicheng.language.placeholder import is_chinese, taken_apart

PO = Path(__file__).parent / "english.po"
_VALUE = re.compile(r"\{\w+\}|%\(\w+\)[ds]")


@cache
def english() -> Mapping[str, str]:
    """Every message that has a translation."""
    with PO.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file, locale="en") if one.id and one.string}


@cache
def _sentences() -> list[tuple[list[str], re.Pattern[str], str]]:
    """Sentences with values, as Python wrote them: the words each must hold, how to read the values, the English."""
    found = []
    for source, target in english().items():
        words = _VALUE.split(source)
        if len(words) > 1 and sum(len(one) for one in words) > 1:
            places = [one.strip("{}%()ds") if one[0] == "%" else one[1:-1] for one in _VALUE.findall(source)]
            reads = "".join(
                f"(?P<{place}>.*?){re.escape(word)}" for place, word in zip(places, words[1:], strict=True)
            )
            found.append(
                ([one for one in words if one], re.compile(re.escape(words[0]) + reads, re.DOTALL), target)
            )
    return sorted(found, key=lambda one: -sum(map(len, one[0])))


@lru_cache(4096)
def in_english(text: str) -> str:
    """``text`` in English where the catalogue has it: as a whole, as a sentence with values, as a list; else as it is."""
    known = english().get(text)
    if known is not None:
        return known
    if len(text) > 400 or not is_chinese(text):
        return text
    for words, reads, target in _sentences():
        if all(word in text for word in words) and (read := reads.fullmatch(text)):
            values = {name: in_english(value).strip() for name, value in read.groupdict().items()}
            return "".join(taken_apart(target, values))
    parts = text.split("、")
    if len(parts) > 1 and all(part in english() for part in parts):
        return ", ".join(english()[part] for part in parts)
    return text
