"""The queue, and the words that the checks suggest."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests.builders import LATER, a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.policy.holidays import days_off_between
from zhicheng.review.draft_opinion import draft_decline, draft_opinion, numbered_defects
from zhicheng.review.queue import count_by_status, next_in_queue, previous_in_queue
from zhicheng.staff.office import Office

BOTH = tuple(Office)
WRONG = [
    {"clause": "4.5", "outcome": "returnable", "message": "小结太短。"},
    {"clause": "2", "outcome": "eligible", "message": "属于范围。"},
    {"clause": "3.1.3", "outcome": "ineligible", "message": "年限不足。"},
]


def test_one_goes_through_the_queue_of_two_offices_and_begins_again(session: Session) -> None:
    routes = ("initial_junior", "award_senior", "initial_junior", "award_senior")
    queue = [a_submission(session, route=route) for route in routes]
    assert [next_in_queue(session, one, Status.QUEUED, BOTH) for one in queue] == [*queue[1:], queue[0]]
    assert [previous_in_queue(session, one, BOTH) for one in queue] == [None, *queue[:-1]]
    junior = (Office.JUNIOR_OFFICE,)
    assert next_in_queue(session, queue[0], Status.QUEUED, junior) is queue[2]
    assert previous_in_queue(session, queue[2], junior) is queue[0]


def test_the_only_one_has_no_neighbour(session: Session) -> None:
    one = a_submission(session, Status.RETURNED)
    assert next_in_queue(session, one, Status.RETURNED, BOTH) is None
    assert previous_in_queue(session, one, BOTH) is None
    assert next_in_queue(session, one, Status.RETURNED, ()) is None


def test_the_older_clock_comes_first(session: Session) -> None:
    late = a_submission(session)
    early = a_submission(session)
    early.submitted_at = LATER - timedelta(days=9)
    session.flush()
    assert previous_in_queue(session, late, BOTH) is early


def test_standing_is_counted_by_office(session: Session) -> None:
    a_submission(session)
    a_submission(session, Status.APPROVED, route="award_senior")
    assert count_by_status(session, BOTH)[Status.APPROVED] == 1
    assert count_by_status(session, (Office.JUNIOR_OFFICE,))[Status.APPROVED] == 0


def test_defects_are_numbered_the_hopeless_first() -> None:
    assert numbered_defects(WRONG) == "1. 〔通知 3.1.3〕年限不足。\n2. 〔通知 4.5〕小结太短。"
    assert draft_opinion(WRONG[1:2], 1, 3, 48) == "" == numbered_defects([])
    assert "48小时内" in draft_opinion(WRONG, 2, 3, 48) and "第2次提交，含初次共3次" in draft_opinion(
        WRONG, 2, 3, 48
    )


def test_a_decline_is_suggested_only_where_nothing_can_be_mended() -> None:
    assert draft_decline(WRONG[:2], 1, 3) == ""
    assert "4.5" in draft_decline(WRONG[:2], 3, 3)
    assert "3.1.3" in draft_decline(WRONG, 1, 3)


def test_holidays_are_found_where_they_touch() -> None:
    assert [off.name for off in days_off_between(date(2025, 6, 2), date(2025, 6, 6))] == [
        "端午节",
        "古尔邦节",
    ]
    assert days_off_between(date(2025, 6, 11), date(2025, 6, 12)) == []
