"""批量任务 through the real door."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import a_batch, a_record, a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.plan.plan import PlanStatus
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Plan, PlanRow, Submission

LIST = "/admin/submission/"
DETAILS = "/admin/plan/details/?id={}"


def chosen(client, action, keys, query=""):
    """Tick rows (or all that match) and press a button; returns the address of the plan."""
    form = {"action": action, "matching": query}
    form |= {"rowid": [str(key) for key in keys]} if keys else {"all_matching": "1"}
    answer = client.send(f"{LIST}action/", form, seen=LIST)
    assert answer.status_code == 303, answer.text
    return int(re.search(r"id=(\d+)", answer.location)[1])


def press(client, plan, verb, **form):
    """A button of the plan's page."""
    return client.send(f"/admin/plan/{verb}/?id={plan}", form, seen=DETAILS.format(plan))


def standing(story):
    """Statuses of all submissions, by key."""
    with story() as session:
        return [one.status for one in session.scalars(select(Submission).order_by(Submission.id))]


def test_nine_of_ten(people, story):
    """Q15: bulk approve of ten with one barred."""
    with story() as session:
        ten = [a_submission(session, Status.REVIEWED) for _ in range(10)]
        a_record(session, ten[4].applicant.id_number)
        keys = [one.id for one in ten]
    approver = people(Role.APPROVER)
    plan = chosen(approver, "approve", keys)
    text = approver.get(DETAILS.format(plan)).text
    assert "对 9 件复核通过" in text and "诚信记录期内：1 件" in text and "还没有改动任何一件" in text
    assert set(standing(story)) == {Status.REVIEWED}
    assert press(approver, plan, "confirm", opinion="同意。").status_code == 303
    text = approver.get(DETAILS.format(plan)).text
    assert "已完成" in text and "已执行（9）" in text and "打印回执" in text
    assert standing(story).count(Status.APPROVED) == 9


def test_all_that_match_are_meant(people, story):
    with story() as session:
        for _ in range(3):
            a_submission(session)
        a_submission(session, Status.IN_REVIEW)
    reviewer = people(Role.REVIEWER)
    plan = chosen(reviewer, "start_review", [], "flt_status_is=queued")
    with story() as session:
        assert len(session.scalars(select(PlanRow).where(PlanRow.plan_id == plan)).all()) == 3
    press(reviewer, plan, "confirm")
    assert standing(story) == [Status.IN_REVIEW] * 4


def test_of_too_many_those_that_came_first_are_taken(people, story, monkeypatch):
    monkeypatch.setattr("zhicheng.plan.draft_plan.MOST", 2)
    monkeypatch.setattr("zhicheng.admin.submission.Submissions.most", 2)
    with story() as session:
        keys = [a_submission(session).id for _ in range(3)]
        session.get_one(Submission, keys[0]).submitted_at += timedelta(hours=1)
    reviewer = people(Role.REVIEWER)
    assert "选择最早的 2 项（符合条件的共 3 项）" in reviewer.get(LIST).text
    plan = chosen(reviewer, "start_review", [], "flt_status_is=queued")
    with story() as session:
        planned = session.scalars(select(PlanRow.submission_id).where(PlanRow.plan_id == plan)).all()
    assert sorted(planned) == keys[1:]


def test_each_return_carries_its_own_list(people, story):
    with story() as session:
        short = a_submission(session, Status.IN_REVIEW, work_summary="太短").id
        whole = a_submission(session, Status.IN_REVIEW).id
    reviewer = people(Role.REVIEWER)
    plan = chosen(reviewer, "return", [short, whole])
    text = reviewer.get(DETAILS.format(plan)).text
    assert "对 1 件退回补正" in text and "没有发现须补正的问题" in text
    answer = press(reviewer, plan, "confirm", opinion="  ")
    assert answer.status_code == 422 and "须写明意见" in answer.text
    press(reviewer, plan, "confirm", opinion="请补正：\n{问题清单}")
    assert "4.5" in reviewer.get(f"/admin/submission/details/?id={short}").text
    assert standing(story) == [Status.RETURNED, Status.IN_REVIEW]


