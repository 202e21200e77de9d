"""Roles, permissions, and the one table that joins them."""

from zhicheng.kernel.choice import Choice


class Role(Choice):
    """What a member of staff is here for (contract.md section 3)."""

    CLERK = "clerk", "收件员"
    REVIEWER = "reviewer", "初审员"
    APPROVER = "approver", "复核员"
    ISSUER = "issuer", "制证员"
    INTEGRITY_OFFICER = "integrity_officer", "诚信专员"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Permission(Choice):
    """What can be allowed. One permission guards one kind of act on every door."""

    READ_CASES = "read_cases", "查看申报"
    EDIT_FILES = "edit_files", "录入与更正"
    IMPORT_CASES = "import_cases", "导入案卷"
    WITHDRAW = "withdraw", "撤回申报"
    READ_ATTACHMENTS = "read_attachments", "查看材料"
    RUN_CHECKS = "run_checks", "资格检查"
    REVIEW = "review", "初审"
    RETURN = "return", "退回补正"
    DECIDE = "decide", "复核"
    FREEZE_BATCH = "freeze_batch", "冻结与公布批次"
    READ_BATCHES = "read_batches", "查看批次"
    ISSUE = "issue", "制发证书"
    REVOKE = "revoke", "撤销证书"
    READ_CERTIFICATES = "read_certificates", "查看证书"
    LOOK_UP_INTEGRITY = "look_up_integrity", "诚信查询"
    KEEP_INTEGRITY = "keep_integrity", "诚信记录管理"
    READ_AUDIT = "read_audit", "查看审计"
    MANAGE_STAFF = "manage_staff", "人员与权限"
    READ_POLICY = "read_policy", "查看政策"
    READ_PLANS = "read_plans", "查看批量任务"


_READS = frozenset(
    {Permission.READ_CASES, Permission.READ_BATCHES, Permission.READ_CERTIFICATES, Permission.READ_POLICY}
)
_CASEWORK = _READS | {Permission.READ_ATTACHMENTS, Permission.READ_PLANS, Permission.RUN_CHECKS}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: _CASEWORK | {Permission.EDIT_FILES, Permission.IMPORT_CASES, Permission.WITHDRAW},
    Role.REVIEWER: _CASEWORK | {Permission.REVIEW, Permission.RETURN, Permission.LOOK_UP_INTEGRITY},
    Role.APPROVER: _CASEWORK
    | {Permission.DECIDE, Permission.RETURN, Permission.FREEZE_BATCH, Permission.LOOK_UP_INTEGRITY},
    Role.ISSUER: _READS | {Permission.READ_PLANS, Permission.ISSUE, Permission.REVOKE},
    Role.INTEGRITY_OFFICER: _READS
    | {Permission.READ_ATTACHMENTS, Permission.LOOK_UP_INTEGRITY, Permission.KEEP_INTEGRITY},
    Role.AUDITOR: _READS | {Permission.READ_ATTACHMENTS, Permission.READ_AUDIT, Permission.READ_PLANS},
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_STAFF, Permission.READ_POLICY}),
}
