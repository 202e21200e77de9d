"""msgspec's complaints, said in Chinese with the path of the key: for policy files and case files alike."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from zhicheng.kernel.choice import Choice

_UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>.*)`")
_MISSING = re.compile(r"Object missing required field `(?P<key>.*)`")
_TYPE = re.compile(r"Expected `(?P<want>[^`]*)`, got `(?P<got>[^`]*)`")
_ENUM = re.compile(r"Invalid (?:enum )?value '?(?P<got>.*?)'?")
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
_SHAPES = {
    "^[0-9]{2}$": "应为2位数字",
    "^[0-9]{6}$": "应为6位数字",
    "^[0-9A-Za-z]{18}$": "应为18位数字或字母",
}
_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")


def in_chinese(complaint: str, kind: Any, tree: Any) -> tuple[str, str]:
    """The path of the key (``$.applicant.name``), and what is required and what came there.

    ``kind`` is the type that was wanted, ``tree`` what was read; None where that is broken further on.
    """
    what, _, where = complaint.rpartition(" - at `")
    path = where.rstrip("`")
    if not what:
        what, path = complaint, "$"
    if found := _UNKNOWN.fullmatch(what):
        among = "、".join(_keys(kind, path))
        return f"{path}.{found['key']}", f"没有这个项目{among and f'，应为{among}之一'}"
    if found := _MISSING.fullmatch(what):
        return f"{path}.{found['key']}", "缺少这个项目"
    if found := _ENUM.fullmatch(what):
        among = "、".join(_allowed(kind, path))
        return path, f"“{found['got'][:40]}”不在允许的取值之内{among and f'，应为{among}之一'}"
    return path, _what(what) + _came(path, tree)


def read_anyhow(line: bytes) -> Any:
    """What a line of JSON holds, or None where it is broken."""
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _what(complaint: str) -> str:
    for pattern, say in _SENTENCES:
        if found := pattern.search(complaint):
            return say(found)
    return f"内容不合要求（{complaint}）"


def _allowed(kind: Any, path: str) -> list[str]:
    """The words that may stand at ``path`` in ``kind``."""
    return [word for part in _parts(_at(kind, path)) for word in _words(part)]


def _keys(kind: Any, path: str) -> list[str]:
    """The keys of the object at ``path`` in ``kind``."""
    return list(_fields(_at(kind, path)))


def _at(kind: Any, path: str) -> Any:
    """What stands at ``path`` in ``kind``; None where several kinds of object may stand on the way."""
    for name, _ in _STEP.findall(path):
        if name:
            kind = _fields(kind).get(name)
    return kind


def _fields(kind: Any) -> dict[str, Any]:
    """Key -> type of the one kind of object that ``kind`` may be; none where there are several."""
    structs = [part for part in _parts(kind) if isinstance(part, type) and issubclass(part, Struct)]
    return {field.encode_name: field.type for field in fields(structs[0])} if len(structs) == 1 else {}


def _parts(kind: Any) -> Iterator[Any]:
    yield kind
    if get_origin(kind) is not Literal:
        for part in get_args(kind):
            yield from _parts(part)


def _words(part: Any) -> list[str]:
    if get_origin(part) is Literal:
        return list(get_args(part))
    return [each.value for each in part] if isinstance(part, type) and issubclass(part, Choice) else []


def _came(path: str, tree: Any) -> str:
    """What stands at ``path``, where it is a text; never what says who a person is."""
    if tree is None or "[...]" in path or path.startswith("$.applicant."):
        return ""
    for name, place in _STEP.findall(path):
        tree = tree[name] if name else tree[int(place)]
    if not isinstance(tree, str):
        return ""
    return f"，现为“{tree[:40]}”"


def _types(text: str) -> str:
    return "或".join(_TYPES.get(name.strip(), name.strip()) for name in text.split("|"))


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_LENGTH, lambda at: f"长度应{_SIGNS[at['sign']]}{at['size']}{'字符' if at['what'] == 'str' else '项'}"),
    (_BOUND, lambda at: f"数值应{_SIGNS[at['sign']]}{at['size']}"),
    (_PATTERN, lambda at: _SHAPES.get(at["pattern"].strip("`'\""), "格式不对")),
    (_TYPE, lambda at: f"应为{_types(at['want'])}，现为{_types(at['got'])}"),
    (re.compile("timezone"), lambda _: "时刻须带时区，例如2025-07-01T12:00:00+08:00"),
    (re.compile("datetime"), lambda _: "时刻不对，应形如2025-07-01T12:00:00+08:00"),
    (re.compile("(?i)date"), lambda _: "日期不对，应为YYYY-MM-DD（允许只到月的项目可为YYYY-MM）"),
    (re.compile("neither YYYY-MM-DD"), lambda _: "日期格式不对，应为YYYY-MM-DD或YYYY-MM"),
)
