"""The pages of the timelines through the real doors."""

import re

import pytest

from tests.builders import LATER, a_case, a_draft, a_submission, an_actor
from zhicheng.intake.amend import amend
from zhicheng.intake.attach import current_attachments
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

OF_SUBMISSION, OF_PERSON = "/admin/submission/timeline/?id={}", "/admin/applicant/timeline/?id={}"


@pytest.fixture
def returned(story):
    """A submission that was returned, and its person."""
    with story() as session:
        submission = a_submission(session, Status.RETURNED)
        return submission.id, submission.applicant_id, submission.number


def test_both_pages_tell_the_moves_in_words(people, returned):
    key, person, number = returned
    client = people(Role.REVIEWER)
    for address in (OF_SUBMISSION.format(key), OF_PERSON.format(person)):
        text = client.get(address).get_data(as_text=True)
        for words in (
            "第 1 次提交",
            "退回补正",
            "请补充工作证明。",
            "审核中",
            "已退回",
            "登记申报",
            "2025-09-02",
        ):
            assert words in text
    assert number in client.get(OF_PERSON.format(person)).get_data(as_text=True)


def test_a_correction_shows_its_fields_in_words(people, story):
    with story() as session:
        clerk = an_actor(session, Role.CLERK)
        submission = a_draft(session, a_case(), clerk)
        values = {"title_sought_level": submission.title_sought_level.__class__("technician")}
        amend(session, clerk, LATER, submission, submission.version, values)
        key = submission.id
    text = people(Role.CLERK).get(OF_SUBMISSION.format(key)).get_data(as_text=True)
    assert "<dt>申报级别</dt><dd><del>助理级</del> → <ins>员级</ins>" in text


def test_narrowing_keeps_to_the_page_and_nonsense_narrows_nothing(people, returned):
    key, _, _ = returned
    client, address = people(Role.REVIEWER), OF_SUBMISSION.format(key)
    files = client.get(f"{address}&kind=files").get_data(as_text=True)
    assert "上传材料" in files
    assert "请补充工作证明。" not in files
    none = client.get(f"{address}&from=2025-10-01").get_data(as_text=True)
    assert "没有符合这些条件的记录" in none
    whole = client.get(address).get_data(as_text=True)
    for nonsense in ("kind=x", "who=x", "from=2025-99-99", "to=9999-12-31", "from=0001-01-01"):
        text = client.get(f"{address}&{nonsense}").get_data(as_text=True)
        assert text.count("<li>") == whole.count("<li>")


def test_another_office_s_submission_has_no_timeline(people, returned):
    key, _, _ = returned
    other = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,))
    assert other.get(OF_SUBMISSION.format(key)).status_code == 404


def test_no_title_of_a_page_names_a_person(people, story, returned):
    """The browser's history keeps titles; the number is enough to find a page again."""
    key, person, _ = returned
    with story() as session:
        submission = session.get_one(Submission, key)
        name, file = submission.applicant.name, current_attachments(session, submission)[0].id
    client = people(Role.CLERK)
    for address in (
        OF_SUBMISSION.format(key),
        OF_PERSON.format(person),
        f"/admin/submission/details/?id={key}",
        f"/admin/applicant/details/?id={person}",
        f"/admin/applicant/edit/?id={person}",
        f"/admin/career/new/?id={person}",
        f"/admin/attachment/details/?id={file}",
    ):
        page = client.page(address)
        assert name not in page.title, address


def test_a_file_that_was_looked_at_is_named_and_no_key_is_shown(people, story, returned):
    key, _, number = returned
    with story() as session:
        files = current_attachments(session, session.get_one(Submission, key))[:2]
        seen = {"submission_id": [None, key], "page": [None, 1]}
        reviewer = an_actor(session, Role.REVIEWER)
        for file in files:
            audit.note(session, reviewer, LATER, "show_attachment", file, seen)
    text = people(Role.REVIEWER).get(f"{OF_SUBMISSION.format(key)}&kind=seen").get_data(as_text=True)
    assert len(re.findall(r"查看材料：[^<]+ 第 1 页、[^<]+ 第 1 页<", text)) == 1
    assert "（键）" not in text
    auditor = people(Role.AUDITOR)
    trail = auditor.get("/admin/audit/?flt_act_is=show_attachment").get_data(as_text=True)
    entry = auditor.get(re.search(r"/admin/audit/details/\?id=\d+", trail)[0]).get_data(as_text=True)
    assert f'data-label="之后">{number}</td>' in entry
