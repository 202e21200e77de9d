"""申报人 through the real door: found, entered, corrected, revealed."""

import pytest
from sqlalchemy import select

from tests.builders import a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Applicant, AuditEntry

PERSON = {
    "name": "古丽娜 • 吐尔逊",
    "id_type": "resident_identity_card",
    "id_number": "650102190801010014",
    "sex": "male",
    "birth_date": "1908-01-01",
    "ethnic_group": "05",
    "phone": "",
}


@pytest.fixture
def clerk(people):
    """A clerk of both offices."""
    return people(Role.CLERK)


def enter(clerk, **changes):
    """Send the form for a new person."""
    return clerk.send("/admin/applicant/new/", PERSON | changes)


def test_a_person_is_entered_with_the_name_and_number_in_their_one_form(clerk, story):
    answer = enter(clerk, id_number=" 65010219080101009x ")
    assert answer.status_code == 303
    with story() as session:
        person = session.scalars(select(Applicant)).one()
        assert (person.name, person.id_number) == ("古丽娜·吐尔逊", "65010219080101009X")
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "create")).one()
        assert "65010219080101009X" not in str(entry.changes)
        assert entry.actor_id == clerk.key


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("id_number", "650102190801010013", "校验码不符"),
        ("id_number", "65010219080101001", "17 位数字加"),
        ("id_number", "650104190702290033", "不存在"),
        ("birth_date", "1908-01-02", "出生日期 1908-01-01 不一致"),
        ("sex", "female", "性别“男”不一致"),
        ("name", "···", "姓名不能为空"),
        ("name", "", "请填写此项"),
        ("id_number", "", "请填写此项"),
        ("ethnic_group", "99", "请从列表中选择"),
    ],
)
def test_a_wrong_entry_is_named_under_its_field_and_nothing_is_lost(clerk, story, field, value, sentence):
    answer = enter(clerk, **{field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert "没有保存" in page
    with story() as session:
        assert session.scalars(select(Applicant)).first() is None


def test_every_mistake_is_named_at_once(clerk):
    page = enter(
        clerk, name="", id_number="650102190801010013", birth_date="1908-13-01", ethnic_group="99"
    ).get_data(as_text=True)
    for sentence in ("请填写此项", "校验码不符", "请填写日期", "请从列表中选择"):
        assert sentence in page, sentence
    page = enter(clerk, name="", sex="female", birth_date="").get_data(as_text=True)
    assert "性别“男”不一致" in page
    assert "与号码中的出生日期" not in page  # what is missing is called missing, not different


def test_the_same_number_twice_is_refused_with_a_sentence_and_without_the_number(clerk):
    enter(clerk)
    answer = enter(clerk, name="另一人")
    assert answer.status_code == 422
    assert "已登记在另一位申报人名下" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "words", ["古丽娜·吐尔逊", "古丽娜•吐", "古丽娜・吐尔逊", "650102190801010014", "吐尔逊"]
)
def test_a_person_is_found_by_name_with_any_dot_and_by_the_whole_number(clerk, words):
    enter(clerk)
    found = clerk.get("/admin/applicant/", query_string={"search": words})
    assert "古丽娜·吐尔逊" in found.get_data(as_text=True)


@pytest.mark.parametrize("words", ["6501021908", "65010219080101001", "%", "_", "650102190801010014 0"])
def test_a_part_of_a_number_or_a_pattern_finds_nobody(clerk, words):
    enter(clerk)
    found = clerk.get("/admin/applicant/", query_string={"search": words}, follow_redirects=True)
    assert "古丽娜·吐尔逊" not in found.get_data(as_text=True)


def test_a_person_is_found_by_the_name_of_the_unit(clerk, story):
    with story() as session:
        submission = a_submission(session)
        name, unit = submission.applicant.name, submission.employer.name
    assert name in clerk.get("/admin/applicant/", query_string={"search": unit[:4]}).get_data(as_text=True)


def test_the_number_is_masked_in_list_details_and_form(clerk):
    enter(clerk)
    for address in ("/admin/applicant/", "/admin/applicant/details/?id=1", "/admin/applicant/edit/?id=1"):
        text = clerk.get(address).get_data(as_text=True)
        assert "650102190801010014" not in text
        assert "650102********0014" in text


def test_the_whole_number_takes_a_reason_and_leaves_a_trace(people, story):
    client = people(Role.REVIEWER)
    with story() as session:
        submission = a_submission(session)
        key, number = submission.applicant_id, submission.applicant.id_number
    spaced = f"{number[:6]}&nbsp;{number[6:14]}&nbsp;{number[14:]}"
    details, address = f"/admin/applicant/details/?id={key}", f"/admin/applicant/reveal/?id={key}"
    refused = client.send(address, {"reveal_reason": "  "}, seen=details)
    assert refused.status_code == 422
    assert spaced not in refused.get_data(as_text=True)
    shown = client.send(address, {"reveal_reason": "电话核对身份"}, seen=details)
    assert spaced in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    with story() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "reveal_identity")).one()
        assert (entry.actor_id, entry.subject_id, entry.reason) == (client.key, key, "电话核对身份")
        assert number not in str(entry.changes)


