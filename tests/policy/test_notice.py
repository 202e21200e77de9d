"""The notice's own words: every clause once, every question asked somewhere, the values of the year in its words."""

import msgspec
import pytest

from tests.builders import YEAR
from zhicheng.policy.notice import Clause, load_notice
from zhicheng.policy.parameters import Parameters

NOTICE = load_notice("2025")
CLAUSES = {clause.number: clause for clause in NOTICE.clause}


def test_every_clause_that_the_year_names_is_in_the_notice_and_in_order() -> None:
    named = {YEAR.window.opening_clause, YEAR.window.closing_clause, YEAR.scope.clause, YEAR.exam.clause}
    named |= {path.clause for route in YEAR.route for path in route.path} | {one.clause for one in YEAR.route}
    named |= {material.clause for material in YEAR.material} | {YEAR.integrity.clause, YEAR.publicity.clause}
    assert named <= set(CLAUSES)
    numbers = [[int(part) for part in number.split(".")] for number in CLAUSES]
    assert numbers == sorted(numbers)


def test_every_open_question_is_raised_by_a_clause() -> None:
    raised = {one for clause in NOTICE.clause for one in clause.parameters}
    assert raised == set(Parameters.__struct_encode_fields__)


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("1", "2025年5月6日11时"),
        ("6.1", "2025年11月15日18时前"),
        ("6.1", f"退回后的{YEAR.window.resubmit_within_hours}小时内"),
        ("6.1", f"不得超过{YEAR.window.rounds}次"),
        ("4.5", f"{YEAR.summary.shortest}-{YEAR.summary.longest}字"),
        ("4.7", f"不得少于{YEAR.publicity.working_days}个工作日"),
        ("6.3", f"记录期限为{YEAR.integrity.years}年"),
    ],
)
def test_the_values_of_the_year_are_those_of_its_words(clause: str, words: str) -> None:
    assert words in CLAUSES[clause].text


@pytest.mark.parametrize(
    "path", [path for route in YEAR.route for path in route.path], ids=lambda path: path.clause
)
def test_the_years_of_a_path_are_those_of_its_words(path: object) -> None:
    words = {1: ("满1年", "一年以上"), 2: ("满2年",), 3: ("满3年", "连续三年")}[path.years]
    assert any(word in CLAUSES[path.clause].text for word in words)


def test_a_clause_knows_its_depth_and_takes_no_unknown_key() -> None:
    assert [CLAUSES[number].depth for number in ("3.0", "3.1", "3.1.3", "4")] == [1, 2, 3, 1]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"number": "1", "mark": "", "word": ""}, Clause)


def test_a_year_without_its_words_has_no_notice(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhicheng.policy.notice.HERE", tmp_path)
    assert load_notice.__wrapped__("2025") is None
