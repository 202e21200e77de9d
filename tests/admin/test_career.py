"""更正申报内容 and 新建申报 through the real door."""

import pytest
from sqlalchemy import select

from tests.builders import a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry, Submission

EDIT = "/admin/career/edit/?id={}"
ROW = "/admin/career/row/?id={}&kind={}"
ROWS = {
    "education": {
        "level": "21", "full_time": "1", "completed_on": "2023-06", "school": "某大学", "major": "",
        "certification_no": "",
    },
    "degrees": {"degree": "master", "conferred_on": "2023-06-30", "school": "某大学", "certification_no": ""},
    "employment": {
        "employer": "某单位", "post": "技术员", "specialty": "机械", "professional": "y",
        "from_": "2023-07-01", "to": "", "place": "city",
    },
    "appraisals": {"year": "2019", "result": "qualified"},
    "continuing_education": {"year": "2019", "common": "y"},
    "grassroots_service": {"kind": "village", "from_": "2022-01", "to": "2022-12-31"},
}  # fmt: skip


@pytest.fixture
def clerk(people):
    """A clerk of the junior office."""
    return people(Role.CLERK, offices=(Office.JUNIOR_OFFICE,))


@pytest.fixture
def returned(story):
    """The key and the version of a submission that lies with the applicant."""
    with story() as session:
        submission = a_submission(session, Status.RETURNED)
        return submission.id, submission.version


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_is_added_changed_and_removed_each_with_a_trace(clerk, returned, story, kind):
    key, version = returned
    with story() as session:
        before = len(getattr(session.get_one(Submission, key), kind))
    address = ROW.format(key, kind)
    assert clerk.send(address, ROWS[kind] | {"version": version}).status_code == 303
    with story() as session:
        submission = session.get_one(Submission, key)
        rows = getattr(submission, kind)
        assert len(rows) == before + 1
        assert submission.version == version + 1
        fact = max(row.id for row in rows)
    changed = ROWS[kind] | {"version": version + 1} | ({"year": "2018"} if "year" in ROWS[kind] else {})
    assert clerk.send(f"{address}&row={fact}", changed).status_code == 303
    page = EDIT.format(key)
    with story() as session:
        version = session.get_one(Submission, key).version
    remove = f"/admin/career/remove/?id={key}&kind={kind}&row={fact}"
    assert clerk.send(remove, {"version": version}, seen=page).status_code == 303
    with story() as session:
        assert len(getattr(session.get_one(Submission, key), kind)) == before
        acts = session.scalars(select(AuditEntry).where(AuditEntry.act == "amend")).all()
        assert {entry.actor_id for entry in acts} == {clerk.key}
        assert all(field.startswith(kind) for entry in acts for field in entry.changes)


@pytest.mark.parametrize(
    ("kind", "changes", "sentence"),
    [
        ("education", {"level": "99"}, "请从列表中选择"),
        ("education", {"completed_on": "2023-13"}, "只知道月份时填"),
        ("employment", {"to": "2023-06-01"}, "结束时间早于开始时间"),
        ("appraisals", {"year": "20"}, "1950 到 2100"),
        ("degrees", {"conferred_on": ""}, "请填写此项"),
    ],
)
def test_a_wrong_row_keeps_the_form(clerk, returned, kind, changes, sentence):
    key, version = returned
    answer = clerk.send(ROW.format(key, kind), ROWS[kind] | changes | {"version": version})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_several_rows_are_entered_without_going_back(clerk, returned):
    key, version = returned
    address = ROW.format(key, "appraisals")
    assert "保存并继续新增" in clerk.get(address).text
    sent = {"year": "2018", "result": "qualified", "version": version, "_add_another": "1"}
    answer = clerk.send(address, sent)
    assert (answer.status_code, answer.location) == (303, address)
    assert "已保存" in clerk.get(address).text
    assert "保存并继续新增" not in clerk.get(f"/admin/career/part/?id={key}&part=title").text


def test_the_same_year_twice_is_refused_with_a_sentence(clerk, returned):
    key, version = returned
    clerk.send(ROW.format(key, "appraisals"), ROWS["appraisals"] | {"version": version})
    answer = clerk.send(ROW.format(key, "appraisals"), ROWS["appraisals"] | {"version": version + 1})
    assert answer.status_code == 422
    assert "这一年度已有考核结果" in answer.get_data(as_text=True)


def test_the_slower_one_learns_who_was_faster_and_keeps_the_words(clerk, returned):
    key, version = returned
    clerk.send(ROW.format(key, "degrees"), ROWS["degrees"] | {"version": version})
    late = ROWS["education"] | {"school": "我填写的学校", "version": version}
    answer = clerk.send(ROW.format(key, "education"), late)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "在您查看之后已有变化" in text
    assert "我填写的学校" in text


def part(key, name):
    """The address of a part."""
    return f"/admin/career/part/?id={key}&part={name}"


