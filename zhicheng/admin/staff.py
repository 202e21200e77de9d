"""The administrator's screen: who works here, and what they may do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from markupsafe import Markup
from wtforms import BooleanField, Field, StringField
from wtforms.validators import InputRequired, Length

from zhicheng.admin.base import StaffView
from zhicheng.admin.due_filter import ACCOUNTS_DUE
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.admin.listing import Preset
from zhicheng.admin.scope import whole_register
from zhicheng.database import transaction
from zhicheng.door import current_actor, present
from zhicheng.kernel.choice import Choice
from zhicheng.language.say import say
from zhicheng.staff.actor import Actor
from zhicheng.staff.add_staff import add_staff
from zhicheng.staff.change_staff import change_staff
from zhicheng.staff.office import Office
from zhicheng.staff.password import LONGEST, SHORTEST, first_password
from zhicheng.staff.permission import Permission, Role
from zhicheng.staff.reset_password import reset_password
from zhicheng.staff.staff import Staff
from zhicheng.staff.unlock import unlock

MANAGE = Permission.MANAGE_STAFF


class TickBoxes:
    """One box per choice, in a group that carries the field's name."""

    BOX = (
        '<div class="form-check">'
        '<input class="form-check-input" type="checkbox" name="{name}" value="{code}" id="{id}"{checked}>'
        '<label class="form-check-label" for="{id}">{label}</label></div>'
    )

    def __call__(self, field: "ManyChoicesField", **given: Any) -> Markup:
        """Draw the group; what is said about the field (help, error) is said of the group."""
        boxes = Markup().join(
            Markup(self.BOX).format(  # noqa: S704 - a constant
                name=field.name,
                code=member.value,
                id=f"{field.id}-{member.value}",
                checked=Markup(" checked") if member in (field.data or ()) else "",
                label=say(member.label),
            )
            for member in field.options
        )
        described = given.get("aria-describedby")
        more = Markup(' aria-describedby="{}"').format(described) if described else ""
        return Markup('<div role="group" id="{}" aria-label="{}"{}>{}</div>').format(
            field.id, say(field.label.text), more, boxes
        )


class ManyChoicesField(Field):
    """Any number of a closed list, by Chinese label."""

    widget = TickBoxes()
    takes_many = True

    def __init__(self, label: str, options: type[Choice], **given: Any) -> None:
        super().__init__(label, **given)
        self.options = options

    def process_formdata(self, valuelist: list[str]) -> None:
        """The members of the codes that were ticked."""
        known = {member.value: member for member in self.options}
        self.data = [known[code] for code in valuelist if code in known]
        if len(self.data) != len(valuelist):
            raise ValueError("请从列表中选择。")


class ChangeStaffForm(StaffForm):
    """What can be changed of somebody who works here."""

    full_name = StringField("姓名", [InputRequired("请填写姓名。"), Length(max=50)], filters=[tidy_text])
    roles = ManyChoicesField("角色", Role, description="系统管理员、审计员不得兼任其他角色。")
    offices = ManyChoicesField(
        "科室", Office, description="只能看到和办理所选科室的申报；系统管理员可以不选。"
    )
    active = BooleanField("在用", description="停用后立即退出登录，不能再登录；办过的业务保留。")


class NewStaffForm(StaffForm):
    """Somebody new, with a first password."""

    name = StringField(
        "登录名",
        [InputRequired("请填写登录名。"), Length(max=50)],
        filters=[tidy_text],
        description="汉字、字母或数字，不能有空格；以后不能更改。",
    )
    full_name = StringField("姓名", [InputRequired("请填写姓名。"), Length(max=50)], filters=[tidy_text])
    roles = ManyChoicesField("角色", Role, description="系统管理员、审计员不得兼任其他角色。")
    offices = ManyChoicesField(
        "科室", Office, description="只能看到和办理所选科室的申报；系统管理员可以不选。"
    )
    password = StringField(
        "首次密码",
        [InputRequired("请填写首次密码。")],
        default=first_password,
        description=f"已随机生成，也可自拟（{SHORTEST} 至 {LONGEST} 个字符）。请记下并当面交给本人，"
        "保存后不再显示；本人首次登录时必须修改。",
    )


class StaffAccounts(StaffView):
    """Accounts, roles, offices, locks and first passwords; every change is a verb."""

    table, title, address, icon, noun = Staff, "人员", "staff", "person-badge", "人员"
    purpose = "谁能登录、办理什么、属于哪个科室。"
    scope = whole_register
    allows: Mapping[str, Permission] = dict.fromkeys(
        ("index_view", "details_view", "create_view", "edit_view", "unlock_view", "reset_view"), MANAGE
    )
    column_labels = {
        "name": "登录名",
        "full_name": "姓名",
        "roles": "角色",
        "offices": "科室",
        "active": "在用",
        "must_change_password": "待改首次密码",
        "failed_sign_ins": "连续输错次数",
        "locked_until": "暂停登录至",
    }
    column_list = ("full_name", "name", "roles", "offices", "active", "locked_until")
    column_sortable_list, column_default_sort = ("name", "full_name"), "name"
    column_searchable_list = ("name", "full_name")
    column_filters = ("active", ACCOUNTS_DUE, "locked_until")
    presets = (
        Preset("全部"),
        Preset("在用", {"flt_active_is": "1"}),
        Preset("已停用", {"flt_active_is": "0"}),
    )
    detail_groups = (
        ("人员", ("full_name", "name", "roles", "offices", "active")),
        ("登录", ("must_change_password", "failed_sign_ins", "locked_until")),
    )
    form_columns = ("full_name", "active")
    details_template = "admin/staff.html"
    constraint_sentences = {"uq_staff_name": "登录名已有人使用。请换一个登录名。"}

    def get_create_form(self) -> type[StaffForm]:
        """Not scaffolded: roles and offices are rows of their own, and the password is no column."""
        return NewStaffForm

    def get_edit_form(self) -> type[StaffForm]:
        """Not scaffolded, see above."""
        return ChangeStaffForm

    def on_create(self, form: Any, actor: Actor, now: datetime) -> Staff:
        """Take somebody on."""
        return add_staff(
            self.session.session,
            actor,
            now,
            name=form.name.data,
            full_name=form.full_name.data,
            roles=form.roles.data,
            offices=form.offices.data,
            password=form.password.data,
        )

    def on_edit(self, form: Any, row: Staff, actor: Actor, now: datetime) -> None:
        """Change name, rights, or whether somebody works here."""
        change_staff(
            self.session.session,
            actor,
            now,
            row,
            full_name=form.full_name.data,
            roles=form.roles.data,
            offices=form.offices.data,
            active=form.active.data,
        )

    @expose("/unlock/", methods=("POST",))
    def unlock_view(self) -> ResponseReturnValue:
        """Let somebody in again."""
        with transaction(self.session.session) as session:
            staff = unlock(session, current_actor(), present(), self.found(request.args.get("id")))
            name = staff.full_name
        return self.done(f"{name}的账号已解除暂停，可以登录。")

    @expose("/reset-password/", methods=("POST",))
    def reset_view(self) -> ResponseReturnValue:
        """A new first password, shown on this one answer and nowhere else."""
        with transaction(self.session.session) as session:
            staff = self.found(request.args.get("id"))
            password = reset_password(session, current_actor(), present(), staff)
            name = staff.full_name
        return self.render("admin/staff_password.html", name=name, password=password, key=request.args["id"])

    def done(self, sentence: str) -> ResponseReturnValue:
        """Back to the person, with what was done."""
        flash(sentence, "success")
        return redirect(self.get_url(".details_view", id=request.args["id"]), 303)
