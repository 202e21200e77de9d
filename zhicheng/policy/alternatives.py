"""What of a year could be answered otherwise: every open question, and every number or choice that a clause names."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.parameters import NUMBERS
from zhicheng.policy.requirement import Diploma, Work
from zhicheng.policy.vocabulary import EmployerKind, TitleLevel
from zhicheng.policy.year import Path, PolicyYear

NOT_JUDGED: Final = {
    "P-06": "提交次数怎样算",
    "P-07": "截止时间看哪一步",
    "P-08": "补正期限怎样算",
    "P-16": "批次公布后的公示",
    "P-20": "逾期之后的登记",
    "P-21": "补正期限何时起算",
    "window.rounds": "最多提交几次",
    "window.resubmit_within_hours": "补正期限",
}
"""Keys that no check of a dossier reads, and what they govern instead: clocks and counts, asked when something moves."""
_YES_NO: Final = {"yes": "是", "no": "否"}
_GROUPS: Final = {"holding": "属于范围", "asked": "按 P-14", "doubtful": "须人工核定", "excluded": "不在范围"}


class Alternative(msgspec.Struct, frozen=True):
    """One thing that could be otherwise.

    ``choices`` maps codes to Chinese words; where it is empty, the value is a whole number from ``least`` to ``most``.
    """

    key: str
    clause: str
    label: str
    value: str
    choices: dict[str, str] = {}
    least: int = 0
    most: int = 0
    unit: str = ""

    @property
    def judged(self) -> bool:
        """Whether checks of a dossier read it."""
        return self.key not in NOT_JUDGED

    def said(self, value: str) -> str:
        """A value in words."""
        return self.choices.get(value, f"{value}{self.unit}")


def alternatives(year: PolicyYear) -> list[Alternative]:
    """Everything that can be asked "what if", in the order: open questions, then clause by clause."""
    return [*_questions(year), *_numbers(year), *_paths(year), *_scope(year)]


def alternative(year: PolicyYear, key: str) -> Alternative:
    """The one of that key, or a Refusal ``bad_input`` that names how keys look."""
    for one in alternatives(year):
        if one.key == key:
            return one
    raise Refusal(
        RefusalCode.BAD_INPUT,
        f"{year.cycle}年度没有“{key[:40]}”这一项。请用P-01至P-22，或publicity.working_days、path.3.1.1.years这样的名称。",
    )


def altered(year: PolicyYear, key: str, value: str) -> PolicyYear:
    """``year`` with one answer changed; everything else, and its digest's beginning, stays. Never for storing.

    Raises Refusal ``bad_input`` for a key or value that the year does not know.
    """
    one = alternative(year, key)
    _must_be_possible(one, value)
    changed = year if value == one.value else _altered(year, key, value)
    return msgspec.structs.replace(changed, sha256=f"{year.sha256}?{key}={value}")


def _altered(year: PolicyYear, key: str, value: str) -> PolicyYear:
    replace = msgspec.structs.replace
    if key.startswith("P-"):
        field = next(field for field, number in NUMBERS.items() if number == key)
        answer = replace(getattr(year.parameter, field), value=value)
        return replace(year, parameter=replace(year.parameter, **{field: answer}))
    part, _, rest = key.partition(".")
    if part == "path":
        clause, _, name = rest.rpartition(".")
        return _with_path(year, clause, name, value)
    if part == "scope":
        kind = EmployerKind(rest)
        groups = {
            group: tuple(each for each in getattr(year.scope, group) if each is not kind) for group in _GROUPS
        }
        groups[value] = (*groups[value], kind)
        return replace(year, scope=replace(year.scope, **groups))
    new: Any = TitleLevel(value) if key == "publicity.quota_level" else int(value)
    return replace(year, **{part: replace(getattr(year, part), **{rest: new})})


def _with_path(year: PolicyYear, clause: str, name: str, value: str) -> PolicyYear:
    replace = msgspec.structs.replace

    def one(path: Path) -> Path:
        if path.clause != clause:
            return path
        if name == "years":
            return replace(path, years=int(value))
        kind = Diploma if name == "full_time" else Work
        asked = tuple(
            replace(each, **{name: value == "yes"}) if isinstance(each, kind) else each
            for each in path.requirement
        )
        return replace(path, requirement=asked)

    routes = tuple(replace(route, path=tuple(one(path) for path in route.path)) for route in year.route)
    return replace(year, route=routes, routes={route.code: route for route in routes})


def _must_be_possible(one: Alternative, value: str) -> None:
    if one.choices:
        if value not in one.choices:
            known = "、".join(f"{code}（{words}）" for code, words in one.choices.items())
            raise Refusal(RefusalCode.BAD_INPUT, f"{one.key}没有“{value[:40]}”这个选项，可选：{known}。")
    elif not (value.isascii() and value.isdecimal() and one.least <= int(value[:9]) <= one.most):
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"{one.key}应为{one.least}到{one.most}之间的整数，现为“{value[:40]}”。",
        )


def _questions(year: PolicyYear) -> Iterator[Alternative]:
    for field, number in NUMBERS.items():
        answer = getattr(year.parameter, field)
        choices = dict(answer.alternatives)
        if number == "P-13" and year.exam.office_list is None:
            del choices["office_list"]  # there is no such list in this year's file
        yield Alternative(number, "", answer.question, answer.value, choices)


def _numbers(year: PolicyYear) -> Iterator[Alternative]:
    window, publicity, summary = year.window, year.publicity, year.summary
    clause = window.closing_clause
    for key, at, label, value, least, most, unit in (
        ("window.rounds", clause, "最多提交次数（含初次）", window.rounds, 1, 3, "次"),
        (
            "window.resubmit_within_hours",
            clause,
            "退回后再次提交的时限",
            window.resubmit_within_hours,
            1,
            720,
            "小时",
        ),
        ("publicity.working_days", publicity.clause, "公示不少于", publicity.working_days, 1, 30, "个工作日"),
        ("summary.shortest", summary.clause, "工作小结最少", summary.shortest, 0, 20_000, "字"),
        ("summary.longest", summary.clause, "工作小结最多", summary.longest, 0, 20_000, "字"),
        ("integrity.years", year.integrity.clause, "诚信记录期", year.integrity.years, 1, 20, "年"),
    ):
        yield Alternative(key, at, label, str(value), least=least, most=most, unit=unit)
    levels = {level.value: f"{level.label}及以上" for level in TitleLevel}
    yield Alternative(
        "publicity.quota_level",
        publicity.clause,
        "空岗说明从哪一级起须提供",
        publicity.quota_level.value,
        levels,
    )


def _paths(year: PolicyYear) -> Iterator[Alternative]:
    for route in year.route:
        for path in route.path:
            at, key = path.clause, f"path.{path.clause}"
            yield Alternative(
                f"{key}.years",
                at,
                f"{route.short_label}所需年限",
                str(path.years),
                least=1,
                most=10,
                unit="年",
            )
            for asked in path.requirement:
                if isinstance(asked, Diploma):
                    now = "yes" if asked.full_time else "no"
                    yield Alternative(f"{key}.full_time", at, "是否要求全日制", now, _YES_NO)
                if isinstance(asked, Work):
                    now = "yes" if asked.same_specialty else "no"
                    yield Alternative(f"{key}.same_specialty", at, "工作经历是否须为本专业", now, _YES_NO)
                    now = "yes" if asked.earlier_may_count else "no"
                    yield Alternative(
                        f"{key}.earlier_may_count", at, "此前的工作经历可否提请核定（P-03）", now, _YES_NO
                    )


def _scope(year: PolicyYear) -> Iterator[Alternative]:
    for kind in EmployerKind:
        now = next(group for group in _GROUPS if kind in getattr(year.scope, group))
        yield Alternative(f"scope.{kind.value}", year.scope.clause, f"{kind.label}是否在范围内", now, _GROUPS)
