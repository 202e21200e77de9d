"""The lines of a rehearsal: ``{"define": …}`` brings a case, ``{"at": …, "do": …}`` lets somebody act (contract.md section 5)."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from zhicheng.checks.dossier import Dossier
from zhicheng.exchange.case_file import NoCaseFile, read_case
from zhicheng.kernel.refusal import RefusalCode
from zhicheng.policy.mistake import in_chinese, read_anyhow
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

Verb = Literal[
    "submit",
    "start_review",
    "review_pass",
    "review_decline",
    "return",
    "approve",
    "decline",
    "send_back",
    "withdraw",
    "lapse",
    "add_record",
    "lift_record",
    "freeze",
    "publish",
    "issue",
    "revoke",
]


_ROLES = {role.value: role for role in Role}
_OFFICES = {office.value: office for office in Office}


class Define(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case under a name of the scenario's own; a name that is defined again gets the newer case."""

    define: Annotated[str, Meta(min_length=1, max_length=40)]
    case: msgspec.Raw


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from", "as_": "as"}):
    """Somebody does something to a case at an instant; ``expect`` and ``refusal`` say what should come of it."""

    at: Annotated[datetime, Meta(tz=True)]
    do: Verb
    case: Annotated[str, Meta(min_length=1, max_length=40)]
    as_: str | None = None
    note: str | None = None
    from_: date | None = None
    expect: Literal["done", "refused"] | None = None
    refusal: str | None = None


class Named(msgspec.Struct, frozen=True):
    """``NAME:ROLE:OFFICE`` taken apart."""

    name: str
    role: Role
    office: Office


def read_scenario_line(line: bytes, year: PolicyYear) -> tuple[str, Dossier] | Step:
    """A case under its name, or a step; NoCaseFile with the path of the key where it is neither."""
    try:
        keys = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NoScenario("$", "不是完整的JSON对象，或不是UTF-8编码") from None
    try:
        if "define" in keys:
            defined = msgspec.json.decode(line, type=Define)
            return defined.define, _case(bytes(defined.case), year)
        step = msgspec.json.decode(line, type=Step)
    except msgspec.ValidationError as error:
        kind = Define if "define" in keys else Step
        raise NoScenario(*in_chinese(str(error), kind, read_anyhow(line))) from None
    if step.refusal is not None and step.refusal not in set(RefusalCode):
        raise NoScenario("$.refusal", f"没有“{step.refusal[:40]}”这一拒绝代码")
    if step.as_ is not None:
        read_named(step.as_)
    return step


def read_named(text: str) -> Named:
    """Who acts; NoCaseFile at ``$.as`` for an unknown role or office, or where a part is missing."""
    parts = text.split(":")
    if len(parts) != 3 or not parts[0].strip():
        raise NoScenario("$.as", f"应为“姓名:角色:科室”三段，现为“{text[:60]}”")
    name, role, office = (part.strip() for part in parts)
    if role not in _ROLES:
        raise NoScenario("$.as", f"没有“{role[:40]}”这一角色，应为{'、'.join(Role)}之一")
    if office not in _OFFICES:
        raise NoScenario("$.as", f"没有“{office[:40]}”这一科室，应为{'、'.join(Office)}之一")
    return Named(name, _ROLES[role], _OFFICES[office])


class NoScenario(NoCaseFile):
    """A line that is neither a definition nor a step."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.sentence = f"演练脚本的{path}有误：{reason}。"


def _case(text: bytes, year: PolicyYear) -> Dossier:
    try:
        return read_case(text, year)
    except NoCaseFile as mistake:
        where = "$.case" + mistake.path.removeprefix("$")
        raise NoScenario(where, mistake.reason) from None
