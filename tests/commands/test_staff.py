"""``flask staff add``."""

import json

import pytest
from flask import Flask
from sqlalchemy import make_url, select

from tests.engines import Database
from tests.staff.people import PASSWORD
from zhicheng.commands.staff import staff_group
from zhicheng.database import db
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.staff import Staff


@pytest.fixture
def app(file_database: Database) -> Flask:
    app = Flask("zhicheng")
    app.config["SQLALCHEMY_DATABASE_URI"] = make_url(file_database.url)
    db.init_app(app)
    app.cli.add_command(staff_group)
    return app


def run(app: Flask, *words: str, typed: str | bytes = PASSWORD + "\n"):
    return app.test_cli_runner().invoke(args=["staff", "add", *words], input=typed)


def test_the_first_administrator_comes_from_the_console(app: Flask) -> None:
    result = run(app, "boss", "--role", "administrator", "--password-stdin")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said == {"id": 1, "name": "boss", "full_name": "boss", "roles": ["administrator"], "offices": []}
    assert PASSWORD not in result.output
    with app.app_context():
        made, entry = db.session.scalars(select(Staff)).one(), db.session.scalars(select(AuditEntry)).one()
    assert made.must_change_password
    assert (entry.actor_id, entry.actor_name) == (None, "命令行")


def test_several_roles_and_offices(app: Flask) -> None:
    words = "li --full-name 李雪 --role reviewer --role approver --office junior_office --office title_office"
    said = json.loads(run(app, *words.split(), "--password-stdin").stdout)
    assert said["roles"] == ["approver", "reviewer"]
    assert said["offices"] == ["junior_office", "title_office"]
    assert said["full_name"] == "李雪"


@pytest.mark.parametrize("typed", ["", "short\n", "password123456\n", b"\xff\xfe is not how UTF-8 begins\n"])
def test_a_refusal_is_json_and_exit_1(app: Flask, typed: str | bytes) -> None:
    result = run(app, "li", "--role", "clerk", "--office", "title_office", "--password-stdin", typed=typed)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "bad_input"
    assert "密码" in result.stderr
    with app.app_context():
        assert db.session.scalars(select(Staff)).all() == []


def test_a_name_taken_is_refused(app: Flask) -> None:
    words = ("li", "--role", "clerk", "--office", "title_office", "--password-stdin")
    assert run(app, *words).exit_code == 0
    assert run(app, *words).exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("li", "--role", "emperor", "--password-stdin"),
        ("li", "--role", "clerk", "--office", "nowhere", "--password-stdin"),
        ("li", "--password-stdin"),
        ("--role", "clerk", "--password-stdin"),
        ("li", "--role", "clerk", "--office", "title_office"),
        ("li", "--role", "clerk", "--password", PASSWORD),
    ],
    ids=" ".join,
)
def test_wrong_use_is_exit_2(app: Flask, words: tuple[str, ...]) -> None:
    assert run(app, *words).exit_code == 2
