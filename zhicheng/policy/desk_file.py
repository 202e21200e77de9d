"""What the reviewer's desk reads of the year: which file proves which finding, and the reasons for a return."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import HERE, load_year
from zhicheng.policy.strict import decode

Part = Literal[
    "applicant",
    "employer",
    "education",
    "degrees",
    "postdoctoral_exit_on",
    "employment",
    "appraisals",
    "title_held",
    "title_sought",
    "grassroots_service",
    "continuing_education",
    "continuing_education_exemption",
    "work_summary",
    "publicity",
]
"""The parts of a dossier that an applicant declares."""

PART_LABELS: Final[dict[str, str]] = {
    "applicant": "个人信息",
    "employer": "单位",
    "education": "学历",
    "degrees": "学位",
    "postdoctoral_exit_on": "博士后出站时间",
    "employment": "工作经历",
    "appraisals": "年度考核",
    "title_held": "现有职称",
    "title_sought": "申报职称",
    "grassroots_service": "基层服务",
    "continuing_education": "继续教育",
    "continuing_education_exemption": "免除继续教育",
    "work_summary": "工作小结",
    "publicity": "公示",
}


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Findings of these codes rest on these kinds of files and these declared parts."""

    codes: Annotated[tuple[str, ...], Meta(min_length=1)]
    kinds: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence to choose: by which clause, about which kinds of files (none named: any)."""

    clause: Annotated[str, Meta(pattern=r"^[0-9](\.[0-9]){0,2}$")]
    text: Annotated[str, Meta(min_length=4, max_length=200)]
    kinds: tuple[str, ...] = ()


class DeskFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file ``desk/<cycle>.toml``."""

    schema: Literal["zhicheng.desk/1"]
    evidence: tuple[Evidence, ...]
    reason: Annotated[tuple[Reason, ...], Meta(min_length=1)]

    def kinds_of(self, code: str) -> tuple[str, ...]:
        """The kinds of files that prove a finding."""
        return next((one.kinds for one in self.evidence if code in one.codes), ())

    def parts_of(self, code: str) -> tuple[Part, ...]:
        """What was declared for a finding."""
        return next((one.parts for one in self.evidence if code in one.codes), ())

    def parts_proved_by(self, kind: str) -> tuple[str, ...]:
        """Everything declared that a file of this kind may prove, in the order of the dossier."""
        proved = {part for one in self.evidence if kind in one.kinds for part in one.parts}
        return tuple(part for part in PART_LABELS if part in proved)

    def reasons_for(self, kind: str) -> list[Reason]:
        """What may be wrong with such a file: its own reasons first."""
        own = [one for one in self.reason if kind in one.kinds]
        return [*own, *(one for one in self.reason if not one.kinds)]


@cache
def load_desk(cycle: str) -> DeskFile:
    """The desk of ``cycle``; a year without a file of its own takes the newest before it. Refusal ``bad_input``."""
    earlier = [path for path in sorted((HERE / "desk").glob("*.toml")) if path.stem <= cycle]
    if not earlier:
        raise Refusal(
            RefusalCode.BAD_INPUT, f"没有{cycle}年度的审核台文件，以前的年度也没有。请从已有年度复制。"
        )
    return read_desk(earlier[-1], frozenset(load_year(cycle).materials))


def read_desk(path: Path, kinds: frozenset[str]) -> DeskFile:
    """One file; every kind that it names must be a material of the year, every code stands once."""
    file = decode(path, path.read_bytes(), DeskFile)
    found = list(_faults(file, kinds))
    if found:
        message = f"审核台文件{path.name}有误。" + "；".join(found) + "。"
        raise Refusal(RefusalCode.BAD_INPUT, message, file=path.name)
    return file


def _faults(file: DeskFile, kinds: frozenset[str]) -> Iterator[str]:
    named = [code for one in file.evidence for code in one.codes]
    for code in sorted({code for code in named if named.count(code) > 1}):
        yield f"evidence：{code}出现了不止一次"
    places = [(f"evidence[{number}]", one.kinds) for number, one in enumerate(file.evidence)]
    places += [(f"reason[{number}]", one.kinds) for number, one in enumerate(file.reason)]
    for place, named_kinds in places:
        for kind in named_kinds:
            if kind not in kinds:
                yield f"{place}.kinds：没有{kind}这种材料"
    texts = [(one.text, one.kinds) for one in file.reason]
    for text, _ in sorted({one for one in texts if texts.count(one) > 1}):
        yield f"reason：“{text}”出现了不止一次"
