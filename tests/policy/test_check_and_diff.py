"""``policy check`` and ``policy diff``; and that a new year, route or attachment kind needs no Python."""

import json
from pathlib import Path

import pytest

from tests.checks.worked import examples
from zhicheng.checks.assess import assess
from zhicheng.exchange.case_file import read_case
from zhicheng.kernel.refusal import Refusal
from zhicheng.policy.check import check_year
from zhicheng.policy.diff import diff_years
from zhicheng.policy.load import HERE, load_year, read_year
from zhicheng.policy.vocabulary import Outcome
from zhicheng.policy.year import PolicyYear

TEXT = (HERE / "years" / "2025.toml").read_text(encoding="utf-8")

NEW_ROUTE = """
[[route]]
code = "returned_scholar"
clause = "3.7"
label = "留学回国人员认定中级职称"
short_label = "留学回国"
office = "title_office"
digit = "7"
requirement = [{ kind = "not_yet_held" }, { kind = "level_given", levels = ["intermediate"] }]

[[route.path]]
clause = "3.7"
label = "留学回国硕士，工作满2年"
years = 2
requirement = [
    { kind = "degree", label = "硕士学位", degrees = ["master"] },
    { kind = "work", same_specialty = true, earlier_may_count = false },
]

[[material]]
kind = "return_certificate"
label = "留学回国人员证明"
clause = "3.7"
when = [{ routes = ["returned_scholar"] }]
"""


def year_2026(folder: Path) -> PolicyYear:
    text = TEXT.replace('cycle = "2025"', 'cycle = "2026"', 1).replace("2025-11-15T18", "2026-11-15T18", 1)
    text = text.replace("rounds = 3", "rounds = 2", 1)
    text = text.replace(
        '"award_senior", "fanghuiju"]\n\n#', '"award_senior", "fanghuiju", "returned_scholar"]\n\n#', 1
    )
    path = folder / "2026.toml"
    path.write_text(text + NEW_ROUTE, encoding="utf-8")
    return read_year(path, HERE / "calendars")


def test_2025_is_whole() -> None:
    assert not [remark for remark in check_year("2025") if remark.weight == "error"]


def test_what_is_not_there_is_an_error() -> None:
    assert [remark.weight for remark in check_year("2031")] == ["error"]


def test_a_year_does_not_differ_from_itself() -> None:
    assert diff_years(load_year("2025"), load_year("2025")) == []


def test_differences_are_told_key_by_key(tmp_path: Path) -> None:
    changes = {change.path: change for change in diff_years(load_year("2025"), year_2026(tmp_path))}
    assert (changes["window.rounds"].before, changes["window.rounds"].after) == (3, 2)
    assert changes["route.returned_scholar"].what == "added"
    assert changes["material.return_certificate"].what == "added"
    assert "cycle" in changes
    assert "window.closes_at" in changes
    assert "route.initial_junior" not in changes
    assert len(changes) == 6, changes.keys()


def test_a_new_route_and_attachment_kind_are_judged_without_any_python(tmp_path: Path) -> None:
    year = year_2026(tmp_path)
    case = {**examples()["E23"]["case"], "cycle": "2026", "route": "returned_scholar"}
    verdict = assess(read_case(json.dumps(case).encode(), year), year)
    wrong = {
        (found.clause, found.code)
        for found in verdict.findings
        if found.outcome.weight > Outcome.NEEDS_REVIEW.weight
    }
    assert verdict.outcome is Outcome.INELIGIBLE
    assert ("3.7", "work_years") in wrong
    assert ("3.7", "material") in wrong
    case["attachments"] = [*case["attachments"], {"kind": "return_certificate", "file": "x.pdf"}]
    case["submitted_at"] = "2026-07-10T12:00:00+08:00"
    later = assess(read_case(json.dumps(case).encode(), year), year)
    assert not [
        found for found in later.findings if found.clause == "3.7" and found.outcome is not Outcome.ELIGIBLE
    ]


def test_a_new_route_needs_an_office_that_lists_it(tmp_path: Path) -> None:
    path = tmp_path / "2025.toml"
    path.write_text(TEXT + NEW_ROUTE, encoding="utf-8")
    with pytest.raises(Refusal, match="returned_scholar"):
        read_year(path, HERE / "calendars")
