"""The columns of a workbook of case files: one row per submission on the first sheet, one sheet per list beside it.

A heading is the Chinese label or the key of the case file; a code may be written as code or as label.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zhicheng.exchange.cell import date_of, flag_of, instant_of, number_of, text_of, year_of
from zhicheng.kernel.choice import Choice
from zhicheng.policy.vocabulary import (
    ETHNIC_GROUPS,
    AppraisalResult,
    Degree,
    EducationLevel,
    EmployerKind,
    IdType,
    Place,
    Series,
    ServiceKind,
    Sex,
    TitleLevel,
)
from zhicheng.policy.year import PolicyYear


@dataclass(frozen=True)
class Column:
    """One column: its key (``applicant.name``), its heading, how a cell is read, and codes by label where it has some."""

    key: str
    label: str
    read: Callable[[object], object] = text_of
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``key`` is the list of the case file that it holds, empty for the sheet of the submissions."""

    key: str
    label: str
    columns: tuple[Column, ...]


REFERENCE = Column("reference", "编号")


def coded(key: str, label: str, choice: type[Choice]) -> Column:
    """A column of codes of a closed list."""
    return Column(key, label, codes={member.label: member.value for member in choice})


def beside(key: str, label: str, *columns: Column) -> Sheet:
    """A sheet of the list ``key``, each row of which names its submission first."""
    return Sheet(key, label, (REFERENCE, *columns))


def sheets(year: PolicyYear) -> tuple[Sheet, ...]:
    """Every sheet, the submissions first. Routes and attachments are the year's own."""
    routes = {route.short_label: route.code for route in year.routes.values()}
    kinds = {material.label: material.kind for material in year.materials.values()}
    groups = {name: code for code, name in ETHNIC_GROUPS.items()}
    groups |= {f"{name}族": code for name, code in groups.items()}
    submissions = (
        REFERENCE,
        Column(
            "route", "申报类别", codes=routes | {route.label: route.code for route in year.routes.values()}
        ),
        Column("submitted_at", "提交时间（北京时间）", instant_of),
        Column("applicant.name", "姓名"),
        coded("applicant.id_type", "证件类型", IdType),
        Column("applicant.id_number", "证件号码", number_of),
        coded("applicant.sex", "性别", Sex),
        Column("applicant.birth_date", "出生日期", date_of),
        Column("applicant.ethnic_group", "民族", codes=groups),
        Column("applicant.phone", "电话"),
        Column("employer.name", "单位名称"),
        Column("employer.uscc", "统一社会信用代码", number_of),
        coded("employer.kind", "单位性质", EmployerKind),
        Column("employer.region", "行政区划代码"),
        Column("employer.supervising_department", "主管单位"),
        coded("title_sought.series", "申报系列", Series),
        Column("title_sought.specialty", "申报专业"),
        coded("title_sought.level", "申报级别", TitleLevel),
        coded("title_held.series", "现职称系列", Series),
        Column("title_held.specialty", "现职称专业"),
        coded("title_held.level", "现职称级别", TitleLevel),
        Column("title_held.obtained_on", "现职称取得日期", date_of),
        Column("postdoctoral_exit_on", "博士后出站日期", date_of),
        Column("continuing_education_exemption", "申请免除继续教育", flag_of),
        Column("work_summary", "工作小结"),
        Column("publicity.from", "公示开始日期", date_of),
        Column("publicity.to", "公示结束日期", date_of),
        Column("publicity.result_on", "公示结果日期", date_of),
        Column("publicity.report_on", "推荐报告日期", date_of),
        Column("publicity.objections", "公示有异议", flag_of),
    )
    school = (
        Column("school", "学校"),
        Column("major", "专业"),
        Column("foreign", "国（境）外", flag_of),
        Column("certification_no", "认证书编号", number_of),
    )
    span = (Column("from", "开始日期", date_of), Column("to", "结束日期", date_of))
    return (
        Sheet("", "申报", submissions),
        beside(
            "education",
            "学历",
            coded("level", "学历", EducationLevel),
            Column("full_time", "全日制", flag_of),
            Column("completed_on", "毕业日期", date_of),
            *school,
        ),
        beside(
            "degrees",
            "学位",
            coded("degree", "学位", Degree),
            Column("conferred_on", "授予日期", date_of),
            school[0],
            *school[2:],
        ),
        beside(
            "employment",
            "工作经历",
            Column("employer", "单位"),
            Column("post", "岗位"),
            Column("specialty", "从事专业"),
            Column("professional", "专业技术岗位", flag_of),
            *span,
            coded("place", "工作地点", Place),
        ),
        beside(
            "appraisals",
            "年度考核",
            Column("year", "年度", year_of),
            coded("result", "考核结果", AppraisalResult),
        ),
        beside("grassroots_service", "基层服务", coded("kind", "服务类型", ServiceKind), *span),
        beside(
            "continuing_education",
            "继续教育",
            Column("year", "年度", year_of),
            Column("common", "公需科目合格", flag_of),
            Column("specialty", "专业科目合格", flag_of),
        ),
        beside(
            "attachments",
            "附件",
            Column("kind", "附件类型", codes=kinds),
            Column("file", "文件"),
            Column("year", "年度", year_of),
        ),
    )
