"""The one catalogue: Chinese message id -> English, read from ``english.po`` at the first English page."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from babel.messages.pofile import read_po

from zhicheng.language.placeholder import CHINESE, is_chinese, taken_apart, tidy

LISTS: Final = {" · ": " · ", "；": "; ", "，": ", ", "、": ", ", "或": " or "}
PO = Path(__file__).parent / "english.po"
_VALUE = re.compile(r"\{\w*\}|%\(\w+\)[ds]")
_FIGURE = re.compile(r"(\d+)((?<!\d{4})年|[^\d年]+)")
"""So many of something; a year has four digits."""
_PLAIN, _ANY = "[ -~]+", "(?:[^（）]|（[^（）]*）)*?"
"""What a value may be: a figure or a date; anything, brackets whole."""
_YEAR = re.compile(r"(.+)（(\d{4})）")
COUNTED: Final = "(?:working )?(?:year|day|hour|character|line|row|page|pixel|submission|file|name|certificate|finding|decision)"
"""What stands after a figure, and bears an s but after one."""
_ONE = re.compile(rf"(?<![\d.,])1 ({COUNTED})s\b")
_LONGEST = 1000
_WEAK = 3
"""A sentence with fewer Chinese characters than that around its values takes figures and known words only."""


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


class _Sentence(NamedTuple):
    """A sentence with values, as Python wrote it."""

    words: tuple[str, ...]
    """What it must hold, the longest first."""
    reads: tuple[re.Pattern[str], ...]
    weak: bool
    target: str


@cache
def _sentences() -> list[_Sentence]:
    """Sentences with values: those with most words of their own first."""
    found = []
    for source, target in labels().items():
        words = _VALUE.split(source.strip())
        strength = sum(len(CHINESE.findall(one)) for one in words)
        if len(words) > 1 and strength:
            places = [_name(one) for one in _VALUE.findall(source)]
            sought = tuple(sorted(filter(None, words), key=len, reverse=True))
            target = _VALUE.sub(_plain, target.strip())
            found.append(_Sentence(sought, tuple(_readings(places, words)), strength < _WEAK, target))
    return sorted(found, key=lambda one: (-sum(map(len, one.words)), one.target.count("{")))


def _readings(places: list[str], words: list[str]) -> Iterator[re.Pattern[str]]:
    """How to read the values. Of two that touch one is a figure or a date, the first or the second, or neither."""
    touch = "" in words[1:-1]
    for figure_first, figure_second in ((True, False), (False, True), (False, False)) if touch else ((0, 0),):
        reads = re.escape(words[0])
        for place, before, after in zip(places, words, words[1:], strict=False):
            touches_next = not after and place != places[-1]
            touches_last = not before and place != places[0]
            figure = touches_next and figure_first or touches_last and figure_second
            reads += (
                "(?!（)" * before.endswith("）")
                + f"(?P<{place}>{_PLAIN if figure else _ANY}){re.escape(after)}"
            )
        yield re.compile(reads, re.DOTALL)


def _name(value: str) -> str:
    """``{max}``, ``%(max)d`` and ``{}`` by name."""
    return value.strip("{}") if value[0] == "{" and value != "{}" else value[2:-2] or "it"


def _plain(value: re.Match[str]) -> str:
    return "{" + _name(value.group()) + "}"


@lru_cache(8192)
def in_english(text: str) -> str:
    """``text`` in English where the catalogue has it: as a whole, with values, sentence by sentence, as a list; else as it is."""
    return _read(text) or _in_a_row(text) or text


@lru_cache(8192)
def _read(text: str) -> str:
    known = labels().get(text)
    if known is not None:
        return known
    if len(text) > _LONGEST or not is_chinese(text):
        return text
    if text != text.strip():
        said = _read(text.strip())
        return said and text[: len(text) - len(text.lstrip())] + said + text[len(text.rstrip()) :]
    return (
        _counted(text)
        or _one_by_one(text)
        or _listed(text)
        or _with_values(text)
        or _with_name(text)
        or _with_year(text)
    )


def _counted(text: str) -> str:
    """``5个工作日``."""
    read = _FIGURE.fullmatch(text)
    return f"{read[1]} {labels()[read[2]]}" if read and read[2] in labels() else ""


def _with_values(text: str) -> str:
    for sentence in _sentences():
        if all(word in text for word in sentence.words):
            for pattern in sentence.reads:
                if read := pattern.fullmatch(text):
                    values = {name: _value(value) for name, value in read.groupdict().items()}
                    unread = [value for value in values.values() if is_chinese(value)]
                    if not any(sentence.weak or "。" in value for value in unread):
                        said = tidy("".join(taken_apart(sentence.target, values)))
                        return _ONE.sub(r"1 \1", re.sub(r" ([.,])(?= |$)", r"\1", said))
    return ""


def _value(text: str) -> str:
    """A value in English, perhaps a sentence that the one around it ends."""
    said = in_english(text)
    if said == text and is_chinese(text):
        said = in_english(f"{text}。").removesuffix("。").removesuffix(".")
    return said.strip()


def _one_by_one(text: str) -> str:
    """Sentences that follow each other, if each is known."""
    sentences = re.findall(r"（[^（）]*。）|[^。]+。?", text)
    if len(sentences) == 1:
        return ""
    said = [in_english(one) for one in sentences]
    return "" if set(said) & set(sentences) else " ".join(said)


def _with_name(text: str) -> str:
    """``状态：待复核``, ``毕业证书 第 1 页`` and filters: ``姓名 含 阿``, ``公布 2025-07-01 起``."""
    name, colon, value = text.partition("：")
    if colon and name in labels():
        return f"{labels()[name]}: {in_english(value)}"
    name, blank, rest = text.partition(" ")
    if len(name) < 2 or not blank or not (said := _read(name)) or is_chinese(said):
        return ""
    (first, _, after), (before, _, last) = rest.partition(" "), rest.rpartition(" ")
    if first == "含":
        return f"{said} {labels()[first]} {after}"
    if last in ("起", "止"):
        return f"{said} {labels()[last]} {before}"
    return f"{said} {rest}" if (rest := _read(rest)) and not is_chinese(rest) else ""


def _with_year(text: str) -> str:
    """``年度考核证明材料（2024）``."""
    read = _YEAR.fullmatch(text)
    return f"{labels()[read[1]]} ({read[2]})" if read and read[1] in labels() else ""


def _listed(text: str) -> str:
    """Labels with a comma between them, or in brackets."""
    if text[0] == "（" and text[-1] == "）" and not is_chinese(inner := in_english(text[1:-1])):
        return f"({inner})"
    for comma, between in LISTS.items():
        parts = text.split(comma)
        if len(parts) > 1:
            said = [_read(part) for part in parts]
            if all(said) and not any(map(is_chinese, said)):
                return between.join(said)
    return ""


def _in_a_row(text: str) -> str:
    """Two that stand side by side, as ``工程技术中级``; the first as long as can be."""
    for place in range(len(text) - 2, 1, -1):
        if text[:place] in labels() and (rest := _read(text[place:])) and not is_chinese(rest):
            return f"{labels()[text[:place]]} {rest}"
    return ""
