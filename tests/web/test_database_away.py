"""A database that is locked, full or away: one plain page, nothing half done, and on with the work when it is back."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.staff.people import CHEAP
from tests.web.pages import strict
from zhicheng import database
from zhicheng.factory import create_app
from zhicheng.intake.employer import Employer
from zhicheng.kernel.audit import hold_chain
from zhicheng.settings import Settings
from zhicheng.staff.permission import Role


def panel_over(url, folder):
    """A panel of its own over the database at ``url``."""
    app = create_app(
        Settings.from_environment({"ZHICHENG_INSTANCE": str(folder), "ZHICHENG_DATABASE_URL": url})
    )
    app.config["ZHICHENG_PASSWORD_HASHER"] = CHEAP
    return app


def test_a_server_that_is_away_is_said_to_be_away(tmp_path):
    client = strict(panel_over("postgresql+psycopg://nobody@127.0.0.1:1/nothing", tmp_path))
    answer = client.send("/login", {"name": "shoujian", "password": "correct horse battery"})
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert "系统正忙" in answer.text and "nobody" not in answer.text


def test_somebody_signed_in_gets_the_same_page(tmp_path):
    app = panel_over("postgresql+psycopg://nobody@127.0.0.1:1/nothing", tmp_path)
    client = strict(app)
    client.set_cookie(app.config["ZHICHENG_COOKIE"], "a token of better days")
    answer = client.get("/admin/submission/")
    assert answer.status_code == 503
    assert "没有保存" not in answer.text  # a page that was only opened says nothing of what was saved before


def test_a_locked_database_is_busy_and_nothing_is_half_done(file_database, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "WAIT_MS", 50)
    client = strict(panel_over(file_database.url, tmp_path))
    client.enter_as(Role.CLERK)
    form = {"name": "胡杨公司", "kind": "private_enterprise", "region": "650104"}
    seen = client.page("/admin/employer/new/") and client.csrf("/admin/employer/new/")
    with Session(file_database.engine) as locker:
        locker.connection()
        hold_chain(locker)
        answer = client.post("/admin/employer/new/", data={**form, "csrf_token": seen})
    assert answer.status_code == 503
    assert "没有保存任何内容" in answer.text
    assert client.post("/admin/employer/new/", data={**form, "csrf_token": seen}).status_code in (302, 303)
    with Session(file_database.engine) as session:
        assert session.scalar(select(func.count(Employer.id))) == 1
