"""What was declared of study, work and the years since, as tables for the page of a submission."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhicheng.intake.career import DegreeHeld, Education, Employment, GrassrootsService
from zhicheng.intake.submission import Submission


@dataclass(frozen=True)
class DeclaredTable:
    """One table; ``instead`` is what was declared where there need be no lines."""

    caption: str
    heads: tuple[str, ...]
    lines: Sequence[tuple[Any, ...]]
    instead: str = ""


def declared_tables(row: Submission) -> Iterator[DeclaredTable]:
    """Every table of the page; degrees and grassroots service only where there are any."""
    yield DeclaredTable(
        "学历",
        ("学历", "全日制", "毕业时间", "学校", "专业", "国外学历认证"),
        [
            (one.level, one.full_time, one.completed_on, one.school, one.major, _abroad(one))
            for one in row.education
        ],
    )
    if row.degrees:
        yield DeclaredTable(
            "学位",
            ("学位", "授予时间", "学校", "国外学位认证"),
            [(one.degree, one.conferred_on, one.school, _abroad(one)) for one in row.degrees],
        )
    yield DeclaredTable(
        "工作经历",
        ("单位", "岗位", "专业", "专业技术", "起止", "工作地点"),
        [
            (one.employer, one.post, one.specialty, one.professional, _span(one), one.place)
            for one in row.employment
        ],
    )
    yield DeclaredTable("年度考核", ("年度", "结果"), [(one.year, one.result) for one in row.appraisals])
    if row.continuing_education_exemption:
        yield DeclaredTable("继续教育", (), (), "申请免除继续教育学习。")
    else:
        yield DeclaredTable(
            "继续教育",
            ("年度", "公需科目", "专业科目"),
            [(one.year, one.common, one.specialty) for one in row.continuing_education],
        )
    if row.grassroots_service:
        yield DeclaredTable(
            "基层服务", ("类型", "起止"), [(one.kind, _span(one)) for one in row.grassroots_service]
        )


def _abroad(one: Education | DegreeHeld) -> str:
    certification_no = one.certification_no or "未填认证编号"
    return f"国外 {certification_no}" if one.foreign else ""


def _span(one: Employment | GrassrootsService) -> str:
    to = one.to or "今"
    return f"{one.from_} 至 {to}"
