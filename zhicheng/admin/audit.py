"""审计: what was done, by whom, when and why. Read only, for auditors, and the chain can be checked."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import or_

from zhicheng.admin.audit_words import ACTS, ADDRESSES, FIELDS, SUBJECTS, words_of
from zhicheng.admin.base import StaffView
from zhicheng.admin.listing import Preset
from zhicheng.admin.scope import whole_register
from zhicheng.kernel.audit import AuditEntry, broken_links, count_entries
from zhicheng.staff.permission import Permission


class AuditTrail(StaffView):
    """Both offices' acts: who looks after the house looks after all of it."""

    table, title, address, noun, icon = AuditEntry, "审计", "audit", "审计记录", "journal-text"
    purpose = "每次办理留一条，与办理同时保存，不能修改或删除。"
    scope = whole_register
    allows = {
        "index_view": Permission.READ_AUDIT,
        "details_view": Permission.READ_AUDIT,
        "chain_view": Permission.READ_AUDIT,
        "export_view": Permission.READ_AUDIT,
    }
    column_labels = {
        "at": "时间",
        "actor_name": "办理人",
        "act": "办理事项",
        "subject_kind": "对象",
        "subject_id": "对象键",
        "reason": "意见或事由",
        "previous_hash": "上一条摘要",
        "entry_hash": "本条摘要",
    }
    column_list = ("at", "actor_name", "act", "subject_kind", "reason")
    speaking = frozenset({"actor_name", "act", "subject_kind", "reason"})
    column_sortable_list, column_default_sort = ("at",), ("id", True)
    column_searchable_list = ("actor_name", "reason")
    column_filters = ("act", "subject_kind", "subject_id", "actor_name", "at")
    column_choices = {"act": list(ACTS.items()), "subject_kind": list(SUBJECTS.items())}
    presets = (
        Preset("全部"),
        Preset("看过的个人信息", {"flt_act_is": "reveal_identity,download_attachment,look_up_integrity"}),
        Preset("登录", {"flt_act_is": "sign_in,sign_in_refused,sign_out"}),
    )
    detail_groups = (
        ("记录", ("at", "actor_name", "act", "subject_kind", "reason")),
        ("链", ("previous_hash", "entry_hash")),
    )
    list_template, details_template = "admin/audit_list.html", "admin/audit.html"
    empty_sentence = "还没有审计记录。"

    def __init__(self, db: Any) -> None:
        self.column_formatters = {"subject_kind": self.subject}
        super().__init__(db)

    def subject(self, _view: Any, _context: Any, row: AuditEntry, _column: str) -> Any:
        """The thing acted on, one click away where a screen shows it."""
        label = SUBJECTS.get(row.subject_kind, row.subject_kind)
        if row.subject_id is None:
            return label
        screen = ADDRESSES.get(row.subject_kind)
        if screen is None:
            return f"{label} {row.subject_id}"
        address = f"/admin/{screen}/details/?id={row.subject_id}"
        return Markup('<a href="{}">{} {}</a>').format(address, label, row.subject_id)

    def changes(self, row: AuditEntry) -> list[tuple[str, str, str]]:
        """Field, before, after, in words."""
        told = []
        for field, pair in row.changes.items():
            before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
            kind = row.subject_kind
            told.append(
                (FIELDS.get(field, field), words_of(kind, field, before), words_of(kind, field, after))
            )
        return told

    def search_rows(self, query: Any, words: str) -> Any:
        """Each word in the name or the reason."""
        for word in words.split():
            query = query.filter(
                or_(
                    AuditEntry.actor_name.icontains(word, autoescape=True),
                    AuditEntry.reason.icontains(word, autoescape=True),
                )
            )
        return query

    @expose("/chain/", methods=("POST",))
    def chain_view(self) -> ResponseReturnValue:
        """Whether every entry agrees with its hash and with the one before it."""
        session = self.session.session
        broken = [key for key, _ in zip(broken_links(session), range(100), strict=False)]
        return self.render("admin/audit_chain.html", broken=broken, count=count_entries(session))