def test_the_parts_of_the_submission_are_corrected(clerk, returned, story):
    key, version = returned
    with story() as session:
        unit = session.get_one(Submission, key).employer
        named = f"{unit.name}（{unit.id}）"
    title = {
        "employer": named, "title_sought_series": "engineering", "title_sought_specialty": "机械",
        "title_sought_level": "assistant", "title_held_series": "", "title_held_specialty": "",
        "title_held_level": "", "title_held_obtained_on": "", "postdoctoral_exit_on": "", "version": version,
    }  # fmt: skip
    half = clerk.send(part(key, "title"), title | {"title_held_level": "technician"})
    assert half.status_code == 422
    assert "须一并填写" in half.get_data(as_text=True)
    assert clerk.send(part(key, "title"), title).status_code == 303
    with story() as session:
        submission = session.get_one(Submission, key)
        version = submission.version
        assert submission.title_sought_specialty == "机械"
    days = {"publicity_from": "2025-08-01", "publicity_to": "2025-08-12", "publicity_result_on": "",
            "publicity_report_on": "", "publicity_objections": "0", "version": version}  # fmt: skip
    assert clerk.send(part(key, "publicity"), days | {"publicity_to": ""}).status_code == 422
    assert clerk.send(part(key, "publicity"), days).status_code == 303
    with story() as session:
        version = session.get_one(Submission, key).version
    words = {"work_summary": "字" * 2100, "version": version}
    assert clerk.send(part(key, "summary"), words).status_code == 303
    with story() as session:
        submission = session.get_one(Submission, key)
        assert (submission.publicity_objections, len(submission.work_summary)) == (False, 2100)
        last = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "amend").order_by(AuditEntry.id)
        ).all()[-1]
        assert "字字" not in str(last.changes)


@pytest.mark.parametrize("status", [Status.QUEUED, Status.IN_REVIEW, Status.APPROVED])
def test_what_is_under_review_does_not_move(clerk, story, status):
    with story() as session:
        submission = a_submission(session, status)
        key, version = submission.id, submission.version
    text = clerk.get(EDIT.format(key)).get_data(as_text=True)
    assert "只能在草稿或退回后更正" in text
    answer = clerk.send(ROW.format(key, "degrees"), ROWS["degrees"] | {"version": version})
    assert answer.status_code == 409


def test_another_offices_submission_is_as_unknown_as_none(clerk, story):
    with story() as session:
        foreign = a_submission(session, Status.RETURNED, "fanghuiju").id
    for key in (foreign, 999, "x"):
        for address in (EDIT.format(key), ROW.format(key, "degrees"), part(key, "title")):
            assert clerk.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_a_clerk_writes(people, returned, role):
    client = people(role)
    for address in (EDIT.format(returned[0]), part(returned[0], "title"), "/admin/career/new/?id=1"):
        assert client.get(address).status_code == 403


def test_a_file_is_opened_by_hand_and_handed_in(clerk, story):
    with story() as session:
        submission = a_submission(session, Status.WITHDRAWN)
        person, unit = submission.applicant_id, submission.employer.name
    form = {
        "route": "initial_junior", "employer": unit, "title_sought_series": "engineering",
        "title_sought_specialty": "机械", "title_sought_level": "assistant", "despite_lapse": "",
    }  # fmt: skip
    address = f"/admin/career/new/?id={person}"
    wrong = clerk.send(address, form | {"employer": "没有这家单位"})
    assert wrong.status_code == 422
    assert "没有找到这一项" in wrong.get_data(as_text=True)
    opened = clerk.send(address, form)
    assert opened.status_code == 303
    page = opened.headers["Location"]
    text = clerk.get(page).get_data(as_text=True)
    assert "已登记" in text
    again = clerk.send(address, form)
    assert again.status_code == 409
    assert "已有在办申报" in again.get_data(as_text=True)
    key = page.rpartition("=")[2]
    assert clerk.send(f"/admin/career/hand-in/?id={key}", {}, seen=page).status_code == 303
    with story() as session:
        assert session.get_one(Submission, int(key)).status is Status.QUEUED


def test_a_lapse_takes_a_reason(clerk, story):
    with story() as session:
        submission = a_submission(session, Status.LAPSED)
        person, unit = submission.applicant_id, submission.employer.name
    form = {
        "route": "initial_junior", "employer": unit, "title_sought_series": "engineering",
        "title_sought_specialty": "机械", "title_sought_level": "assistant", "despite_lapse": "",
    }  # fmt: skip
    address = f"/admin/career/new/?id={person}"
    assert "逾期" in clerk.send(address, form).get_data(as_text=True)
    assert clerk.send(address, form | {"despite_lapse": "系统故障，经批准"}).status_code == 303


def test_markup_stays_words(clerk, returned):
    key, version = returned
    clerk.send(ROW.format(key, "education"), ROWS["education"] | {"school": "<b>x</b>", "version": version})
    assert "<b>x</b>" not in clerk.get(EDIT.format(key)).get_data(as_text=True)


def test_units_are_suggested_and_an_ambiguous_name_is_not_guessed(clerk, story):
    with story() as session:
        name = a_submission(session).employer.name
    found = clerk.get(
        "/admin/career/lookup/", query_string={"field": "employer", "words": name[:3]}
    ).get_json()
    assert found[0]["key"].startswith(name)
    assert clerk.get("/admin/career/lookup/?field=employer&words=a").get_json() == []
