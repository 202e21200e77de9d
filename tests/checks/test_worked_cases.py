"""Every worked case comes out as it says, and every clause has one that holds and one that does not."""

from datetime import date
from typing import Any

import pytest

from tests.checks.worked import case_of, examples, own, verdict_of
from zhicheng.checks.verdict import Verdict
from zhicheng.policy.vocabulary import Outcome

CLAUSES = [
    *("2", "3.0", "3.1.1", "3.1.2", "3.1.3", "3.2", "3.3", "3.4", "3.5", "3.6"),
    *("4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "6.3"),
]


def told(verdict: Verdict) -> str:
    return "\n".join(
        f"{found.clause} {found.code} {found.outcome} {found.message}"
        for found in verdict.findings
        if found.outcome is not Outcome.ELIGIBLE
    )


def agrees(clause: str, wanted: str) -> bool:
    return clause == wanted or clause.startswith(f"{wanted}.")


def check_earliest(verdict: Verdict, wanted: str | None) -> None:
    assert verdict.earliest_on == (None if wanted in (None, "null") else date.fromisoformat(wanted)), told(
        verdict
    )


@pytest.mark.parametrize("entry", examples().values(), ids=examples())
def test_the_37_examples(entry: dict[str, Any]) -> None:
    verdict, want = verdict_of(entry["case"]), entry["want"]
    assert verdict.outcome == want["outcome"], told(verdict)
    assert any(
        found.outcome is verdict.outcome and agrees(found.clause, want["clause"])
        for found in verdict.findings
    ), told(verdict)
    if "earliest_on" in want:
        check_earliest(verdict, want["earliest_on"])


@pytest.mark.parametrize("entry", own().values(), ids=own())
def test_our_own_cases(entry: dict[str, Any]) -> None:
    verdict = verdict_of(case_of(entry), entry.get("answer"))
    assert verdict.outcome == entry["want"], told(verdict)
    at = entry.get("at", entry["clause"])
    assert any(found.outcome is verdict.outcome and agrees(found.clause, at) for found in verdict.findings), (
        told(verdict)
    )
    if "earliest" in entry:
        check_earliest(verdict, entry["earliest"])
    if "code" in entry:
        outcome = entry.get("as", entry["want"])
        assert any(found.code == entry["code"] and found.outcome == outcome for found in verdict.findings)
    if "says" in entry:
        assert any(entry["says"] in found.message for found in verdict.findings), told(verdict)


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("holds", [True, False], ids=["holds", "fails"])
def test_every_clause_has_a_case(clause: str, holds: bool) -> None:
    wanted = [(entry["want"]["outcome"], entry["want"]["clause"]) for entry in examples().values()]
    wanted += [(entry["want"], entry.get("at", entry["clause"])) for entry in own().values()]
    found = [outcome for outcome, at in wanted if agrees(at, clause) and (outcome == "eligible") is holds]
    if holds and not found:  # a finding that holds, in a case that is eligible as a whole
        found = [
            entry["id"]
            for entry in examples().values()
            if entry["want"]["outcome"] == "eligible"
            and any(
                each.clause == clause and each.outcome is Outcome.ELIGIBLE
                for each in verdict_of(entry["case"]).findings
            )
        ]
    assert found, f"clause {clause} lacks a {'passing' if holds else 'failing'} case"


def test_every_case_says_what_it_shows() -> None:
    assert all(entry["note"] and entry["clause"] for entry in own().values())


@pytest.mark.parametrize("entry", own().values(), ids=own())
def test_sentences_are_chinese_and_whole(entry: dict[str, Any]) -> None:
    for found in verdict_of(case_of(entry), entry.get("answer")).findings:
        assert found.message.endswith(("。", "）")), found.message
        assert "None" not in found.message
        assert "_" not in found.message
        assert "。。" not in found.message
