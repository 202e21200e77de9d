"""诚信档案 and 诚信查询 through the real doors."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.builders import a_certificate, a_record, a_submission, an_id_number
from tests.intake.sample_files import pdf
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry, IntegrityRecord

NUMBER = "650102190801010014"
RECORD = {
    "name": "古丽娜•吐尔逊",
    "id_type": "resident_identity_card",
    "id_number": NUMBER,
    "from_date": "2025-03-01",
    "decision_number": "乌人社职决〔2025〕1号",
    "decision_body": "乌鲁木齐市人力资源和社会保障局",
    "facts_found": "提供虚假工作证明",
    "legal_basis": "《职称评审管理暂行规定》",
}
NEW, LIST, DETAILS = "/admin/integrity/new/", "/admin/integrity/", "/admin/integrity/details/?id={}"
ASK = "/admin/integrity-lookup/"


@pytest.fixture
def officer(people):
    """Who keeps the archive."""
    return people(Role.INTEGRITY_OFFICER, name="officer")


def enter(officer, **changes):
    """Send the form for a new record."""
    return officer.send(NEW, RECORD | changes)


def test_a_record_is_entered_and_its_end_follows_from_the_policy(officer, story):
    assert enter(officer).status_code == 303
    with story() as session:
        record = session.scalars(select(IntegrityRecord)).one()
        assert (record.name, record.until) == ("古丽娜·吐尔逊", date(2028, 3, 1))
        assert record.added_by_id == officer.key
    text = officer.get(DETAILS.format(1)).get_data(as_text=True)
    assert "今天在记录期内，至" in text and "2028-03-01</span> 止" in text
    assert NUMBER not in text
    assert NUMBER not in officer.get(LIST).get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("from_date", "2025-12-01", "晚于今天"),
        ("id_number", "650102190801010013", "校验码和日期正确"),
        ("decision_number", "", "请填写此项"),
        ("facts_found", " ", "查明事实"),
        ("from_date", "2025-02-30", "请填写日期"),
    ],
)
def test_a_wrong_entry_keeps_the_form(officer, story, field, value, sentence):
    answer = enter(officer, **{field: value})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in text
    assert "提供虚假工作证明" in text or field == "facts_found"
    with story() as session:
        assert session.scalars(select(IntegrityRecord)).first() is None


def test_every_mistake_in_a_record_is_named_at_once(officer):
    text = enter(officer, name="···", id_number="650102190801010013", decision_number="").get_data(
        as_text=True
    )
    for sentence in ("姓名不能为空", "校验码和日期正确", "请填写此项"):
        assert sentence in text, sentence


def test_evidence_is_kept_inspected_and_handed_out_with_a_trace(officer, story):
    content = pdf()
    assert enter(officer, evidence=(BytesIO(content), "处理决定.pdf")).status_code == 303
    file = officer.send("/admin/integrity/evidence/?id=1", {}, seen=DETAILS.format(1))
    assert file.data == content
    assert "%E5%A4%84%E7%90%86" in file.headers["Content-Disposition"]
    with story() as session:
        acts = session.scalars(
            select(AuditEntry.act)
            .where(AuditEntry.subject_kind == "integrity_record")
            .order_by(AuditEntry.id)
        ).all()
        assert acts == ["add_record", "download_evidence"]
    refused = enter(officer, evidence=(BytesIO(b"<html>"), "x.pdf"), decision_number="另一号")
    assert refused.status_code == 422
    assert "只接受 JPEG、PNG 图片或 PDF 文件" in refused.get_data(as_text=True)
    assert officer.send(NEW, RECORD | {"other": (BytesIO(content), "x.pdf")}).status_code == 400


def test_who_is_hit_is_shown(officer, story):
    with story() as session:
        certificate = a_certificate(session)
        key = a_record(session, certificate.submission.applicant.id_number).id
        number, submission = certificate.number, certificate.submission.number
    text = officer.get(DETAILS.format(key)).get_data(as_text=True)
    assert number in text
    assert submission in text


def test_lifting_takes_a_decision_and_two_people(officer, people, story):
    enter(officer)
    page, words = (
        DETAILS.format(1),
        {"lift_reason": "申诉成立", "lift_decision_number": "乌人社职决〔2025〕9号"},
    )
    early = officer.send("/admin/integrity/confirm-lift/?id=1", {}, seen=page)
    assert early.status_code == 409
    assert (
        officer.send(
            "/admin/integrity/propose-lift/?id=1", words | {"lift_reason": " "}, seen=page
        ).status_code
        == 422
    )
    assert officer.send("/admin/integrity/propose-lift/?id=1", words, seen=page).status_code == 303
    same = officer.send("/admin/integrity/confirm-lift/?id=1", {}, seen="/admin/integrity/new/")
    assert same.status_code == 409
    assert "请由另一位诚信专员确认" in same.get_data(as_text=True)
    second = people(Role.INTEGRITY_OFFICER, name="second")
    assert second.send("/admin/integrity/confirm-lift/?id=1", {}, seen=page).status_code == 303
    with story() as session:
        record = session.get_one(IntegrityRecord, 1)
        assert (record.lifted_on, record.lift_confirmed_by_id) == (date(2025, 9, 3), second.key)
    assert "2025-09-03</span> 解除" in second.get(page).get_data(as_text=True)


@pytest.mark.parametrize(
    "role", [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_only_the_officer_opens_the_archive(people, story, role):
    with story() as session:
        a_record(session, NUMBER)
    client = people(role)
    for address in (LIST, DETAILS.format(1), NEW):
        assert client.get(address).status_code == 403


def ask(client, people, reason="批次公布前核查", day="2025-09-03", address=ASK, **more):
    """Send the box and go where it leads: the answer, or the box again."""
    sent = client.send(address, {"people": people, "day": day, "look_up_reason": reason, **more})
    return client.get(sent.location) if sent.status_code == 303 else sent


def test_a_pasted_list_is_answered_line_by_line_and_leaves_one_trace(people, story):
    free = an_id_number()
    with story() as session:
        a_record(session, NUMBER, name="古丽娜·吐尔逊")
    client = people(Role.REVIEWER)
    answer = ask(client, f"{NUMBER.lower()}\n{free}，古丽娜・吐尔逊\r\n 张三 ")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for words in (
        "4 项",
        "<b>2</b>",
        "在记录期内",
        "2027-03-01",
        "按姓名找到",
        "没有找到此姓名",
        "无记录",
        "650102********0014",
    ):
        assert words in text
    assert NUMBER not in text
    assert "乌人社职决" not in text
    with story() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "look_up_integrity")).one()
        assert (entry.changes["asked"], entry.changes["barred"]) == ([None, 4], [None, 2])
        assert (entry.actor_id, entry.reason) == (client.key, "批次公布前核查")
        assert NUMBER not in str(entry.changes)


@pytest.mark.parametrize(
    ("day", "words"),
    [("2027-03-01", "在记录期内"), ("2027-03-02", "该日不受限制"), ("2024-02-29", "该日不受限制")],
)
def test_any_day_can_be_asked(people, story, day, words):
    with story() as session:
        a_record(session, NUMBER)
    assert words in ask(people(Role.APPROVER), NUMBER, day=day).get_data(as_text=True)


@pytest.mark.parametrize(
    ("asked", "reason", "sentence"),
    [
        (NUMBER, "", "请写明查询事由"),
        (NUMBER, "查", "至少 4 个字"),
        (" \n ", "批次公布前核查", "请填写要查询的"),
        ("x1\n" * 2001, "批次公布前核查", "一次最多查询 2000 个"),
    ],
)
def test_without_a_reason_or_with_too_much_nothing_is_asked(people, story, asked, reason, sentence):
    answer = ask(people(Role.REVIEWER), asked, reason)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    with story() as session:
        assert not session.scalars(select(AuditEntry).where(AuditEntry.act == "look_up_integrity")).all()


def test_a_known_person_is_asked_for_without_typing_the_number(people, story):
    with story() as session:
        person = a_submission(session).applicant
        a_record(session, person.id_number)
        key, number = person.id, person.id_number
    client = people(Role.REVIEWER)
    text = ask(client, "1", "初审核查", address=f"{ASK}?person={key}").get_data(as_text=True)
    assert "在记录期内" in text
    assert number not in text


def test_one_of_several_persons_of_a_name_is_chosen_on_the_page(people, story):
    with story() as session:
        person = a_submission(session, applicant={"name": "张伟"}).applicant
        a_record(session, NUMBER, name="张伟")
        free, key = person.id_number, person.id
    client = people(Role.REVIEWER)
    page = ask(client, "张伟")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "1 个姓名有同名的人" in text
    assert "650102********0014" in text
    assert NUMBER not in text
    assert free not in text
    assert "在记录期内</span>" not in text
    seen = page.request.path + "?id=1"
    nothing = client.send("/admin/integrity-lookup/choose/?id=1", {}, seen=seen)
    assert nothing.status_code == 422
    assert "还没有选择" in nothing.get_data(as_text=True)
    assert client.send("/admin/integrity-lookup/choose/?id=1", {"x": "1"}, seen=seen).status_code == 400
    for value, words in ((f"a{key}", "无记录"), ("r1", "在记录期内</span>"), ("none", "没有找到此姓名")):
        sent = client.send("/admin/integrity-lookup/choose/?id=1", {"line-0": value}, seen=seen)
        assert words in client.get(sent.location).get_data(as_text=True)


def test_another_person_s_inquiry_is_not_found(people, story):
    ask(people(Role.REVIEWER, name="first"), NUMBER)
    assert people(Role.REVIEWER, name="second").get("/admin/integrity-lookup/answer/?id=1").status_code == 404
    assert people(Role.INTEGRITY_OFFICER).get("/admin/integrity-lookup/answer/?id=1").status_code == 200


def test_a_day_can_be_asked_as_it_was_known_then(people, story):
    with story() as session:
        a_record(session, NUMBER, date(2025, 1, 2))  # entered on 2025-09-01
    client = people(Role.REVIEWER)
    assert "在记录期内</span>" in ask(client, NUMBER, known_on="2025-09-01").get_data(as_text=True)
    assert "无记录" in ask(client, NUMBER, known_on="2025-08-31").get_data(as_text=True)
    late = ask(client, NUMBER, known_on="2025-09-04")
    assert late.status_code == 422
    assert "不能晚于今天" in late.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.CLERK, Role.ISSUER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_does_not_judge_does_not_ask(people, role):
    assert people(role).get(ASK).status_code == 403


def test_markup_in_a_record_or_question_stays_words(officer, people):
    enter(officer, facts_found="<script>alert(1)</script>", name="<b>x</b>")
    for address in (LIST, DETAILS.format(1)):
        text = officer.get(address).get_data(as_text=True)
        assert "<script>alert" not in text
        assert "<b>x</b>" not in text
    text = ask(people(Role.REVIEWER), "<img src=x>").get_data(as_text=True)
    assert "<img src=x>" not in text


def test_tabs_part_the_archive_by_what_bars_today(officer, people):
    enter(officer)
    enter(officer, from_date="2020-03-01", decision_number="乌人社职决〔2020〕9号")
    for standing, there, gone in (
        ("in_force", "2025〕1号", "2020〕9号"),
        ("expired", "2020〕9号", "2025〕1号"),
    ):
        text = officer.get(f"{LIST}?flt_standing_is={standing}").get_data(as_text=True)
        assert there in text
        assert gone not in text
    text = officer.get(LIST).get_data(as_text=True)
    for label, count in (("在记录期内", 1), ("记录期已满", 1), ("已解除", 0), ("待我确认的解除", 0)):
        assert f'{label}<span class="count">{count}</span>' in text
