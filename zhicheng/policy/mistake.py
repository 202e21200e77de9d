"""msgspec's complaints, said in Chinese with the path of the key: for policy files and case files alike."""

import re
from collections.abc import Callable

_UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>.*)`")
_MISSING = re.compile(r"Object missing required field `(?P<key>.*)`")
_TYPE = re.compile(r"Expected `(?P<want>[^`]*)`, got `(?P<got>[^`]*)`")
_ENUM = re.compile(r"Invalid (?:enum )?value (?P<got>.*)")
_LENGTH = re.compile(r"Expected `(?P<what>str|array|object)` of length (?P<sign>[<>=]+) (?P<size>\d+)")
_BOUND = re.compile(r"Expected `(?:int|float)` (?P<sign>[<>=]+) (?P<size>-?\d+)")
_PATTERN = re.compile(r"Expected `str` matching regex (?P<pattern>.*)")
_SIGNS = {">=": "不少于", "<=": "不超过", ">": "多于", "<": "少于", "==": "等于"}
_TYPES = {
    "str": "文字",
    "int": "整数",
    "float": "数",
    "bool": "true或false",
    "array": "列表",
    "object": "对象",
    "null": "空值",
    "date": "日期（YYYY-MM-DD）",
    "datetime": "带时区的时刻",
}


def in_chinese(complaint: str) -> tuple[str, str]:
    """The path of the key (``$.applicant.name``) and what is wrong there."""
    what, _, where = complaint.rpartition(" - at `")
    path = where.rstrip("`")
    if not what:
        what, path = complaint, "$"
    if found := _UNKNOWN.fullmatch(what):
        return f"{path}.{found['key']}", "没有这个项目"
    if found := _MISSING.fullmatch(what):
        return f"{path}.{found['key']}", "缺少这个项目"
    return path, _what(what)


def _what(complaint: str) -> str:
    for pattern, say in _SENTENCES:
        if found := pattern.search(complaint):
            return say(found)
    return f"内容不合要求（{complaint}）"


def _types(text: str) -> str:
    return "或".join(_TYPES.get(name.strip(), name.strip()) for name in text.split("|"))


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_LENGTH, lambda at: f"长度应{_SIGNS[at['sign']]}{at['size']}{'字符' if at['what'] == 'str' else '项'}"),
    (_BOUND, lambda at: f"数值应{_SIGNS[at['sign']]}{at['size']}"),
    (_PATTERN, lambda _: "格式不对"),
    (_TYPE, lambda at: f"应为{_types(at['want'])}，现为{_types(at['got'])}"),
    (_ENUM, lambda at: f"{at['got']}不在允许的取值之内"),
    (re.compile("timezone"), lambda _: "时刻须带时区，例如2025-07-01T12:00:00+08:00"),
    (re.compile("(?i)date"), lambda _: "日期不对，应为YYYY-MM-DD（允许只到月的项目可为YYYY-MM）"),
    (re.compile("neither YYYY-MM-DD"), lambda _: "日期格式不对，应为YYYY-MM-DD或YYYY-MM"),
)
