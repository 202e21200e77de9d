"""The forms of what an applicant declares: the submission's own fields by part, and one form per kind of row."""

from dataclasses import dataclass
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from zhicheng.admin.field import ChoiceField, LookupField, PartialDateField, YesNoField
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.admin.unit_lookup import UNITS, units_session
from zhicheng.intake.career import (
    Appraisal,
    ContinuingEducation,
    DegreeHeld,
    Education,
    Employment,
    GrassrootsService,
)
from zhicheng.policy.load import cycles, load_year
from zhicheng.policy.vocabulary import (
    AppraisalResult,
    Degree,
    EducationLevel,
    Place,
    Series,
    ServiceKind,
    TitleLevel,
)

NEEDED = InputRequired("请填写此项。")
PARTIAL = "如 2024-06-21；只知道月份时填 2024-06。"


def line(label: str, *, needed: bool = False, longest: int = 100, **more: Any) -> StringField:
    """One line of text; a blank is NULL where it may be."""
    checks = [NEEDED, Length(max=longest)] if needed else [Length(max=longest)]
    empty = "" if needed else None
    return StringField(label, checks, filters=[tidy_text, lambda text: text or empty], **more)


def day(label: str, *, needed: bool = False, description: str = PARTIAL) -> PartialDateField:
    """A date known to the day or to the month."""
    return PartialDateField(label, [NEEDED] if needed else [], description=description)


def unit() -> LookupField:
    """The unit, named so that two of one name are told apart."""
    return LookupField(
        "单位",
        [NEEDED],
        lookup=UNITS,
        session=units_session,
        description="输入两个字以上，从提示中选择；没有的请先在“单位”中新增。",
    )


def in_order(form: StaffForm, first: str, last: str, sentence: str) -> bool:
    """Whether ``last`` is not before ``first``; says so under ``last`` when it is."""
    start, end = form[first].data, form[last].data
    if start is None or end is None or end >= start:
        return True
    form[last].errors = [sentence]
    return False


class EducationForm(StaffForm):
    """学历."""

    level = ChoiceField("学历", options=EducationLevel)
    full_time = YesNoField("全日制")
    completed_on = day("毕业时间", needed=True)
    school = line("学校")
    major = line("专业")
    foreign = BooleanField("国（境）外学历")
    certification_no = line(
        "学历认证编号", longest=50, description="国（境）外学历须填教育部留学服务中心认证编号。"
    )


class DegreeForm(StaffForm):
    """学位."""

    degree = ChoiceField("学位", options=Degree)
    conferred_on = day("授予时间", needed=True)
    school = line("授予单位")
    foreign = BooleanField("国（境）外学位")
    certification_no = line("学位认证编号", longest=50)


