"""What waits for me, and whether the list behind a number has that many rows."""

import re
from datetime import timedelta

import pytest

from tests.builders import LATER, a_batch, a_record, a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.integrity.lift_record import propose_lift
from zhicheng.review.batch import BatchStatus
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

CARD = re.compile(r'<a class="stat( urgent)?" href="([^"]+)">([^<]+)<b>([\d,]+)</b>')


def cards(client):
    """Label -> (number, address, urgent)."""
    return {
        label: (int(number), address.replace("&amp;", "&"), bool(urgent))
        for urgent, address, label, number in CARD.findall(client.get("/").text)
    }


@pytest.fixture
def a_year(story):
    """Something of everything."""
    with story() as session:
        a_batch(session, BatchStatus.FROZEN, route="fanghuiju")
        a_batch(session, size=2, route="award_intermediate")
        for status in Status:
            a_submission(session, status)
        a_submission(session, Status.REVIEWED, route="award_senior")


@pytest.mark.parametrize("role", Role)
def test_every_number_is_the_length_of_the_list_behind_it(people, a_year, role):
    client = people(role)
    for label, (number, address, _) in cards(client).items():
        text = client.get(address).text
        assert text.count('class="row-link"') == number, label


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.CLERK, {"已退回，48 小时内到期"}),
        (Role.REVIEWER, {"已退回，48 小时内到期", "待审核"}),
        (Role.APPROVER, {"已退回，48 小时内到期", "待我复核", "等待公布的批次"}),
        (Role.ISSUER, {"待制发证书"}),
        (Role.AUDITOR, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_everybody_sees_the_own_business(people, a_year, role, labels):
    assert set(cards(people(role))) == labels


def test_a_deadline_grows_urgent_and_passes(people, panel, story):
    with story() as session:
        due = a_submission(session, Status.RETURNED).due_at
    clerk = people(Role.CLERK)
    for before, label, urgent in (
        (20, "已退回，48 小时内到期", False),
        (12, "已退回，12 小时内到期", False),
        (2, "已退回，2 小时内到期", True),
        (0, "已退回，2 小时内到期", True),
        (-1, "退回已逾期", True),
    ):
        panel.config["ZHICHENG_NOW"] = due - timedelta(hours=before)
        clerk.enter(clerk.key)
        assert {name: card[2] for name, card in cards(clerk).items()} == {label: urgent}


def test_what_i_began_and_what_i_reviewed_myself(people, story):
    reviewer = people(Role.REVIEWER, Role.APPROVER)
    me = Actor(reviewer.key, "我", frozenset({Role.REVIEWER, Role.APPROVER}), frozenset(Office))
    with story() as session:
        a_submission(session, Status.IN_REVIEW, reviewer=me)
        a_submission(session, Status.IN_REVIEW)
        a_submission(session, Status.REVIEWED, reviewer=me)
        a_submission(session, Status.REVIEWED)
    numbers = {label: card[0] for label, card in cards(reviewer).items()}
    assert numbers == {"我在审核的": 1, "待我复核": 1}


def test_a_lift_waits_for_the_other_officer(people, story):
    one, other = people(Role.INTEGRITY_OFFICER, name="one"), people(Role.INTEGRITY_OFFICER, name="two")
    me = Actor(one.key, "甲", frozenset({Role.INTEGRITY_OFFICER}), frozenset(Office))
    with story() as session:
        record = a_record(session, "650199199003070127")
        propose_lift(session, me, LATER, record, reason="决定已撤销", decision_number="乌人社职决〔2025〕9号")
    assert "待我确认的解除" in cards(other) and "待我确认的解除" not in cards(one)


def test_another_office_waits_for_others(people, story):
    with story() as session:
        a_submission(session, route="award_senior")
    assert not cards(people(Role.REVIEWER, offices=(Office.JUNIOR_OFFICE,)))


def test_what_happened_since_yesterday_leads_to_it(people, story):
    with story() as session:
        submission = a_submission(session, Status.RETURNED)
    text = people(Role.REVIEWER).get("/").text
    assert f"/admin/submission/details/?id={submission.id}" in text and "退回补正" in text