def test_a_plan_is_drafted_anew_with_other_words(people, story):
    with story() as session:
        key = a_submission(session, Status.IN_REVIEW).id
    reviewer = people(Role.REVIEWER)
    plan = chosen(reviewer, "return", [key])
    assert "没有一件可以退回补正" in reviewer.get(DETAILS.format(plan)).text
    answer = press(reviewer, plan, "redraft", opinion="照片不是本人，请更换。")
    assert answer.status_code == 303
    other = int(re.search(r"id=(\d+)", answer.location)[1])
    press(reviewer, other, "confirm", opinion="照片不是本人，请更换。")
    assert standing(story) == [Status.RETURNED]
    with story() as session:
        assert session.get_one(Plan, plan).status is PlanStatus.DROPPED


def test_a_long_plan_goes_on_and_can_be_stopped(people, story, monkeypatch):
    monkeypatch.setattr("zhicheng.admin.plan.SECONDS", 0.0)
    monkeypatch.setattr("zhicheng.admin.plan.ROWS", 1)
    with story() as session:
        keys = [a_submission(session).id for _ in range(3)]
    reviewer = people(Role.REVIEWER)
    plan = chosen(reviewer, "start_review", keys)
    answer = press(reviewer, plan, "confirm")
    assert answer.location.endswith("go=1")
    text = reviewer.get(answer.location).text
    assert "data-go-on" in text and "<progress" in text and "暂停" in text
    assert "data-go-on" not in reviewer.get(DETAILS.format(plan)).text
    press(reviewer, plan, "drop")
    assert standing(story).count(Status.QUEUED) == 2
    answer = press(reviewer, plan, "run")
    assert answer.status_code == 409 and "已放弃" in answer.text


def test_only_the_drafter_confirms_others_read(people, story):
    with story() as session:
        key = a_submission(session).id
    drafter, other, auditor = (
        people(Role.REVIEWER, name="one"),
        people(Role.REVIEWER, name="two"),
        people(Role.AUDITOR),
    )
    plan = chosen(drafter, "start_review", [key])
    for client in (other, auditor):
        assert "确认</h2>" not in client.get(DETAILS.format(plan)).text
        assert press(client, plan, "confirm").status_code == 403
        assert press(client, plan, "run").status_code == 403
    assert standing(story) == [Status.QUEUED]


def test_a_plan_of_another_office_is_not_there(people, story):
    with story() as session:
        key = a_submission(session, route="award_senior").id
    plan = chosen(people(Role.REVIEWER, name="one"), "start_review", [key])
    junior = people(Role.REVIEWER, name="two", offices=(Office.JUNIOR_OFFICE,))
    for one in (plan, 999_999):
        assert junior.get(DETAILS.format(one)).status_code == 404
    assert (
        "1 号" not in junior.get("/admin/plan/").text and "还没有批量任务" in junior.get("/admin/plan/").text
    )


@pytest.mark.parametrize(
    ("role", "action"), [(Role.CLERK, "approve"), (Role.REVIEWER, "issue"), (Role.AUDITOR, "run_checks")]
)
def test_a_button_that_one_does_not_have_does_nothing(people, story, role, action):
    with story() as session:
        key = a_submission(session).id
    client = people(role)
    form = {"action": action, "rowid": str(key), "matching": "", "csrf_token": client.csrf("/password")}
    assert client.post(f"{LIST}action/", data=form).status_code == 403


def test_rows_of_another_office_do_not_get_into_a_plan(people, story):
    with story() as session:
        mine, theirs = a_submission(session).id, a_submission(session, route="award_senior").id
    junior = people(Role.REVIEWER, offices=(Office.JUNIOR_OFFICE,))
    plan = chosen(junior, "start_review", [mine, theirs])
    with story() as session:
        assert [
            row.submission_id for row in session.scalars(select(PlanRow).where(PlanRow.plan_id == plan))
        ] == [mine]


def test_certificates_without_a_photo_are_blocked_row_by_row(people, story):
    with story() as session:
        a_batch(session, size=2)
        keys = list(session.scalars(select(Submission.id)))
    issuer = people(Role.ISSUER)
    plan = chosen(issuer, "issue", keys)
    press(issuer, plan, "confirm")
    text = issuer.get(DETAILS.format(plan)).text
    assert "执行时被拒（2）" in text and "没有一寸免冠照片" in text


def test_the_list_of_plans_opens(people, story):
    with story() as session:
        key = a_submission(session).id
    reviewer = people(Role.REVIEWER)
    chosen(reviewer, "start_review", [key])
    text = reviewer.get("/admin/plan/?flt_status_is=drafted").text
    assert "纳入批次并开始审核" in text and "待确认" in text