class EmploymentForm(StaffForm):
    """工作经历."""

    employer = line("单位", needed=True)
    post = line("岗位", needed=True)
    specialty = line("专业", needed=True)
    professional = BooleanField("专业技术工作", default=True)
    from_ = day("开始时间", needed=True)
    to = day("结束时间", description="最后一天（含当日）；仍在岗请留空。")
    place = ChoiceField(
        "工作地点层级", options=Place, optional=True, description="实际工作地，不是单位所在地。"
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """And the end is not before the beginning."""
        return super().validate(extra_validators) and in_order(
            self, "from_", "to", "结束时间早于开始时间，请核对。"
        )


class AppraisalForm(StaffForm):
    """年度考核."""

    year = IntegerField("年度", [NEEDED, NumberRange(1950, 2100)])
    result = ChoiceField("考核结果", options=AppraisalResult)


class ServiceForm(StaffForm):
    """基层服务."""

    kind = ChoiceField("类型", options=ServiceKind)
    from_ = day("开始时间", needed=True)
    to = day("结束时间", description="最后一天（含当日）；仍在服务请留空。")

    def validate(self, extra_validators: Any = None) -> bool:
        """And the end is not before the beginning."""
        return super().validate(extra_validators) and in_order(
            self, "from_", "to", "结束时间早于开始时间，请核对。"
        )


class ContinuingForm(StaffForm):
    """继续教育."""

    year = IntegerField("年度", [NEEDED, NumberRange(1950, 2100)])
    common = BooleanField("公需科目合格")
    specialty = BooleanField("专业科目合格")


class TitleForm(StaffForm):
    """The unit, the title sought, the title held."""

    employer = unit()
    title_sought_series = ChoiceField("申报系列", options=Series)
    title_sought_specialty = line("申报专业", needed=True)
    title_sought_level = ChoiceField("申报级别", options=TitleLevel)
    title_held_series = ChoiceField("现有职称系列", options=Series, optional=True)
    title_held_specialty = line("现有职称专业")
    title_held_level = ChoiceField("现有职称级别", options=TitleLevel, optional=True)
    title_held_obtained_on = day("现有职称取得时间")
    postdoctoral_exit_on = day("博士后出站时间", description="授予正高级须填。")

    def validate(self, extra_validators: Any = None) -> bool:
        """And a title held is whole or absent."""
        if not super().validate(extra_validators):
            return False
        held = [self[f"title_held_{part}"] for part in ("series", "specialty", "level", "obtained_on")]
        missing = [field for field in held if not field.data]
        if 0 < len(missing) < len(held):
            for field in missing:
                field.errors = ["现有职称的系列、专业、级别和取得时间须一并填写；没有职称请全部留空。"]
            return False
        return True


class PublicityForm(StaffForm):
    """公示和推荐."""

    publicity_from = DateField("公示开始", [Optional()])
    publicity_to = DateField("公示结束", [Optional()], description="不少于 5 个工作日，按新疆工作日历计算。")
    publicity_result_on = DateField("公示结果日期", [Optional()])
    publicity_report_on = DateField("推荐报告日期", [Optional()])
    publicity_objections = YesNoField("有异议")

    def validate(self, extra_validators: Any = None) -> bool:
        """And a publicity has both ends or none, in order."""
        if not super().validate(extra_validators):
            return False
        first, last = self["publicity_from"], self["publicity_to"]
        if (first.data is None) != (last.data is None):
            (last if last.data is None else first).errors = ["公示的开始和结束日期须一并填写。"]
            return False
        return in_order(self, "publicity_from", "publicity_to", "公示结束早于公示开始，请核对。")


class SummaryForm(StaffForm):
    """工作小结 and the exemption."""

    work_summary = TextAreaField(
        "工作小结",
        [Length(max=20_000)],
        filters=[tidy_text, lambda text: text or None],
        description="2000 至 3000 字。",
    )
    continuing_education_exemption = BooleanField("申请免除继续教育学习")


class NewForm(StaffForm):
    """What it takes to open a file."""

    route = SelectField("申报类别", [NEEDED])
    employer = unit()
    title_sought_series = ChoiceField("申报系列", options=Series)
    title_sought_specialty = line("申报专业", needed=True)
    title_sought_level = ChoiceField("申报级别", options=TitleLevel)
    despite_lapse = line(
        "逾期后重新登记的理由", longest=500, description="仅本年度曾逾期不予受理的须填，其余留空。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        routes = load_year(cycles()[-1]).routes.values()
        self["route"].choices = [
            SelectChoice("", "请选择"), *(SelectChoice(one.code, f"{one.clause} {one.label}") for one in routes)
        ]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A list of rows that a submission declares."""

    label: str
    table: type
    form: type[StaffForm]


KINDS: dict[str, Kind] = {
    "education": Kind("学历", Education, EducationForm),
    "degrees": Kind("学位", DegreeHeld, DegreeForm),
    "employment": Kind("工作经历", Employment, EmploymentForm),
    "appraisals": Kind("年度考核", Appraisal, AppraisalForm),
    "continuing_education": Kind("继续教育", ContinuingEducation, ContinuingForm),
    "grassroots_service": Kind("基层服务", GrassrootsService, ServiceForm),
}
PARTS: dict[str, tuple[str, type[StaffForm]]] = {
    "title": ("单位与职称", TitleForm),
    "publicity": ("公示和推荐", PublicityForm),
    "summary": ("工作小结与继续教育免除", SummaryForm),
}
