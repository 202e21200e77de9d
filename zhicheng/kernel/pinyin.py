"""Names in pinyin, as people type them: surnames by a table of our own, since the dictionary misreads them.

Readings go by the single character: a name is no phrase, so the dictionary of phrases is left out (57 MB of memory).
"""

import os
import re
from collections.abc import Sequence
from functools import cache
from itertools import chain, islice, product
from typing import Final

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # read when pypinyin is imported, so it stands before

from pypinyin import lazy_pinyin

from zhicheng.kernel.names import MIDDLE_DOT

MOST_READINGS: Final = 8
_PARTS = re.compile(f"[{MIDDLE_DOT} ]+")
_TOKENS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[^\W\d_\u3400-\u9fff]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")

SURNAMES: Final = {
    reading: words.split()
    for reading, words in {
        "shan": "单", "zeng": "曾", "qiu": "仇", "xie": "解 谢", "ou": "区", "zha": "查", "zhai": "翟 祭", "qin": "覃",
        "tan": "覃", "mou": "牟", "mu": "牟", "ren": "任", "hua": "华", "ge": "盖 葛", "piao": "朴", "yue": "乐", "miao": "缪",
        "xian": "冼 洗", "yun": "员 贠", "she": "折 佘 厍", "chong": "种", "bi": "秘", "po": "繁", "pang": "逄", "shao": "召",
        "fou": "不", "he": "黑", "sa": "撒", "wei": "隗 尉 韦", "kui": "隗", "xi": "郗", "chi": "郗", "xun": "郇",
        "huan": "郇", "nai": "佴 能", "gou": "句", "ha": "哈", "na": "那", "ning": "宁", "yan": "燕", "ying": "应",
        "guo": "过", "gan": "干", "chu": "褚", "chao": "晁", "che": "车", "qu": "曲 瞿", "kan": "阚", "bai": "柏",
        "fei": "费", "jia": "贾", "yin": "殷", "ben": "贲", "jue": "角", "zhan": "占", "qi": "亓", "zhang": "仉",
        "chen": "谌", "shen": "谌 沈", "qiao": "谯", "sheng": "盛", "shi": "石", "lu": "陆", "bo": "薄", "mi": "宓",
        "fu": "宓 洑", "dai": "逮", "ji": "纪 藉", "jian": "谏", "tong": "佟 同", "pi": "皮", "yao": "么 幺", "xing": "行",
        "wanyan": "完颜", "yuchi": "尉迟", "moqi": "万俟", "zhangsun": "长孙", "tantai": "澹台", "linghu": "令狐",
        "yelv": "耶律", "ouyang": "欧阳", "shangguan": "上官", "sima": "司马", "zhuge": "诸葛", "dongfang": "东方",
        "huangfu": "皇甫", "gongsun": "公孙", "murong": "慕容", "xiahou": "夏侯", "zhongli": "钟离", "yuwen": "宇文",
    }.items()
}  # fmt: skip
"""Reading -> surnames that are read so."""

GIVEN: Final = {
    "茜": "xi", "乐": "yue", "朝": "zhao", "长": "zhang", "行": "hang", "重": "zhong", "艾": "yi", "曾": "ceng", "奇": "ji",
    "卡": "qia", "晟": "cheng", "藏": "cang", "盛": "cheng", "宿": "su", "降": "jiang", "翟": "di", "校": "jiao",
}  # fmt: skip
"""A second reading of characters in given names, where either is usual."""


def readings(name: str) -> list[tuple[tuple[str, ...], ...]]:
    """Each way to read the name (at most eight): parts between middle dots, each a tuple of syllables."""
    parts: list[list[str]] = [_TOKENS.findall(part) for part in _PARTS.split(name)]
    parts = [part for part in parts if part]
    if not parts:
        return []
    heads, taken = _of_surname(parts[0])
    choices: list[list[tuple[str, ...]]] = [heads]
    choices += [[(one,) for one in _of_character(token)] for token in parts[0][taken:]]
    lengths = [len(choices)]
    for part in parts[1:]:
        choices += [[(one,) for one in _of_character(token)] for token in part]
        lengths.append(len(part))
    return [_parted(way, lengths) for way in islice(product(*choices), MOST_READINGS)]


def syllables(words: str) -> list[str]:
    """The usual reading of each character of a text that is nobody's name; a word of letters is one syllable."""
    return [_of_character(token)[0] for token in _TOKENS.findall(words)]


def _parted(way: Sequence[tuple[str, ...]], lengths: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """One way to read a name, cut into the name's parts again."""
    pieces, place = [], 0
    for length in lengths:
        pieces.append(tuple(chain.from_iterable(way[place : place + length])))
        place += length
    return tuple(pieces)


def _of_surname(tokens: Sequence[str]) -> tuple[list[tuple[str, ...]], int]:
    """The readings of the surname that ``tokens`` begin with, the surname's own first, and how many tokens it takes."""
    if len(tokens) > 2 and (own := _surnames().get("".join(tokens[:2]))):
        spelled = tuple(_of_character(token)[0] for token in tokens[:2])
        # The compound's syllables as one: nobody types its second half alone.
        return list(dict.fromkeys([*((one,) for one in own), spelled])), 2
    first = tokens[0]
    found = [*_surnames().get(first, ()), *_of_character(first)]
    return [(one,) for one in dict.fromkeys(found)], 1


@cache
def _surnames() -> dict[str, list[str]]:
    """Surname -> readings."""
    found: dict[str, list[str]] = {}
    for reading, surnames in SURNAMES.items():
        for surname in surnames:
            found.setdefault(surname, []).append(reading)
    return found


@cache
def _of_character(token: str) -> tuple[str, ...]:
    """The readings of one character; a word of letters is read as it is written."""
    if not _HAN.fullmatch(token):
        return (token.lower(),)
    usual = lazy_pinyin(token)[0]
    other = GIVEN.get(token)
    return (usual, other) if other and other != usual else (usual,)
