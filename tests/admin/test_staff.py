"""The administrator's screen over accounts."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from sqlalchemy import make_url, select

from tests.engines import Database
from tests.staff.people import PASSWORD
from tests.web.pages import Page, StrictClient, strict, take_on
from zhicheng.admin.guard import StaffIndex
from zhicheng.admin.staff import StaffAccounts
from zhicheng.database import db
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.staff.staff import Staff
from zhicheng.web import assets, errors, frame, gate, headers, sign_in


@pytest.fixture
def app(file_database: Database) -> Flask:
    app = Flask(
        "zhicheng", root_path=str(Path(__file__).parents[2]), template_folder="templates", static_folder=None
    )
    app.config.update(
        TESTING=True, SECRET_KEY="for tests only", SQLALCHEMY_DATABASE_URI=make_url(file_database.url)
    )
    db.init_app(app)
    gate.install_gate(app, production=False)
    headers.install(app, production=False)
    for part in (errors, assets, frame):
        part.install(app)
    app.register_blueprint(sign_in.blueprint)
    admin = Admin(
        app, url="/admin", theme=Bootstrap4Theme(base_template="frame.html"), index_view=StaffIndex()
    )
    admin.add_view(StaffAccounts(db))
    return app


@pytest.fixture
def boss(app: Flask) -> StrictClient:
    client = strict(app)
    client.enter_as(Role.ADMINISTRATOR, name="boss")
    return client


def staff(app: Flask, name: str) -> Staff:
    with app.app_context():
        return db.session.scalars(select(Staff).where(Staff.name == name)).one()


def proposed(client: StrictClient, address: str, field: str) -> str:
    """What the form at ``address`` proposes for a field."""
    (value,) = (form["fields"][field] for form in client.page(address).forms if field in form["fields"])
    return str(value)


def version(client: StrictClient, key: int) -> str:
    return proposed(client, f"/admin/staff/edit/?id={key}", "version")


def acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_sees_or_does_anything_here(app: Flask, role: Role) -> None:
    key = take_on(app, name="wang")
    client = strict(app)
    client.enter_as(role)
    token = client.csrf("/password")
    for path in ("", "details/?id=1", "new/", f"edit/?id={key}"):
        assert client.get(f"/admin/staff/{path}").status_code == 403
    for path in ("new/", f"edit/?id={key}", f"unlock/?id={key}", f"reset-password/?id={key}"):
        assert client.post(f"/admin/staff/{path}", data={"csrf_token": token}).status_code == 403
    assert not {"unlock", "reset_password", "change_staff"} & set(acts(app))


def test_the_list_and_the_details_show_words(app: Flask, boss: StrictClient) -> None:
    key = take_on(app, name="wang", role=[Role.REVIEWER, Role.APPROVER], offices=[Office.TITLE_OFFICE])
    page = boss.page("/admin/staff/")
    assert "初审员、复核员" in page.text and "职称科" in page.text
    page = boss.page(f"/admin/staff/details/?id={key}")
    assert "wang" in page.text and "待改首次密码" in page.text
    assert "argon2" not in boss.get(f"/admin/staff/details/?id={key}").text
    assert boss.get("/admin/staff/?search=wang&flt_active_is=1").status_code == 200


def test_somebody_new_signs_in_with_the_proposed_password(app: Flask, boss: StrictClient) -> None:
    first = proposed(boss, "/admin/staff/new/", "password")
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", first)
    answer = boss.send(
        "/admin/staff/new/",
        {
            "name": "李雪",
            "full_name": "李雪",
            "roles": ["clerk", "reviewer"],
            "offices": ["title_office"],
            "password": first,
        },
    )
    assert answer.status_code == 303
    made = staff(app, "李雪")
    assert (made.roles, made.must_change_password) == ({Role.CLERK, Role.REVIEWER}, True)
    newcomer = strict(app)
    newcomer.send("/login", {"name": "李雪", "password": first})
    assert newcomer.get("/admin/staff/").location == "/password"


@pytest.mark.parametrize(
    ("different", "sentence"),
    [
        ({"roles": []}, "至少要有一个角色"),
        ({"roles": ["administrator", "approver"]}, "系统管理员不得兼任其他角色"),
        ({"offices": []}, "至少要属于一个科室"),
        ({"password": "short"}, "密码至少 14 个字符"),
        ({"name": "two words"}, "登录名应为"),
        ({"name": "BOSS"}, "已有人使用"),
        ({"roles": ["emperor"]}, ""),
    ],
    ids=str,
)
def test_what_is_wrong_brings_the_form_back(
    app: Flask, boss: StrictClient, different: dict[str, object], sentence: str
) -> None:
    typed = {
        "name": "li",
        "full_name": "李雪",
        "roles": ["clerk"],
        "offices": ["title_office"],
        "password": PASSWORD,
    }
    answer = boss.send("/admin/staff/new/", typed | different)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "李雪" in answer.text
    assert acts(app).count("add_staff") == 1  # the boss


@pytest.mark.parametrize(
    "key", ["password_hash", "version_id", "id", "must_change_password", "failed_sign_ins", "role_rows"]
)
def test_no_other_field_is_taken(app: Flask, boss: StrictClient, key: str) -> None:
    typed = {
        "name": "li",
        "full_name": "李雪",
        "roles": ["clerk"],
        "offices": ["title_office"],
        "password": PASSWORD,
    }
    assert boss.send("/admin/staff/new/", typed | {key: "1"}).status_code == 400


def test_rights_are_changed_by_the_verb_and_end_the_sessions(app: Flask, boss: StrictClient) -> None:
    key = take_on(app, name="wang")
    other = strict(app)
    other.enter(key)
    assert other.get("/password").status_code == 200
    address = f"/admin/staff/edit/?id={key}"
    boxes = boss.get(address).text
    assert re.search(r'value="reviewer" id="roles-reviewer" checked', boxes)
    answer = boss.send(
        address,
        {
            "full_name": "王一",
            "roles": ["clerk"],
            "offices": ["title_office"],
            "active": "y",
            "version": version(boss, key),
        },
    )
    assert answer.status_code == 303
    assert staff(app, "wang").roles == {Role.CLERK}
    assert other.get("/password").status_code == 303
    assert acts(app)[-1] == "change_staff"


def test_the_second_of_two_administrators_is_told_so(app: Flask, boss: StrictClient) -> None:
    key = take_on(app, name="wang")
    seen = version(boss, key)
    form = {"full_name": "王一", "offices": ["title_office"], "active": "y", "version": seen}
    address = f"/admin/staff/edit/?id={key}"
    assert boss.send(address, form | {"roles": ["clerk"]}).status_code == 303
    answer = boss.send(address, form | {"roles": ["approver"]})
    assert answer.status_code == 409
    assert staff(app, "wang").roles == {Role.CLERK}


def test_an_administrator_cannot_change_the_own_rights(app: Flask, boss: StrictClient) -> None:
    take_on(app, name="second", role=Role.ADMINISTRATOR)
    me = staff(app, "boss")
    form = {"full_name": "甲", "roles": ["administrator"], "offices": [], "version": version(boss, me.id)}
    answer = boss.send(f"/admin/staff/edit/?id={me.id}", form)
    assert answer.status_code == 409
    assert "由另一位系统管理员办理" in answer.text


def test_a_lock_is_lifted(app: Flask, boss: StrictClient) -> None:
    key = take_on(app, name="wang")
    other = strict(app)
    for _ in range(5):
        other.send("/login", {"name": "wang", "password": "wrong"})
    assert other.send("/login", {"name": "wang", "password": PASSWORD}).status_code == 403
    details = f"/admin/staff/details/?id={key}"
    answer = boss.send(f"/admin/staff/unlock/?id={key}", {}, seen=details)
    assert (answer.status_code, answer.location) == (303, details)
    assert "已解除暂停" in boss.page(details).text
    assert other.send("/login", {"name": "wang", "password": PASSWORD}).status_code == 303


def test_a_reset_password_is_shown_once(app: Flask, boss: StrictClient) -> None:
    key = take_on(app, name="wang")
    details = f"/admin/staff/details/?id={key}"
    answer = boss.send(f"/admin/staff/reset-password/?id={key}", {}, seen=details)
    assert answer.headers["Cache-Control"] == "no-store"
    shown = re.search(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", Page(answer.text).text)
    assert shown
    assert shown[0] not in boss.get(details).text
    other = strict(app)
    assert other.send("/login", {"name": "wang", "password": PASSWORD}).status_code == 403
    assert other.send("/login", {"name": "wang", "password": shown[0]}).status_code == 303
    assert other.get("/admin/staff/").location == "/password"


@pytest.mark.parametrize(
    "path", ["unlock/?id=99", "reset-password/?id=99", "unlock/?id=x", "reset-password/"]
)
def test_nobody_there_is_not_found(app: Flask, boss: StrictClient, path: str) -> None:
    token = boss.csrf("/password")
    assert boss.post(f"/admin/staff/{path}", data={"csrf_token": token}).status_code == 404


def test_nothing_happens_by_looking(app: Flask, boss: StrictClient) -> None:
    key = take_on(app, name="wang")
    before = acts(app)
    for path in ("unlock", "reset-password"):
        assert boss.get(f"/admin/staff/{path}/?id={key}").status_code == 405
    assert acts(app) == before
