"""``flask eligibility``, ``policy``, ``intake``, ``integrity``, ``lapse`` and ``audit`` as a shell sees them (contract.md 5)."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from tests.builders import EXAMPLES, ON, a_case, a_case_file, a_record, a_submission, an_id_number
from tests.engines import Database
from tests.unguarded import unguarded
from zhicheng.commands import exchange, records
from zhicheng.commands.demo import demo
from zhicheng.database import db
from zhicheng.exchange.declare_case import applicant_of
from zhicheng.exchange.paperless import NoFiles
from zhicheng.intake.lifecycle import Status

REHEARSALS = Path(__file__).parent.parent / "story" / "rehearsals"


def an_app(url: object) -> Flask:
    app = Flask("zhicheng")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, ZHICHENG_NOW=ON[Status.LAPSED])
    app.extensions["zhicheng_files"] = NoFiles()
    db.init_app(app)
    for group in (*exchange.groups, *records.groups):
        app.cli.add_command(group)
    return app


@pytest.fixture
def app(file_database: Database) -> Flask:
    return an_app(make_url(file_database.url))


@pytest.fixture
def nowhere(tmp_path: Path) -> Flask:
    """An application whose database is not there."""
    return an_app(f"sqlite:///{tmp_path}/missing/none.sqlite3")


def run(app: Flask, *words: str) -> tuple[int, list[dict[str, Any]], str]:
    result: Result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def lines(path: Path, *cases: object) -> str:
    texts = [case if isinstance(case, str) else json.dumps(case, ensure_ascii=False) for case in cases]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return str(path)


def test_eligibility_check_answers_line_by_line_without_a_database(nowhere: Flask, tmp_path: Path) -> None:
    examples = [json.loads(line) for line in EXAMPLES.read_text().splitlines()]
    file = lines(tmp_path / "cases.jsonl", *(example["case"] for example in examples))
    code, verdicts, _ = run(nowhere, "eligibility", "check", file)
    assert code == 0
    assert [verdict["outcome"] for verdict in verdicts] == [
        example["want"]["outcome"] for example in examples
    ]


def test_a_line_that_is_no_case_file_is_answered_in_its_place(nowhere: Flask, tmp_path: Path) -> None:
    file = lines(tmp_path / "cases.jsonl", a_case_file(), a_case_file() | {"x": 1}, a_case_file())
    code, answers, said = run(nowhere, "eligibility", "check", file)
    assert code == 1
    assert answers[1]["error"]["path"] == "$.x"
    assert ["reference" in answer for answer in answers] == [True, False, True]
    assert "1 行" in said


@pytest.mark.parametrize(
    "words",
    [
        ("eligibility", "check", "/no/such/file"),
        ("eligibility", "check"),
        ("eligibility", "fly"),
        ("policy", "rehearse", "/no/such/file"),
        ("integrity", "lookup"),
    ],
)
def test_wrong_use_exits_with_2(nowhere: Flask, words: tuple[str, ...]) -> None:
    assert nowhere.test_cli_runner().invoke(args=list(words)).exit_code == 2


def test_policy_check_and_diff_need_no_database(nowhere: Flask) -> None:
    code, (answer,), _ = run(nowhere, "policy", "check", "2025")
    assert (code, answer["ok"]) == (0, True)
    code, (answer,), _ = run(nowhere, "policy", "check", "1999")
    assert (code, answer["ok"]) == (1, False)
    assert run(nowhere, "policy", "diff", "2025", "2025") == (0, [], "")
    code, (answer,), said = run(nowhere, "policy", "diff", "2025", "1999")
    assert (code, answer["error"]["code"]) == (1, "bad_input")
    assert "1999" in said


def test_a_rehearsal_needs_no_database_and_exits_with_1_on_a_surprise(nowhere: Flask, tmp_path: Path) -> None:
    code, answers, _ = run(nowhere, "policy", "rehearse", str(REHEARSALS / "four-eyes.jsonl"))
    assert code == 0
    assert answers[-1]["certificate"]
    step = {"at": "2025-06-04T09:00:00+08:00", "do": "submit", "case": "A", "expect": "refused"}
    file = lines(tmp_path / "s.jsonl", {"define": "A", "case": a_case_file()}, step)
    code, answers, said = run(nowhere, "policy", "rehearse", file)
    assert (code, answers[1]["status"]) == (1, "queued")
    assert "第2行" in said


def test_import_twice_and_dry(app: Flask, tmp_path: Path) -> None:
    file = lines(tmp_path / "cases.jsonl", a_case_file(), a_case_file("fanghuiju"))
    code, reports, said = run(app, "intake", "import", file, "--dry-run")
    assert (code, [one["outcome"] for one in reports]) == (0, ["taken_in"] * 2)
    assert "没有存入" in said
    assert [one["outcome"] for one in run(app, "intake", "import", file)[1]] == ["taken_in"] * 2
    code, reports, said = run(app, "intake", "import", file)
    assert (code, {one["outcome"] for one in reports}) == (0, {"unchanged"})
    assert set(reports[0]) == {"line", "reference", "outcome", "number", "code", "path", "message"}


def test_what_is_exported_comes_in_again_as_nothing_new(app: Flask, tmp_path: Path) -> None:
    file = lines(tmp_path / "cases.jsonl", a_case_file(), a_case_file("fanghuiju"))
    numbers = [one["number"] for one in run(app, "intake", "import", file)[1]]
    code, cases, _ = run(app, "intake", "export")
    assert (code, len(cases)) == (0, 2)
    again = lines(tmp_path / "again.jsonl", *cases)
    assert {one["outcome"] for one in run(app, "intake", "import", again)[1]} == {"unchanged"}
    assert run(app, "intake", "export", numbers[1])[1] == cases[1:]
    code, answers, said = run(app, "intake", "export", numbers[0], "2025-99999")
    assert (code, answers[0]["error"]["code"]) == (1, "not_found")
    assert "2025-99999" in said


def test_an_import_with_a_refused_line_exits_with_1(app: Flask, tmp_path: Path) -> None:
    file = lines(tmp_path / "cases.jsonl", a_case_file(), "{")
    (tmp_path / "files").mkdir()
    code, reports, _ = run(app, "intake", "import", file, "--files", str(tmp_path / "files"))
    assert (code, [one["code"] for one in reports]) == (1, ["bad_file", "bad_input"])


def test_a_missing_database_is_a_sentence_not_a_traceback(nowhere: Flask, tmp_path: Path) -> None:
    nowhere.config["ZHICHENG_SETTINGS"] = None
    nowhere.cli.add_command(demo)
    for words in (
        ("intake", "import", lines(tmp_path / "c.jsonl", a_case_file())),
        ("lapse",),
        ("audit", "verify"),
        ("demo",),
    ):
        code, answers, said = run(nowhere, *words)
        assert (code, answers[-1]["error"]["code"]) == (1, "unavailable")
        assert "flask db upgrade" in said


def test_a_look_up_by_argument_and_by_file(app: Flask, tmp_path: Path) -> None:
    barred, free = an_id_number(), an_id_number()
    with app.app_context():
        a_record(db.session(), barred)
        db.session.commit()
    code, answers, _ = run(app, "integrity", "lookup", barred, free)
    assert (code, [one["barred"] for one in answers]) == (0, [True, False])
    assert answers[0] == {
        "id": barred[:6] + "*" * 8 + barred[14:],
        "barred": True,
        "until": "2027-03-01",
        "records": 1,
    }
    for encoding in ("utf-8-sig", "gb18030"):
        file = tmp_path / f"{encoding}.csv"
        file.write_text(f"证件号码,姓名\n{free},甲\n\n{barred},乙\n", encoding=encoding)
        assert [one["barred"] for one in run(app, "integrity", "lookup", "--file", str(file))[1]] == [
            False,
            True,
        ]
    late = run(app, "integrity", "lookup", "--on", "2027-03-02", barred)
    assert [one["barred"] for one in late[1]] == [False]


FREE = an_id_number()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "content",
    [
        f"姓名,证件号码\n甲,{FREE}\n",
        f"序号,姓名,身份证号\n1,甲,{FREE}\n",
        f"甲,{FREE}\n",
        f"证件号码（18位）\n'{FREE}\n",
        f'id_number\n="{FREE}"\n',
        f"证件号码;姓名\n{FREE};甲\n",
        f"证件号码\t姓名\n{FREE}\t甲\n",
        f"证件号码,统一社会信用代码\n{FREE},911101066976941872\n",
    ],
)
def test_a_list_may_name_the_column_and_guard_its_numbers(app: Flask, tmp_path: Path, content: str) -> None:
    file = tmp_path / "ids.csv"
    file.write_text(content, encoding="utf-8")
    code, answers, _ = run(app, "integrity", "lookup", "--file", str(file))
    assert (code, [one["id"] for one in answers]) == (0, [FREE[:6] + "*" * 8 + FREE[14:]])


@pytest.mark.one_engine
@pytest.mark.parametrize("what", ["", "张三", "1.10101E+17", "E\x001234567"])
def test_what_is_no_number_is_never_said_to_be_free(app: Flask, tmp_path: Path, what: str) -> None:
    code, answers, said = run(app, "integrity", "lookup", FREE, what)
    assert (code, answers[0]["barred"]) == (1, False)
    assert answers[1]["error"]["code"] == "bad_input"
    assert "第2个" in said
    file = tmp_path / "ids.csv"
    file.write_text(f"证件号码,姓名\n{what},甲\n", encoding="utf-8")
    code, answers, _ = run(app, "integrity", "lookup", "--file", str(file))
    assert (code, answers[0]["error"]["code"]) == (1, "bad_input")


@pytest.mark.one_engine
def test_a_number_with_a_wrong_check_digit_is_answered_with_a_warning(app: Flask) -> None:
    wrong = FREE[:17] + ("0" if FREE[17] != "0" else "1")
    code, answers, said = run(app, "integrity", "lookup", FREE, wrong)
    assert (code, [one["barred"] for one in answers]) == (0, [False, False])
    assert "第2个" in said and wrong not in said


def test_lapse_names_what_lapsed_once(app: Flask) -> None:
    with app.app_context():
        number = a_submission(db.session(), Status.RETURNED).number
        a_submission(db.session(), Status.QUEUED)
        db.session.commit()
    code, answers, _ = run(app, "lapse")
    assert (code, [one["number"] for one in answers]) == (0, [number])
    assert run(app, "lapse")[:2] == (0, [])


def test_audit_verify_finds_meddling(app: Flask, file_database: Database) -> None:
    with app.app_context():
        a_submission(db.session())
        db.session.commit()
    code, (answer,), _ = run(app, "audit", "verify")
    assert (code, answer["broken"]) == (0, [])
    with Session(file_database.engine) as session:
        unguarded(session, ["audit_entry"], "UPDATE audit_entry SET act = 'x' WHERE id = 2")
    code, (answer,), said = run(app, "audit", "verify")
    assert (code, answer["broken"]) == (1, [2])
    assert "断链" in said


@pytest.mark.parametrize(("words", "wanted"), [(("demo",), 1), (("demo", "--if-empty"), 0)])
def test_no_invented_year_is_mixed_with_cases_that_came_before_the_first_account(
    app: Flask, words: tuple[str, ...], wanted: int
) -> None:
    app.config["ZHICHENG_SETTINGS"] = None
    app.cli.add_command(demo)
    with app.app_context():
        db.session.add(applicant_of(a_case()))
        db.session.commit()
    code, answers, said = run(app, *words)
    assert (code, len(answers), "演示年度只能建在空的数据库里" in said) == (wanted, wanted, bool(wanted))
