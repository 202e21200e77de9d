"""What a key of the case file is called on the screens: ``$.education[1].completed_on`` is 学历第2行的毕业时间."""

import re
from typing import Final

_STEP = re.compile(r"([\w-]+)(?:\[(\d+)\])?")
_TITLE = {"series": "系列", "specialty": "专业", "level": "级别"}
_SPAN = {"from": "开始时间", "to": "结束时间"}

WORDS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "schema": ("文件格式", {}),
    "reference": ("来件编号", {}),
    "cycle": ("年度", {}),
    "route": ("申报类别", {}),
    "submitted_at": ("提交时间", {}),
    "applicant": (
        "申报人",
        {
            "name": "姓名",
            "id_type": "证件类型",
            "id_number": "证件号码",
            "sex": "性别",
            "birth_date": "出生日期",
            "ethnic_group": "民族",
            "phone": "联系电话",
        },
    ),
    "employer": (
        "单位",
        {
            "name": "名称",
            "uscc": "统一社会信用代码",
            "kind": "单位类别",
            "region": "所在地区",
            "supervising_department": "主管单位",
        },
    ),
    "education": (
        "学历",
        {
            "level": "学历",
            "full_time": "全日制",
            "completed_on": "毕业时间",
            "school": "学校",
            "major": "专业",
            "foreign": "国（境）外学历",
            "certification_no": "学历认证编号",
        },
    ),
    "degrees": (
        "学位",
        {
            "degree": "学位",
            "conferred_on": "授予时间",
            "school": "授予单位",
            "foreign": "国（境）外学位",
            "certification_no": "学位认证编号",
        },
    ),
    "postdoctoral_exit_on": ("博士后出站时间", {}),
    "employment": (
        "工作经历",
        {
            "employer": "单位",
            "post": "岗位",
            "specialty": "专业",
            "professional": "专业技术工作",
            "place": "工作地点层级",
            **_SPAN,
        },
    ),
    "appraisals": ("年度考核", {"year": "年度", "result": "考核结果"}),
    "title_held": ("现有职称", {**_TITLE, "obtained_on": "取得时间"}),
    "title_sought": ("申报职称", _TITLE),
    "grassroots_service": ("基层服务", {"kind": "类型", **_SPAN}),
    "continuing_education": (
        "继续教育",
        {"year": "年度", "common": "公需科目合格", "specialty": "专业科目合格"},
    ),
    "continuing_education_exemption": ("申请免除继续教育学习", {}),
    "work_summary": ("工作小结", {}),
    "publicity": (
        "公示",
        {
            "from": "公示开始",
            "to": "公示结束",
            "result_on": "公示结果日期",
            "report_on": "推荐报告日期",
            "objections": "有异议",
        },
    ),
    "attachments": ("材料", {"kind": "材料种类", "file": "文件", "year": "年度"}),
    "integrity_records": ("诚信记录", {"from": "开始时间", "lifted_on": "解除日期"}),
}
"""Key -> its name, and the names of what stands inside."""


def names_within(part: str) -> dict[str, str]:
    """The names of what stands inside a part, by key; screens that list the same have them from here."""
    return WORDS[part][1]


def words_of(path: str) -> str:
    """What ``path`` is called; a key that nobody knows stands in quotes, the whole has no name."""
    if path == "$":
        return ""
    (part, place), *inner = _STEP.findall(path) or [(path, "")]
    name, names = WORDS.get(part, (f"“{part}”", {}))
    if place:
        row = int(place) + 1
        name = f"{name}第{row}行"
    if not inner:
        return name
    key = names.get(inner[0][0]) or f"“{inner[0][0]}”"
    return f"{name}的{key}"
