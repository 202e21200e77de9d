"""Which rule reads which clause, in words: what the findings of a clause are called and what they look at."""

from collections.abc import Iterable
from typing import Final

import msgspec

from zhicheng.policy.requirement import (
    DegreeHeld,
    Diploma,
    Grades,
    LevelGiven,
    NotYetHeld,
    PostdoctoralExit,
    PresentTitle,
    Requirement,
    Service,
    Work,
    Workplace,
)
from zhicheng.policy.year import PolicyYear


class Rule(msgspec.Struct, frozen=True):
    """The code that its findings carry, its name, and what it looks at."""

    code: str
    label: str
    looks_at: str


RULES: Final = {
    code: Rule(code, label, looks_at)
    for code, label, looks_at in (
        ("employer_kind", "单位性质", "单位性质是否在申报范围内"),
        ("region", "单位所在地区", "行政区划代码是否属于本市"),
        ("credit_code_kind", "信用代码与性质", "统一社会信用代码前两位与所填单位性质是否相符"),
        ("credit_code", "信用代码校验", "统一社会信用代码的校验码（只作提示）"),
        ("exam", "以考代评", "申报的系列、专业和层级是否须经考试取得"),
        ("path", "所走的路径", "按哪一项学历条件核对最有利"),
        ("diploma", "学历", "学历层次、是否毕业、是否全日制"),
        ("degree", "学位", "是否取得所要求的学位"),
        ("postdoctoral_exit", "博士后出站", "出站日期"),
        ("work_years", "工作年限", "取得学历、学位或出站后连续从事专业技术工作的年限"),
        ("workplace", "工作地点", "现在和所需年限内是否在乡镇及以下工作"),
        ("grades", "考核结果", "所需年度的年度考核等次"),
        ("service", "基层服务", "所需三年是否连续参加基层服务"),
        ("present_title", "现有职称", "是否持有可晋升的职称"),
        ("same_series", "同一系列", "现有职称与申报职称的系列是否一致"),
        ("same_specialty", "现专业", "现有职称与申报职称的专业是否一致"),
        ("title_obtained", "取得职称的时间", "现有职称是否在服务年限之前取得"),
        ("level_given", "申报层级", "申报的层级是否为该类别可以授予的层级"),
        ("not_yet_held", "是否已有该职称", "是否已持有同级或更高、或（初次确定）较低的职称"),
        ("identity_document", "证件种类", "非居民身份证的，由经办人员核对"),
        ("identity_number", "身份证号码", "校验码，以及与出生日期、性别是否相符"),
        ("material", "材料是否齐全", "该条要求的材料是否上传"),
        ("foreign_study", "国外学历学位认证", "认证书编号和认证书是否齐全"),
        ("continuing_education", "继续教育", "各年度公需科目、专业科目的结果和证书"),
        ("exemption", "免除继续教育学习", "免学申请表，一律由人员核定"),
        ("appraisal_proof", "考核证明", "所需各年度的考核结果和证明材料"),
        ("summary_length", "小结字数", "按文字处理软件的口径计字"),
        ("summary_other_counts", "小结的其他字数", "只计汉字、计全部字符时是否超出范围"),
        ("publicity", "公示情况", "是否填报公示"),
        ("publicity_days", "公示天数", "按新疆工作日历计算公示的工作日"),
        ("publicity_order", "公示先后", "公示、结果、推荐报告、提交的先后次序"),
        ("calendar_missing", "工作日历", "缺少该年日历时由人员核定"),
        ("objections", "公示异议", "公示期间有无异议"),
        ("post_quota", "空岗说明", "学校以外的事业单位是否提供空岗说明"),
        ("integrity", "诚信记录", "提交当日是否在诚信记录期内"),
    )
}
_OF: Final[dict[type[Requirement], tuple[str, ...]]] = {
    Diploma: ("diploma",),
    DegreeHeld: ("degree",),
    PostdoctoralExit: ("postdoctoral_exit",),
    Work: ("work_years",),
    Workplace: ("workplace",),
    Grades: ("grades",),
    Service: ("service",),
    PresentTitle: ("present_title", "same_series", "same_specialty", "title_obtained"),
    LevelGiven: ("level_given",),
    NotYetHeld: ("not_yet_held",),
}


def rules_of(year: PolicyYear) -> dict[str, list[Rule]]:
    """Clause -> the rules whose findings may stand under it, in the order in which they are listed above."""
    codes: dict[str, set[str]] = {}

    def add(clause: str, names: Iterable[str]) -> None:
        codes.setdefault(clause, set()).update(names)

    add(year.scope.clause, ("employer_kind", "region", "credit_code_kind", "credit_code"))
    add(year.exam.clause, ("exam",))
    for route in year.route:
        add(route.clause, _codes(route.requirement))
        for path in route.path:
            add(path.clause, _codes(path.requirement))
            add(route.clause, _codes(path.requirement))
            if path.clause != route.clause:
                add(route.clause, ("path",))
    add(year.identity.clause, ("identity_document", "identity_number"))
    for material in year.material:
        if material.when:
            add(material.clause, ("material",))
    add(year.foreign_study.clause, ("foreign_study",))
    add(year.continuing_education.clause, ("continuing_education", "exemption"))
    add(year.appraisal.clause, ("appraisal_proof",))
    add(year.summary.clause, ("summary_length", "summary_other_counts"))
    add(
        year.publicity.clause,
        ("publicity", "publicity_days", "publicity_order", "calendar_missing", "objections", "post_quota"),
    )
    add(year.integrity.clause, ("integrity",))
    return {
        clause: [rule for code, rule in RULES.items() if code in names] for clause, names in codes.items()
    }


def _codes(requirements: Iterable[Requirement]) -> Iterable[str]:
    return [code for each in requirements for code in _OF[type(each)]]