def test_thirty_numbers_an_hour_and_no_more(people, story):
    client = people(Role.REVIEWER)
    with story() as session:
        key = a_submission(session).applicant_id
    details, address = f"/admin/applicant/details/?id={key}", f"/admin/applicant/reveal/?id={key}"
    token = client.csrf(details)
    for _ in range(30):
        form = {"reveal_reason": "逐一核对", "csrf_token": token}
        assert client.post(address, data=form).status_code == 200
    assert client.post(address, data=form).status_code == 429


def test_a_blank_number_keeps_the_one_that_stands_there(clerk, story):
    enter(clerk)
    form = PERSON | {"id_number": "", "phone": "0991-1234567", "version": "1"}
    assert clerk.send("/admin/applicant/edit/?id=1", form).status_code == 303
    with story() as session:
        person = session.get_one(Applicant, 1)
        assert (person.id_number, person.phone) == ("650102190801010014", "0991-1234567")


def test_who_was_slower_learns_it_and_keeps_the_words(clerk):
    enter(clerk)
    stale = PERSON | {"id_number": "", "phone": "我的电话", "version": "1"}
    clerk.send("/admin/applicant/edit/?id=1", PERSON | {"id_number": "", "phone": "12345", "version": "1"})
    answer = clerk.send("/admin/applicant/edit/?id=1", stale)
    assert answer.status_code == 409
    assert "我的电话" in answer.get_data(as_text=True)
    assert "12345" in answer.get_data(as_text=True)


@pytest.mark.parametrize("status", [Status.QUEUED, Status.IN_REVIEW, Status.REVIEWED, Status.APPROVED])
def test_who_is_being_judged_or_awaits_a_certificate_stays_who_they_are(clerk, story, status):
    with story() as session:
        person = a_submission(session, status).applicant
        form = {
            "name": "别人",
            "id_type": "resident_identity_card",
            "id_number": "",
            "sex": person.sex.value,
            "birth_date": person.birth_date.isoformat(),
            "ethnic_group": person.ethnic_group or "",
            "phone": "",
            "version": person.version,
        }
        key, name = person.id, person.name
    answer = clerk.send(f"/admin/applicant/edit/?id={key}", form)
    assert answer.status_code == 409
    assert "此时不能更正" in answer.get_data(as_text=True)
    assert (
        clerk.send(f"/admin/applicant/edit/?id={key}", form | {"name": name, "phone": "1"}).status_code == 303
    )


def test_a_returned_persons_name_may_be_corrected(clerk, story):
    with story() as session:
        person = a_submission(session, Status.RETURNED).applicant
        form = PERSON | {
            "id_number": "",
            "sex": person.sex.value,
            "birth_date": person.birth_date.isoformat(),
            "version": person.version,
        }
        key = person.id
    assert clerk.send(f"/admin/applicant/edit/?id={key}", form).status_code == 303


def test_what_hangs_on_a_person_is_shown_by_office(people, story):
    with story() as session:
        submission = a_submission(session, route="fanghuiju")
        key, number = submission.applicant_id, submission.number
    address = f"/admin/applicant/details/?id={key}"
    own = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,), name="own")
    other = people(Role.REVIEWER, offices=(Office.JUNIOR_OFFICE,), name="other")
    assert number in own.get(address).get_data(as_text=True)
    text = other.get(address).get_data(as_text=True)
    assert number not in text
    assert "其他科室另有 1 件申报" in text


@pytest.mark.parametrize(
    "role", [Role.REVIEWER, Role.APPROVER, Role.ISSUER, Role.INTEGRITY_OFFICER, Role.AUDITOR]
)
def test_only_a_clerk_may_enter_and_correct(people, role):
    client = people(role)
    assert client.get("/admin/applicant/").status_code == 200
    assert client.get("/admin/applicant/new/").status_code == 403
    assert client.get("/admin/applicant/edit/?id=1").status_code == 403


def test_the_administrator_sees_nobody(people):
    assert people(Role.ADMINISTRATOR).get("/admin/applicant/").status_code == 403


def test_markup_in_a_name_stays_words(clerk):
    enter(clerk, name="<img src=x onerror=alert(1)>")
    for address in ("/admin/applicant/", "/admin/applicant/details/?id=1", "/admin/applicant/edit/?id=1"):
        assert "<img src=x" not in clerk.get(address).get_data(as_text=True)


def test_a_name_that_no_certificate_can_print_is_said_at_once(clerk):
    enter(clerk, name="张𮧵")
    assert "将来无法制证" in clerk.get("/admin/applicant/details/?id=1").get_data(as_text=True)
