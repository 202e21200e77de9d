"""The notice itself, clause by clause, as it stands in ``notices/<cycle>.toml``: words to read, never to compute with."""

from functools import cache
from typing import Literal

import msgspec

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import HERE, load_year
from zhicheng.policy.parameters import NUMBERS
from zhicheng.policy.strict import decode


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One clause under its restored number (domain.md section 5); ``parameters`` are the open questions it raises."""

    number: str
    mark: str
    heading: str = ""
    text: str = ""
    parameters: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """1 for 一、, 2 for （一）, 3 for 1. (3.0 is the heading of section three)."""
        return 1 if self.number == "3.0" else self.number.count(".") + 1


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole notice."""

    schema: Literal["zhicheng.notice/1"]
    title: str
    addressee: str
    preamble: str
    clause: tuple[Clause, ...]
    annexes: tuple[str, ...]


@cache
def load_notice(cycle: str) -> Notice | None:
    """The notice of a year, None where its words were not entered; ``bad_input`` where the file is wrong."""
    load_year(cycle)  # refuses what is no cycle
    path = HERE / "notices" / f"{cycle}.toml"
    if not path.is_file():
        return None
    notice = decode(path, path.read_bytes(), Notice)
    numbers = [clause.number for clause in notice.clause]
    wrong = sorted({one for clause in notice.clause for one in clause.parameters} - set(NUMBERS.values()))
    wrong += sorted({number for number in numbers if numbers.count(number) > 1})
    if wrong:
        raise Refusal(
            RefusalCode.BAD_INPUT, f"文件{path.name}有误：{'、'.join(wrong)}不存在或重复。", file=path.name
        )
    return notice
