"""Routes, clauses, units and days taken."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import ON, YEAR, a_submission, an_actor
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.review.figures.reach import Reach
from zhicheng.review.figures.returned import Unit, returned_once, returns_by_clause, units
from zhicheng.review.figures.standing import anything_handed_in, standing_by_route
from zhicheng.review.figures.took import days_taken, took_between, within
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

ALL = Reach("2025", tuple(Office))


def test_a_draft_stands_nowhere_yet(session: Session) -> None:
    a_submission(session, Status.DRAFT)
    assert standing_by_route(session, ALL) == {}
    assert not anything_handed_in(session, ALL)
    a_submission(session, Status.DECLINED)
    assert standing_by_route(session, ALL) == {"initial_junior": {Status.DECLINED: 1}}
    assert anything_handed_in(session, ALL)


def test_a_clause_is_read_from_the_letter_and_leads_to_its_submissions(session: Session) -> None:
    submission = a_submission(session, Status.IN_REVIEW)
    words = "1. 〔通知 4.4〕缺考核证明。\n2. 〔通知 4.4〕缺盖章。\n3. 〔通知 3.1.2〕年限不足。"
    return_for_correction(
        session, an_actor(session, Role.REVIEWER), ON[Status.RETURNED], YEAR, submission, words
    )
    a_submission(session, Status.RETURNED)  # in words without a clause
    assert returns_by_clause(session, ALL) == [("3.1.2", 1), ("4.4", 1)]
    for clause, number in (("4.4", 1), ("3.1", 0), ("", 2), ("4_4", 0)):
        counting = select(func.count()).select_from(Submission).where(returned_once(clause))
        assert session.scalar(counting) == number, clause


def test_a_unit_is_judged_by_the_share_that_came_back(session: Session) -> None:
    for at in (Status.LAPSED, Status.APPROVED, Status.QUEUED, Status.DRAFT):
        a_submission(session, at, employer={"name": "甲单位"})
    a_submission(session, Status.QUEUED, employer={"name": "乙单位"})
    found = units(session, ALL)
    assert found == [Unit("甲单位", 3, 1), Unit("乙单位", 1, 0)]
    assert found[0].share == pytest.approx(1 / 3)


def test_days_run_from_the_first_arrival_to_the_decision(session: Session) -> None:
    a_submission(session, Status.APPROVED)
    a_submission(session, Status.IN_REVIEW)
    assert days_taken(session, ALL) == [(2, 1)]  # 1 September to 3 September
    for span, number in (((0, 1), 0), ((2, 3), 1)):
        counting = select(func.count()).select_from(Submission).where(took_between(*span))
        assert session.scalar(counting) == number


def test_half_and_nine_tenths_are_read_off_the_distribution() -> None:
    taken = [(1, 4), (3, 5), (20, 1)]
    assert [within(taken, share) for share in (0.5, 0.9, 1)] == [3, 3, 20]
