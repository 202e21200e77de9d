"""``flask policy what-if YEAR KEY=VALUE`` as a shell sees it: a line for every verdict that changes, and one for all."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url

from tests.builders import LATER, a_submission
from tests.engines import Database
from zhicheng.commands import exchange
from zhicheng.database import db

EXACT = {"from": "2025-08-19", "to": "2025-08-25", "result_on": "2025-08-26", "report_on": "2025-08-27"}


@pytest.fixture
def app(file_database: Database) -> Flask:
    app = Flask("zhicheng")
    app.config.update(SQLALCHEMY_DATABASE_URI=make_url(file_database.url), ZHICHENG_NOW=LATER)
    db.init_app(app)
    for group in exchange.groups:
        app.cli.add_command(group)
    return app


def run(app: Flask, *words: str) -> tuple[int, list[dict[str, Any]], str]:
    result = app.test_cli_runner().invoke(args=["policy", "what-if", *words])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def test_who_flips_is_a_line_and_the_last_line_counts(app: Flask, story: Any) -> None:
    with story() as session:
        number = a_submission(session, publicity=EXACT).number
        a_submission(session, publicity=EXACT | {"from": "2025-08-11"})
    code, lines, said = run(app, "2025", "P-10=W-excl")
    assert code == 0
    flipped, total = lines
    assert (flipped["number"], flipped["before"], flipped["after"]) == (number, "eligible", "returnable")
    assert [(one["clause"], one["code"]) for one in flipped["differences"]] == [("4.7", "publicity_days")]
    assert total == {
        "key": "P-10",
        "value": "W-excl",
        "judged": True,
        "total": 2,
        "replayed": 2,
        "flipped": 1,
        "touched": 1,
    }
    assert "没有存入任何内容" in said
    assert run(app, "2025", "P-10=W-excl", "--most", "1")[1][-1]["replayed"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [(("2025", "P-10"), 2), (("2025", "P-10=x"), 1), (("2025", "P-99=yes"), 1), (("1999", "P-10=W-excl"), 1)],
)
def test_nonsense_is_refused(app: Flask, words: tuple[str, ...], code: int) -> None:
    answered, lines, said = run(app, *words)
    assert answered == code
    assert said
    assert all("error" in line for line in lines)
