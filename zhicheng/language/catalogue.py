"""The one catalogue: Chinese message id -> English, read from ``english.po`` at the first English page."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from zhicheng.language.placeholder import HAN, is_chinese, taken_apart

LISTS: Final = {" · ": " · ", "，": ", ", "、": ", "}
PO = Path(__file__).parent / "english.po"
_VALUE = re.compile(r"\{\w*\}|%\(\w+\)[ds]")
_LONGEST = 400
_WEAK = 3
"""A sentence with fewer Chinese characters than that around its values takes plain figures only."""


@cache
def _messages() -> list[tuple[str, str, bool]]:
    """Message id, English, and whether Python says it; else only templates and scripts do. Without ``headings``."""
    with PO.open("rb") as file:
        return [
            (str(one.id), str(one.string), any(place.startswith("zhicheng/") for place, _ in one.locations))
            for one in read_po(file, locale="en")
            if one.id and one.string and not one.context
        ]


@cache
def english() -> Mapping[str, str]:
    """Every message that has a translation: what templates are compiled with."""
    return {source: target for source, target, _ in _messages()}


@cache
def headings() -> Mapping[str, str]:
    """Names of screens that are plural in menu and heading, where a column says the same word of one."""
    with PO.open("rb") as file:
        return {
            str(one.id): str(one.string) for one in read_po(file, locale="en") if one.context == "heading"
        }


@cache
def labels() -> Mapping[str, str]:
    """What Python says whole: the only words that are looked up when they are shown."""
    return {source: target for source, target, told in _messages() if told}


@cache
def _sentences() -> list[tuple[list[str], re.Pattern[str], str]]:
    """Sentences with values, as Python wrote them: the words each must hold, how to read the values, the English."""
    found = []
    for source, target in labels().items():
        words = _VALUE.split(source)
        strength = sum(len(HAN.findall(one)) for one in words)
        if len(words) > 1 and strength:
            places = [_name(one) for one in _VALUE.findall(source)]
            value = ".*?" if strength >= _WEAK else r"[\x20-\x7e–]*?"
            reads = "".join(
                f"(?P<{place}>{value}){re.escape(word)}"
                for place, word in zip(places, words[1:], strict=True)
            )
            pattern = re.compile(re.escape(words[0]) + reads, re.DOTALL)
            found.append(([one for one in words if one], pattern, _VALUE.sub(_plain, target)))
    return sorted(found, key=lambda one: -sum(map(len, one[0])))


def _name(value: str) -> str:
    """``{max}``, ``%(max)d`` and ``{}`` by name."""
    return value.strip("{}") if value[0] == "{" and value != "{}" else value[2:-2] or "it"


def _plain(value: re.Match[str]) -> str:
    return "{" + _name(value.group()) + "}"


@lru_cache(4096)
def in_english(text: str) -> str:
    """``text`` in English where the catalogue has it: as a whole, as a sentence with values, as a list; else as it is."""
    known = labels().get(text)
    if known is not None:
        return known
    if len(text) > _LONGEST or not is_chinese(text):
        return text
    if text != text.strip():
        return text[: len(text) - len(text.lstrip())] + in_english(text.strip()) + text[len(text.rstrip()) :]
    for words, reads, target in _sentences():
        if all(word in text for word in words) and (read := reads.fullmatch(text)):
            values = {name: in_english(value).strip() for name, value in read.groupdict().items()}
            return "".join(taken_apart(target, values))
    name, colon, value = text.partition("：")
    if colon and name in labels():
        return f"{labels()[name]}: {in_english(value)}"
    name, *asked = text.split(" ", 2)
    if len(asked) > 1 and name in labels() and asked[0] in labels():  # a filter: 姓名 含 阿
        return f"{labels()[name]} {labels()[asked[0]]} {asked[1]}"
    for comma, between in LISTS.items():
        parts = text.split(comma)
        if len(parts) > 1:
            said = [in_english(part) for part in parts]
            if not any(is_chinese(part) for part in said):
                return between.join(said)
    return text
