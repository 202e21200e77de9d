"""A small door of three screens over real tables, so that the base class is tested without any real screen."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, redirect, request
from flask_admin import Admin, expose
from flask_admin.theme import Bootstrap4Theme
from sqlalchemy import make_url

from zhicheng.admin.action import Act
from zhicheng.admin.base import StaffView
from zhicheng.admin.guard import StaffIndex
from zhicheng.admin.listing import Preset
from zhicheng.admin.lookup import Lookup
from zhicheng.admin.scope import office_of, whole_register
from zhicheng.database import db
from zhicheng.staff.permission import Permission
from zhicheng.tables import Applicant, Batch, BatchMember, Employer
from zhicheng.web import assets, errors, frame, gate, headers, sign_in

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 6, 12, 7, 4, tzinfo=UTC)


class Employers(StaffView):
    """Everything that can be open, is."""

    table, title, address, icon, noun = Employer, "单位", "employer", "building", "单位"
    purpose = "申报时填报的用人单位。"
    scope = whole_register
    allows = {
        "index_view": Permission.READ_CASES,
        "details_view": Permission.READ_CASES,
        "create_view": Permission.EDIT_FILES,
        "edit_view": Permission.EDIT_FILES,
    }
    column_labels = {
        "name": "名称",
        "uscc": "统一社会信用代码",
        "kind": "单位类别",
        "region": "所在地区",
        "supervising_department": "主管单位",
    }
    column_list = ("name", "uscc", "kind", "region")
    column_sortable_list = ("name", "region")
    column_searchable_list = ("name", "uscc")
    column_filters = ("kind", "region")
    column_default_sort = "name"
    detail_groups = (("单位", ("name", "uscc", "kind", "region", "supervising_department")),)
    form_columns = ("name", "uscc", "kind", "region", "supervising_department")
    column_descriptions = {"uscc": "18 位，见营业执照或法人证书。"}
    constraint_sentences = {
        "uq_employer_declaration": "已有一家名称、代码、类别、地区和主管单位都相同的单位。"
    }


class Applicants(StaffView):
    """Read only, with a veiled column."""

    table, title, address, icon = Applicant, "申报人", "applicant", "person"
    scope = whole_register
    allows = {"index_view": Permission.READ_CASES, "details_view": Permission.READ_CASES}
    column_labels = {"name": "姓名", "id_number": "证件号码", "birth_date": "出生日期", "sex": "性别"}
    column_list = ("name", "id_number", "sex", "birth_date")
    column_details_list = ("name", "id_number", "sex", "birth_date")
    column_searchable_list = ("name",)
    veil = frozenset({"id_number"})


class Batches(StaffView):
    """Scoped by office, with tabs, chips and actions."""

    table, title, address, icon, noun = Batch, "批次", "batch", "collection", "批次"
    purpose = "分批审核的批次。"
    scope = office_of(Batch.office)
    allows = {
        "index_view": Permission.READ_BATCHES,
        "details_view": Permission.READ_BATCHES,
        "edit_view": Permission.EDIT_FILES,
        "action_view": Permission.READ_BATCHES,
        "broken_view": Permission.READ_BATCHES,
    }
    column_labels = {
        "number": "批次号",
        "office": "科室",
        "status": "状态",
        "opened_at": "组批时间",
        "cycle": "年度",
        "notice_number": "文号",
    }
    column_list = ("number", "office", "status", "opened_at")
    column_sortable_list = ("number", "opened_at")
    column_default_sort = ("opened_at", True)
    column_filters = ("status", "office", "opened_at", "number")
    column_searchable_list = ("number",)
    chips = frozenset({"status"})
    presets = (
        Preset("全部"),
        Preset("组批中", {"flt_status_is": "open"}),
        Preset("已冻结", {"flt_status_is": "frozen"}),
    )
    detail_groups = (("批次", ("number", "cycle", "office", "status", "opened_at")),)
    form_columns = ("cycle", "notice_number")
    actions = (Act("freeze", "冻结", Permission.FREEZE_BATCH, "freeze_batch", "snow2"),)
    planned: list[list[int]] = []

    def open_plan(self, act, chosen, actor, now):
        """Remember what was meant."""
        self.planned.append(sorted(self.session.session.scalars(chosen)))
        return self.get_url(".index_view")

    @expose("/broken/")
    def broken_view(self):
        """A fault of the kind that Flask-Admin's _run_view would hide."""
        return len(request.method, 1)


class MovableBatches(Batches):
    """The office can be changed here, so a row can be moved out of one's own sight; one column is a secret."""

    veil = frozenset({"notice_number"})
    address = "movable"
    form_columns = ("office", "opened_at", "notice_number")


class Members(StaffView):
    """A form that names a row of another table."""

    table, title, address = BatchMember, "批次成员", "member"
    scope = whole_register
    allows = {
        "index_view": Permission.READ_BATCHES,
        "create_view": Permission.FREEZE_BATCH,
        "lookup_view": Permission.FREEZE_BATCH,
    }
    takes = {"lookup_view": frozenset({"field", "words"})}
    column_list = ("added_at",)
    column_labels = {"batch": "批次", "added_at": "加入时间"}
    form_columns = ("batch", "added_at")
    lookups = {"batch": Lookup(Batch, key="number", scope=office_of(Batch.office))}


def make_app(url: str, *views: type[StaffView]) -> Flask:
    """The gate and the door over the database at ``url``."""
    app = Flask("toy", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        TESTING=True, SECRET_KEY="for tests only", SQLALCHEMY_DATABASE_URI=make_url(url), ZHICHENG_NOW=NOW
    )
    db.init_app(app)
    headers.install(app, production=False)
    errors.install(app)
    gate.install_gate(app, production=False)
    assets.install(app)
    frame.install(app)
    app.register_blueprint(sign_in.blueprint)
    app.add_url_rule("/", "home", lambda: redirect("/admin/batch/"))
    index = StaffIndex()
    index.allows = {"index": Permission.READ_CASES}
    admin = Admin(app, index_view=index, theme=Bootstrap4Theme())
    for view in views or (Batches, Employers, Applicants, MovableBatches, Members):
        admin.add_view(view(db))
    return app
