"""What the codes of the audit trail are called. A test reads the code and says which one has no name."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from zhicheng.admin.audit_subjects import material
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.intake.lifecycle import Act, Status
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.clock import minute
from zhicheng.language.say import say
from zhicheng.plan.plan import PlanStatus
from zhicheng.plan.verbs import VERBS
from zhicheng.review.batch import BatchStatus
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

ACTS: Final = {act.value: act.label for act in Act} | {
    "create": "新增",
    "edit": "更正",
    "register": "登记申报",
    "declare": "填报申报内容",
    "amend": "更正申报内容",
    "know_applicant": "登记申报人",
    "correct_applicant": "更新申报人",
    "correct_person": "改正申报人",
    "reveal_identity": "查看完整证件号码",
    "attach": "上传材料",
    "set_aside": "移除材料",
    "show_attachment": "查看材料",
    "download_attachment": "下载材料",
    "open_batch": "组批",
    "put_in": "加入批次",
    "take_out": "移出批次",
    "freeze_batch": "冻结批次",
    "publish_batch": "公布批次",
    "draft_erratum": "起草更正批次",
    "correct_line": "加入更正事项",
    "drop_correction": "移出更正事项",
    "preview_notice": "预览任职资格文件",
    "download_notice": "下载任职资格文件",
    "export_name_list": "导出名单",
    "download_listing": "下载名单证明",
    "reserve_certificate": "留出证书编号",
    "issue_certificate": "制发证书",
    "revoke_certificate": "撤销证书",
    "void_certificate": "作废证书编号",
    "skip_numbers": "停用证书编号",
    "reissue_certificate": "换发证书",
    "show_certificate": "查看证书",
    "download_certificate": "下载证书",
    "add_record": "登记诚信记录",
    "propose_lift": "提出解除诚信记录",
    "lift_record": "确认解除诚信记录",
    "look_up_integrity": "诚信查询",
    "download_evidence": "下载证据材料",
    "download_letter": "下载文书",
    "download_paper": "下载单位用模板",
    "export_cases": "导出案卷",
    "share_view": "共享视图",
    "drop_view": "删除共享视图",
    "export_list": "导出名单",
    "draft_plan": "拟定批量任务",
    "confirm_plan": "确认批量任务",
    "run_plan": "执行批量任务",
    "drop_plan": "放弃批量任务",
    "add_staff": "新增人员",
    "change_staff": "更改人员",
    "reset_password": "重置密码",
    "change_password": "修改密码",
    "change_password_refused": "修改密码未成功",
    "unlock": "解除锁定",
    "sign_in": "登录",
    "sign_in_refused": "登录未成功",
    "sign_out": "退出登录",
    "make_backup": "制作备份",
    "restore_backup": "从备份恢复",
}
SUBJECTS: Final = {
    "submission": "申报",
    "applicant": "申报人",
    "employer": "单位",
    "attachment": "材料",
    "batch": "批次",
    "certificate": "证书",
    "serial": "编号序列",
    "integrity_record": "诚信记录",
    "letter": "文书",
    "integrity_inquiry": "诚信查询",
    "plan": "批量任务",
    "staff": "人员",
    "saved_view": "视图",
    "audit_entry": "审计记录",
    "backup": "备份",
}
ADDRESSES: Final = {
    "integrity_record": "integrity",
} | {
    kind: kind
    for kind in ("submission", "applicant", "employer", "attachment", "batch", "certificate", "plan")
}
"""Subject -> the screen on which it can be looked at."""

FIELDS: Final = {
    "status": "状态",
    "number": "编号",
    "last": "最后的流水号",
    "name": "姓名或名称",
    "id_type": "证件类型",
    "id_number": "证件号码",
    "sex": "性别",
    "birth_date": "出生日期",
    "ethnic_group": "民族",
    "phone": "联系电话",
    "uscc": "统一社会信用代码",
    "kind": "类别",
    "region": "地区",
    "supervising_department": "主管单位",
    "submission_id": "申报",
    "applicant_id": "申报人",
    "digest": "文件摘要",
    "attachments": "材料",
    "root": "名单摘要",
    "form": "格式",
    "office": "科室",
    "member": "成员",
    "members": "成员数",
    "from_date": "决定日期",
    "until": "记录期至",
    "lifted_on": "解除日期",
    "asked": "查询数",
    "barred": "在记录期内",
    "day": "查询日期",
    "known_at": "按何时掌握的情况",
    "page": "页",
    "full_name": "姓名",
    "roles": "角色",
    "offices": "科室",
    "active": "在用",
    "locked_until": "锁定至",
    "failed_sign_ins": "连续输错次数",
    "must_change_password": "须改密码",
    "verb": "要做的事",
    "chosen": "选中数",
    "rows": "件数",
    "columns": "列",
    "narrowed_by": "筛选条件",
    "whole_numbers": "证件号码不遮盖",
    "year": "年度",
    "file": "文件",
    "made_at": "制作时间",
}
_STATUS: Mapping[str, type[Choice]] = {
    "submission": Status,
    "batch": BatchStatus,
    "certificate": CertificateStatus,
    "plan": PlanStatus,
}
_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "roles": {member.value: member.label for member in Role},
    "offices": {member.value: member.label for member in Office},
    "office": {member.value: member.label for member in Office},
    "verb": {code: verb.label for code, verb in VERBS.items()},
}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*[+-]\d\d:\d\d$")


def words_of(subject_kind: str, field: str, value: Any) -> str:
    """A value of the trail in words."""
    if value is None or value == "":
        return say("（空）")
    if field == "status" and subject_kind in _STATUS:
        labels = {member.value: member.label for member in _STATUS[subject_kind]}
        return say(labels.get(str(value), str(value)))
    if isinstance(value, bool):
        return say("是" if value else "否")
    if field == "attachments":
        return say("、").join(say(material(kind, year)) for kind, year, *_ in value) or say("（空）")
    if isinstance(value, list):
        return say("、").join(words_of(subject_kind, field, one) for one in value) or say("（空）")
    if field in _CODES:
        return say(_CODES[field].get(str(value), str(value)))
    if isinstance(value, str) and _INSTANT.match(value):
        return minute(datetime.fromisoformat(value))
    return str(value)
