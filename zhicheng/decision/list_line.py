"""A line of the name list: what the legal act says about one member, as values and as the bytes that are hashed.

No identity number and nothing computed from one. The words are those of the notice, so that whoever holds a line can
read it without our code tables.
"""

import unicodedata
from datetime import date

import msgspec

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.merkle import leaf_hash

SCHEMA = "zhicheng.list-line/1"
SALT_BYTES = 32


class Effect(Choice):
    """What the line does to the title it is about."""

    CONFER = "confer", "授予"
    CORRECT = "correct", "更正"
    STRIKE = "strike", "删除"


class ListLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line. ``place`` counts from 1; ``decision`` is the approval's key; ``corrects`` the hash of the line replaced."""

    schema: str = SCHEMA
    batch: str
    place: int
    effect: Effect
    submission: str
    name: str
    employer: str
    route: str
    series: str
    specialty: str
    level: str
    title_name: str
    acquired_on: date
    decision: int
    corrects: str | None = None


ENTRIES = {
    "name": "姓名",
    "employer": "工作单位",
    "route": "取得方式",
    "series": "职称系列",
    "specialty": "专业",
    "level": "级别",
    "title_name": "资格名称",
    "acquired_on": "取得时间",
    "decision": "复核决定",
}
"""The entries that say what was decided about whom, and their names."""


def canonical(line: ListLine) -> str:
    """The one way to write ``line``: JSON with sorted keys, no blanks, UTF-8, Unicode form NFC."""
    return unicodedata.normalize("NFC", msgspec.json.encode(line, order="sorted").decode())


def read_line(text: str) -> ListLine:
    """The values of a canonical line; msgspec.DecodeError for anything else."""
    return msgspec.json.decode(text, type=ListLine)


def leaf_of(text: str, salt: bytes) -> bytes:
    """The hash of a canonical line: the salt, then the line. Without its salt no line can be guessed from its hash."""
    return leaf_hash(salt + text.encode())


def changed(before: ListLine, after: ListLine) -> dict[str, tuple[str, str]]:
    """The entries in which two lines differ: old and new words."""
    return {
        entry: (str(getattr(before, entry)), str(getattr(after, entry)))
        for entry in ENTRIES
        if getattr(before, entry) != getattr(after, entry)
    }
