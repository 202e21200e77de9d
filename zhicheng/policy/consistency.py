"""What types cannot say of a year's file: that its codes refer to each other and nothing is named twice or left out."""

from collections.abc import Iterator
from string import Formatter
from typing import get_args, get_type_hints

import msgspec

from zhicheng.policy.parameters import Parameters
from zhicheng.policy.requirement import Diploma
from zhicheng.policy.vocabulary import EmployerKind, Series, TitleLevel
from zhicheng.policy.year import ExamList, YearFile

_NUMBER_PARTS = {"year", "route", "level", "serial", "check"}


def faults(file: YearFile) -> list[str]:
    """Every fault, as ``key path：what is expected``; an empty list when the file is whole."""
    return [
        *_routes(file),
        *_materials(file),
        *_scope(file),
        *_exam(file),
        *_parameters(file),
        *_titles(file),
    ]


def _routes(file: YearFile) -> Iterator[str]:
    codes = [route.code for route in file.route]
    offices = {office.code: office for office in file.office}
    yield from _twice("route[].code", codes)
    yield from _twice("route[].digit", [route.digit for route in file.route])
    yield from _twice("office[].code", [office.code for office in file.office])
    if file.window.opens_at >= file.window.closes_at:
        yield "window.closes_at：应晚于opens_at"
    for route in file.route:
        if not route.path:
            yield f"route {route.code}：至少应有一个path"
        if route.office not in offices or route.code not in offices[route.office].routes:
            yield f"route {route.code}.office：{route.office}不存在或没有列出该类别"
        for path in route.path:
            diplomas = sum(isinstance(each, Diploma) for each in path.requirement)
            if path.years < 1 or diplomas > 1:
                yield f"route {route.code} path {path.clause}：years应不少于1，diploma至多一项"
    for office in file.office:
        for code in office.routes:
            if code not in codes:
                yield f"office {office.code}.routes：没有{code}这个类别"


def _materials(file: YearFile) -> Iterator[str]:
    kinds = [material.kind for material in file.material]
    codes = {route.code for route in file.route}
    yield from _twice("material[].kind", kinds)
    rule = file.continuing_education
    for name, kind in (
        ("continuing_education.common", rule.common),
        ("continuing_education.specialty", rule.specialty),
        ("continuing_education.exemption", rule.exemption),
        ("appraisal.material", file.appraisal.material),
        ("foreign_study.material", file.foreign_study.material),
        ("publicity.quota_material", file.publicity.quota_material),
    ):
        if kind not in kinds:
            yield f"{name}：没有{kind}这种材料"
    for material in file.material:
        for condition in material.when:
            for code in condition.routes:
                if code not in codes:
                    yield f"material {material.kind}.when.routes：没有{code}这个类别"
    for material in file.material:
        if (material.kind == file.appraisal.material) != (material.yearly == "appraisal"):
            yield f"material {material.kind}.yearly：appraisal应恰用于{file.appraisal.material}"


def _scope(file: YearFile) -> Iterator[str]:
    scope = file.scope
    named = [*scope.holding, *scope.asked, *scope.doubtful, *scope.excluded]
    yield from _twice("scope", named)
    for kind in EmployerKind:
        if kind not in named:
            yield f"scope：没有说明{kind.value}（{kind.label}）怎样处理"


def _exam(file: YearFile) -> Iterator[str]:
    lists: dict[str, ExamList | None] = {"as_given": file.exam.as_given, "office_list": file.exam.office_list}
    if lists[file.parameter.exam_matrix.value] is None:
        yield "exam.office_list：P-13选用了经办科室清单，但没有给出"
    for name, exam_list in lists.items():
        if exam_list is None:
            continue
        for series in Series:
            missing = [level.value for level in TitleLevel if level not in exam_list.series.get(series, {})]
            if missing:
                yield f"exam.{name}.series.{series.value}：缺少{'、'.join(missing)}"


def _parameters(file: YearFile) -> Iterator[str]:
    hints = get_type_hints(Parameters)
    for field in msgspec.structs.fields(Parameters):
        known = set(get_args(get_args(hints[field.name])[0]))
        stated = set(getattr(file.parameter, field.name).alternatives)
        if stated != known:
            yield f"parameter.{field.encode_name}.alternatives：应恰为{'、'.join(sorted(known))}"


def _titles(file: YearFile) -> Iterator[str]:
    yield from _twice("titles[].series", [titles.series for titles in file.titles])
    stated = {titles.series for titles in file.titles}
    for series in Series:
        if series not in stated:
            yield f"titles：缺少系列{series.value}（{series.label}）"
    for titles in file.titles:
        if any(not names for names in titles.names.values()):
            yield f"titles {titles.series.value}：层级没有名称时应整行删去"
    parts = {name for _, name, _, _ in Formatter().parse(file.certificate.number_pattern) if name is not None}
    if parts != _NUMBER_PARTS:
        yield f"certificate.number_pattern：应恰含{'、'.join(sorted(_NUMBER_PARTS))}"


def _twice(where: str, values: list[str] | list[EmployerKind] | list[Series]) -> Iterator[str]:
    for value in sorted({str(value) for value in values if values.count(value) > 1}):  # type: ignore[arg-type]
        yield f"{where}：{value}出现了不止一次"
