"""审计: what was done, by whom, when and why. Read only, for auditors, and the chain can be checked."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import or_, select

from zhicheng.admin.audit_subjects import Subject, about, names_of, pointed_at
from zhicheng.admin.audit_words import ACTS, ADDRESSES, SUBJECTS
from zhicheng.admin.base import StaffView
from zhicheng.admin.filter import OneOf
from zhicheng.admin.listing import Preset
from zhicheng.admin.scope import whole_register
from zhicheng.admin.timeline_words import change_in_words
from zhicheng.kernel.audit import AuditEntry, broken_links, count_entries
from zhicheng.language.say import say
from zhicheng.staff.permission import Permission
from zhicheng.staff.staff import Staff
from zhicheng.timeline.event import PERSONAL


class ByWhom(OneOf):
    """Acts of some people, by their keys: two may share a name."""

    def __init__(self, people: Callable[[], list[tuple[str, str]]]) -> None:
        super().__init__("actor", AuditEntry.actor_id, "办理人")
        self.people = people

    def labels(self) -> dict[str, str]:
        """Everybody, as of now."""
        return dict(self.people())

    def clean(self, value: str) -> list[int]:
        """The keys; ValueError for one that is nobody's."""
        return [int(one) for one in super().clean(value)]


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
        "subject_id": "对象编号",
        "reason": "意见或事由",
        "previous_hash": "上一条摘要",
        "entry_hash": "本条摘要",
    }
    column_list = ("at", "actor_name", "act", "subject_kind", "reason")
    speaking = frozenset({"actor_name", "act", "subject_kind", "reason"})
    column_sortable_list, column_default_sort = ("at",), ("id", True)
    column_searchable_list = ("actor_name", "reason")
    column_choices = {"act": list(ACTS.items()), "subject_kind": list(SUBJECTS.items())}
    presets = (
        Preset("全部"),
        Preset("看过的个人信息", {"flt_act_is": ",".join(PERSONAL)}),
        Preset("查看完整号码", {"flt_act_is": "reveal_identity"}),
        Preset("导出", {"flt_act_is": "export_list,export_cases,export_name_list"}),
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
        self.column_filters = (
            "at",
            ByWhom(self.people),
            "subject_kind",
            "act",
            "subject_id",
            "actor_name",
        )
        super().__init__(db)

    def subject(self, _view: Any, _context: Any, row: AuditEntry, _column: str) -> Any:
        """The thing acted on by its number or name, one click away where a screen shows it to whoever looks."""
        label = say(SUBJECTS.get(row.subject_kind, row.subject_kind))
        if row.subject_id is None:
            return label
        name = self.names([row]).get((row.subject_kind, row.subject_id)) or say(f"第 {row.subject_id} 条")
        screen = ADDRESSES.get(row.subject_kind)
        if screen is None or screen not in self.open_screens():
            return f"{label} {name}"
        address = f"/admin/{screen}/details/?id={row.subject_id}"
        return Markup('{} <a class="nowrap" href="{}">{}</a>').format(label, address, name)

    def open_screens(self) -> frozenset[str]:
        """Screens on which whoever looks may open one thing."""
        return frozenset(
            view.endpoint
            for view in self.admin._views
            if isinstance(view, StaffView) and view.may("details_view")
        )

    def rows(self, keys: Sequence[int]) -> list[Any]:
        """The entries of a page, and what they are about."""
        found = super().rows(keys)
        g.audit_names = names_of(
            self.session.session, {(row.subject_kind, row.subject_id) for row in found if row.subject_id}
        )
        return found

    def names(self, rows: Sequence[AuditEntry]) -> dict[Subject, str]:
        """What these are about; looked up by ``rows`` when a page of them is shown."""
        if "audit_names" not in g:
            wanted = {(row.subject_kind, row.subject_id) for row in rows if row.subject_id}
            g.audit_names = names_of(self.session.session, wanted)
        kept: dict[Subject, str] = g.audit_names
        return kept

    def people(self) -> list[tuple[str, str]]:
        """Everybody who ever worked here, to choose from."""
        everybody = self.session.session.execute(
            select(Staff.id, Staff.full_name).order_by(Staff.full_name, Staff.id)
        )
        return [(str(key), name) for key, name in everybody]

    def changes(self, row: AuditEntry) -> list[tuple[str, str, str]]:
        """Field, before, after, in words."""
        told, pointed = [], pointed_at(row.changes)
        names = names_of(self.session.session, set(pointed.values()))
        for field, pair in row.changes.items():
            before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
            if field in pointed:
                after = names.get(pointed[field], after)
            told.append(change_in_words(row.subject_kind, (field, before, after)))
        return told

    def search_placeholder(self) -> str:
        """What the box finds."""
        return "办理人、对象姓名或编号、事由"

    def search_rows(self, query: Any, words: str) -> Any:
        """Each word in the name or the reason, or the number or name of what the act was about."""
        for word in words.split():
            query = query.filter(
                or_(
                    AuditEntry.actor_name.icontains(word, autoescape=True),
                    (AuditEntry.reason != "") & AuditEntry.reason.icontains(word, autoescape=True),
                    about(word),
                )
            )
        return query

    @expose("/chain/", methods=("POST",))
    def chain_view(self) -> ResponseReturnValue:
        """Whether every entry agrees with its hash and with the one before it."""
        session = self.session.session
        broken = [key for key, _ in zip(broken_links(session), range(100), strict=False)]
        return self.render("admin/audit_chain.html", broken=broken, count=count_entries(session))
