"""What would change: stored dossiers judged again by a year with one answer changed; nothing stored."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import EXAMPLES, LATER, YEAR, a_submission, an_actor
from tests.refused import refused
from zhicheng.checks.assess import assess
from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.run_checks import run_checks
from zhicheng.checks.what_if import what_if
from zhicheng.exchange.case_file import read_case
from zhicheng.intake.lifecycle import Status
from zhicheng.policy.alternatives import altered, alternatives
from zhicheng.policy.vocabulary import Outcome
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

EXACT = {"from": "2025-08-19", "to": "2025-08-25", "result_on": "2025-08-26", "report_on": "2025-08-27"}
"""Five working days with the first one counted, four without."""


def stored(session: Session) -> int | None:
    """How many runs are kept."""
    return session.scalar(select(func.count()).select_from(CheckRun))


def test_clause_4_7_p_10_who_counts_the_first_day_no_more_flips(session: Session) -> None:
    exact = a_submission(session, publicity=EXACT)
    longer = a_submission(session, publicity=EXACT | {"from": "2025-08-11"})
    runs, actor = stored(session), an_actor(session, Role.REVIEWER)
    result = what_if(session, actor, YEAR, altered(YEAR, "P-10", "W-excl"))
    assert (result.total, result.replayed) == (2, 2)
    assert [one.submission_id for one in result.flipped] == [exact.id]
    flipped = result.flipped[0]
    assert (flipped.before, flipped.after) == (Outcome.ELIGIBLE, Outcome.RETURNABLE)
    (difference,) = flipped.differences
    assert (difference.clause, difference.code) == ("4.7", "publicity_days")
    assert (difference.before, difference.after) == (Outcome.ELIGIBLE, Outcome.RETURNABLE)
    assert "工作日" in difference.message
    assert result.groups == [(Outcome.ELIGIBLE, Outcome.RETURNABLE, 1)]
    assert result.reasons == [("4.7", "publicity_days", 1)]
    assert longer.id not in {one.submission_id for one in result.touched}
    assert stored(session) == runs


def test_the_same_year_changes_nobody(session: Session) -> None:
    a_submission(session)
    result = what_if(session, an_actor(session, Role.REVIEWER), YEAR, YEAR)
    assert (result.replayed, result.touched) == (1, [])


def test_only_the_newest_check_counts_and_only_the_own_offices(session: Session) -> None:
    submission = a_submission(session, publicity=EXACT)
    run_checks(session, an_actor(session, Role.REVIEWER), LATER, YEAR, submission)
    a_submission(session, Status.DRAFT)
    other = altered(YEAR, "publicity.working_days", "6")
    here = what_if(session, an_actor(session, Role.REVIEWER, Office.JUNIOR_OFFICE), YEAR, other)
    assert [one.submission_id for one in here.flipped] == [submission.id]
    there = what_if(session, an_actor(session, Role.REVIEWER, Office.TITLE_OFFICE), YEAR, other)
    assert (there.total, there.replayed) == (0, 0)
    with refused("not_permitted"):
        what_if(session, an_actor(session, Role.ADMINISTRATOR), YEAR, other)


def test_there_is_a_limit_and_it_is_told(session: Session) -> None:
    for _ in range(3):
        newest = a_submission(session, publicity=EXACT)
    result = what_if(session, an_actor(session, Role.REVIEWER), YEAR, altered(YEAR, "P-10", "W-excl"), most=1)
    assert (result.total, result.replayed) == (3, 1)
    assert [one.submission_id for one in result.flipped] == [newest.id]


def test_what_was_found_by_another_file_is_judged_anew_on_both_sides(session: Session) -> None:
    submission = a_submission(session, publicity=EXACT)
    old = altered(YEAR, "P-10", "W-excl")
    result = what_if(session, an_actor(session, Role.REVIEWER), old, YEAR)
    assert [(one.submission_id, one.before, one.after) for one in result.flipped] == [
        (submission.id, Outcome.RETURNABLE, Outcome.ELIGIBLE)
    ]


CASES = [
    read_case(json.dumps(json.loads(line)["case"]).encode(), YEAR)
    for line in EXAMPLES.read_text().splitlines()
]


@pytest.mark.parametrize("one", [one for one in alternatives(YEAR) if one.judged], ids=lambda one: one.key)
def test_every_alternative_can_be_asked_of_every_worked_case(one: object) -> None:
    for value in list(one.choices) or [str(one.least), str(one.most)]:
        other = altered(YEAR, one.key, value)
        for case in CASES:
            assert assess(case, other).rules == other.sha256


@pytest.mark.parametrize(
    "one", [one for one in alternatives(YEAR) if not one.judged], ids=lambda one: one.key
)
def test_what_no_check_reads_flips_nobody(one: object) -> None:
    for value in list(one.choices) or [str(one.least), str(one.most)]:
        other = altered(YEAR, one.key, value)
        for case in CASES:
            assert assess(case, other).findings == assess(case, YEAR).findings
