"""What waits for me, and whether the list behind a number has that many rows."""

import re
from datetime import timedelta

import pytest

from tests.builders import LATER, a_batch, a_record, a_submission, an_actor
from zhicheng.intake.lifecycle import Status
from zhicheng.integrity.lift_record import propose_lift
from zhicheng.kernel import audit
from zhicheng.plan.draft_plan import draft_plan
from zhicheng.review.batch import BatchStatus
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.staff.staff import Staff

CARD = re.compile(r'<a class="stat( urgent)?" href="([^"]+)"[^>]*>([^<]+)<b>([\d,]+)</b>')
TOTAL = re.compile(r"共 ([\d,]+) 项|还有 (\d+) 件")


def cards(client):
    """Label -> (number, address, urgent)."""
    return {
        label: (int(number), address.replace("&amp;", "&"), bool(urgent))
        for urgent, address, label, number in CARD.findall(client.get("/").text)
    }


def counted_in_the_menu(client):
    """Entry -> the number beside it."""
    menu = client.get("/").text.partition("</nav>")[0]
    return {
        name: int(number) for name, number in re.findall(r'word">([^<]+)</span><span.*?</span>(\d+)<', menu)
    }


def length_of(client, address):
    """How many a list, or the page on which a batch's certificates are issued, says it has."""
    found = TOTAL.search(client.get(address).text)
    return int((found[1] or found[2]).replace(",", ""))


@pytest.fixture
def a_year(story):
    """Something of everything."""
    with story() as session:
        a_batch(session, BatchStatus.FROZEN, route="fanghuiju")
        a_batch(session, size=2, route="award_intermediate")
        for status in Status:
            a_submission(session, status)
        a_submission(session, Status.REVIEWED, route="award_senior")


def test_every_number_is_the_length_of_the_list_behind_it(people, a_year):
    for role in Role:
        client = people(role)
        for label, (number, address, _) in cards(client).items():
            assert length_of(client, address) == number, (role, label)


def test_everybody_sees_the_own_business_and_the_menu_counts_what_waits(people, a_year):
    for role, labels, counts in (
        (Role.CLERK, {"已退回，48 小时内到期", "草稿，尚未提交"}, {"申报": 2}),
        (Role.REVIEWER, {"已退回，48 小时内到期", "待审核"}, {"申报": 1}),
        (Role.APPROVER, {"已退回，48 小时内到期", "待我复核", "等待公布的批次"}, {"申报": 2, "批次": 1}),
        (Role.ISSUER, {"待制发证书"}, None),
        (Role.AUDITOR, {"今日的审计记录"}, None),
        (Role.ADMINISTRATOR, {"还没有改首次密码的账号"}, None),
    ):
        client = people(role)
        assert set(cards(client)) == labels, role
        assert counts is None or counted_in_the_menu(client) == counts, role


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


def test_only_a_batch_whose_members_are_all_approved_is_to_be_frozen(people, story):
    with story() as session:
        ready = a_batch(session, BatchStatus.OPEN, route="fanghuiju")
        a_submission(session, Status.IN_REVIEW)  # the open batch of the other office
    approver = people(Role.APPROVER)
    number, address, _ = cards(approver)["可以冻结的批次"]
    listed = approver.get(address).text
    assert (number, length_of(approver, address)) == (1, 1)
    assert ready.number in listed


def test_a_list_of_lifts_shows_those_that_wait_for_me(people, story):
    one, other = people(Role.INTEGRITY_OFFICER, name="one"), people(Role.INTEGRITY_OFFICER, name="two")
    me = Actor(one.key, "甲", frozenset({Role.INTEGRITY_OFFICER}), frozenset(Office))
    with story() as session:
        a_record(session, "650199199003070143")
        record = a_record(session, "650199199003070127")
        propose_lift(session, me, LATER, record, reason="决定已撤销", decision_number="乌人社职决〔2025〕9号")
    number, address, _ = cards(other)["待我确认的解除"]
    assert number == length_of(other, address) == 1
    assert "没有符合条件" in one.get(address).text


def test_a_plan_that_was_begun_is_brought_to_its_end_by_who_began_it(people, story):
    one, other = people(Role.REVIEWER, name="one"), people(Role.REVIEWER, name="two")
    me = Actor(one.key, "甲", frozenset({Role.REVIEWER}), frozenset(Office))
    with story() as session:
        queued = a_submission(session, Status.QUEUED)
        draft_plan(session, me, LATER, "start_review", [queued.id], "")
    number, address, _ = cards(one)["没有办完的批量任务"]
    assert number == length_of(one, address) == 1
    assert counted_in_the_menu(one)["批量任务"] == 1
    assert "没有办完的批量任务" not in cards(other)
    assert "批量任务" not in counted_in_the_menu(other)


def test_an_administrator_sees_who_is_locked_out(people, story):
    with story() as session:
        locked = session.get_one(Staff, an_actor(session, Role.CLERK).id)
        locked.locked_until = LATER + timedelta(minutes=5)
    administrator = people(Role.ADMINISTRATOR)
    number, address, _ = cards(administrator)["暂停登录的账号"]
    assert number == length_of(administrator, address) == 1


def test_an_administrator_is_told_when_the_last_backup_was_made(people, story):
    administrator, clerk = people(Role.ADMINISTRATOR), people(Role.CLERK)
    for ago, sentence in ((None, "还没有备份"), (25, "已超过一天"), (2, "最近一次备份是")):
        if ago is not None:
            with story() as session:
                made = {
                    "actor_id": None,
                    "actor_name": "命令行",
                    "subject_kind": "backup",
                    "subject_id": None,
                }
                audit.record(session, now=LATER - timedelta(hours=ago), act="make_backup", **made)
        text = administrator.get("/").text
        assert sentence in text
        assert ("backup make" in text) == (ago != 2)
        assert "备份" not in clerk.get("/").text


def test_the_most_urgent_stands_first(people, panel, story):
    with story() as session:
        due = a_submission(session, Status.RETURNED).due_at
        a_submission(session, Status.QUEUED)
        a_submission(session, Status.DRAFT)
    panel.config["ZHICHENG_NOW"] = due - timedelta(hours=1)
    reviewer = people(Role.REVIEWER, Role.CLERK)
    assert list(cards(reviewer)) == ["已退回，2 小时内到期", "待审核", "草稿，尚未提交"]


def test_a_year_without_submissions_says_what_comes_next(people):
    text = people(Role.CLERK).get("/").text
    assert "2025 年度还没有提交的申报" in text and "/admin/import/" in text
    assert "/figures/" not in text


def test_what_was_done_since_yesterday_is_counted_in_words(people, story):
    with story() as session:
        a_submission(session, Status.RETURNED)
        a_submission(session, Status.IN_REVIEW)
    text = people(Role.REVIEWER).get("/").text
    assert "开始审核 2 件，退回补正 1 件。" in text
