"""The process cases of the notice, played with the real verbs (domain.md section 14); files are named by clause."""

import json
from pathlib import Path

import pytest

from tests.builders import YEAR, a_case_file
from zhicheng.exchange.lines import read_lines
from zhicheng.exchange.rehearse import rehearse

SCENARIOS = sorted((Path(__file__).parent / "rehearsals").glob("*.jsonl"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_everything_comes_as_the_scenario_expects(scenario: Path) -> None:
    with scenario.open("rb") as file:
        played = list(rehearse(read_lines(file), YEAR))
    assert [one.surprise for one in played if one.surprise] == []
    lines = [json.loads(one.text) for one in played]
    assert all(set(line) == {"line", "done", "refusal", "status", "round", "certificate"} for line in lines)
    assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))


def a_line(**keys: object) -> bytes:
    return json.dumps(keys, ensure_ascii=False).encode()


def answers(*lines: bytes) -> list[dict[str, object]]:
    return [json.loads(one.text) for one in rehearse(enumerate(lines, 1), YEAR)]


DEFINE = a_line(define="A", case=a_case_file())
SUBMIT = {"at": "2025-06-04T09:00:00+08:00", "do": "submit", "case": "A"}


def test_a_definition_is_answered_done_with_no_status() -> None:
    assert answers(DEFINE) == [
        {"line": 1, "done": True, "refusal": None, "status": None, "round": 0, "certificate": None}
    ]


def test_an_expectation_that_fails_is_a_surprise_with_its_line() -> None:
    lines = [DEFINE, a_line(**SUBMIT, expect="refused"), a_line(**SUBMIT, expect="done")]
    lines.append(a_line(**SUBMIT, refusal="closed"))
    surprises = [one.surprise for one in rehearse(enumerate(lines, 1), YEAR)]
    assert surprises[0] is None
    assert [text and text[:3] for text in surprises[1:]] == ["第2行", "第3行", "第4行"]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (b"{", "$"),
        (b"[]", "$"),
        (a_line(define="B", case={}), "$.case.reference"),
        (a_line(define="B", case=a_case_file(cycle="2024")), "$.case.cycle"),
        (a_line(**SUBMIT, until="x"), "$.until"),
        (a_line(**SUBMIT | {"do": "fly"}), "$.do"),
        (a_line(**SUBMIT | {"at": "2025-06-04 09:00"}), "$.at"),
        (a_line(**SUBMIT | {"case": "Z"}), "$.case"),
        (a_line(**SUBMIT, refusal="never"), "$.refusal"),
        (a_line(**SUBMIT, **{"as": "甲:reviewer"}), "$.as"),
        (a_line(**SUBMIT, **{"as": "甲:king:title_office"}), "$.as"),
        (a_line(**SUBMIT, **{"as": "甲:reviewer:post_office"}), "$.as"),
    ],
)
def test_a_malformed_line_is_answered_with_the_path_of_the_key(line: bytes, path: str) -> None:
    _, answer, after = answers(DEFINE, line, a_line(**SUBMIT))
    assert answer["line"] == 2
    assert answer["error"]["code"] == "bad_input"  # type: ignore[index]
    assert answer["error"]["path"] == path  # type: ignore[index]
    assert after["done"]


def test_the_same_reference_under_another_name_is_another_case() -> None:
    other = a_line(define="B", case=a_case_file(reference="T1"))
    first = a_line(define="A", case=a_case_file(reference="T1"))
    assert [
        line["done"] for line in answers(first, other, a_line(**SUBMIT), a_line(**SUBMIT | {"case": "B"}))
    ] == [True] * 4
