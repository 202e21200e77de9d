"""审计 through the real door; and every code of the trail has a name."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.builders import LATER, a_record, a_submission, an_actor
from tests.unguarded import unguarded
from zhicheng.admin.audit_words import ACTS, SUBJECTS, words_of
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.lifecycle import Status
from zhicheng.kernel import audit
from zhicheng.plan.verbs import VERBS
from zhicheng.staff.permission import Role

CODE = Path(__file__).parents[2] / "zhicheng"


@pytest.fixture
def auditor(people):
    """Who reads the trail."""
    return people(Role.AUDITOR)


def test_the_trail_is_read_by_act_subject_person_and_day(auditor, story):
    with story() as session:
        key = a_submission(session, Status.APPROVED).id
    text_ = auditor.get("/admin/audit/?flt_act_is=approve").get_data(as_text=True)
    assert "复核通过" in text_
    assert f"/admin/submission/details/?id={key}" in text_
    assert (
        auditor.get("/admin/audit/?flt_subject_kind_is=submission&flt_at_from=2025-09-02").status_code == 200
    )
    later = auditor.get("/admin/audit/?flt_at_from=2025-10-01").get_data(as_text=True)
    assert "没有符合条件" in later


def test_an_entry_says_what_changed_from_what_to_what(auditor, story):
    with story() as session:
        a_submission(session, Status.APPROVED)
    listed = auditor.get("/admin/audit/?flt_act_is=approve").get_data(as_text=True)
    key = listed.partition("/admin/audit/details/?id=")[2].partition('"')[0]
    text_ = auditor.get(f"/admin/audit/details/?id={key}").get_data(as_text=True)
    for words in ("状态", "待复核", "已通过", "本条摘要"):
        assert words in text_


def test_the_chain_is_checked_and_a_change_is_found(auditor, story):
    with story() as session:
        a_submission(session)
    page = auditor.send("/admin/audit/chain/", {}, seen="/admin/audit/").get_data(as_text=True)
    assert "未发现改动" in page
    with story() as session:
        unguarded(session, ["audit_entry"], "UPDATE audit_entry SET actor_name = '别人' WHERE id = 2")
    page = auditor.send("/admin/audit/chain/", {}, seen="/admin/audit/").get_data(as_text=True)
    assert "断开" in page
    assert "最早在第 2 条" in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDITOR])
def test_only_an_auditor_reads_it_and_nobody_writes(people, role):
    client = people(role)
    assert client.get("/admin/audit/").status_code == 403
    assert client.get("/admin/audit/details/?id=1").status_code == 403


def test_nothing_in_the_trail_can_be_written(auditor):
    assert auditor.get("/admin/audit/new/").status_code == 404
    assert auditor.get("/admin/audit/edit/?id=1").status_code == 404


def written_codes() -> set[str]:
    """Every act that some line of the code writes as a literal."""
    found = set()
    for path in CODE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name == "note":
                literals = [
                    arg for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
                found |= {arg.value for arg in literals[:1]}
            if name == "record":
                found |= {
                    k.value.value
                    for k in call.keywords
                    if k.arg == "act" and isinstance(k.value, ast.Constant)
                }
    return found


def test_every_act_and_every_subject_has_a_chinese_name():
    assert written_codes() <= set(ACTS)
    assert {"approve", "look_up_integrity", "create"} <= set(ACTS)
    assert "submission" in SUBJECTS


def test_things_are_called_by_number_or_name_and_opened_where_one_may(auditor, story):
    with story() as session:
        submission = a_submission(session, Status.APPROVED)
        record = a_record(session, "650199199003070127")
        file = session.scalars(select(Attachment)).first()
        audit.note(session, an_actor(session, Role.REVIEWER), LATER, "show_attachment", file)
        number, person, decision = submission.number, submission.applicant.name, record.decision_number
    text_ = auditor.get("/admin/audit/?page_size=200").get_data(as_text=True)
    assert re.search(rf'申报 <a [^>]*href="/admin/submission/details/\?id=\d+">{number}</a>', text_)
    assert re.search(rf'申报人 <a [^>]*href="/admin/applicant/details/\?id=\d+">{person}</a>', text_)
    assert re.search(r'材料 <a [^>]*href="/admin/attachment/details/\?id=\d+">', text_)
    assert f"诚信记录 {decision}" in text_
    assert "/admin/integrity/details/" not in text_  # which an auditor may not open
    assert "/admin/staff/details/" not in text_


def test_the_trail_is_narrowed_to_a_person_and_to_a_thing(auditor, story):
    with story() as session:
        reviewer = an_actor(session, Role.REVIEWER, name="甲")
        one = a_submission(session, Status.REVIEWED, reviewer=reviewer)
        other = a_submission(session, Status.REVIEWED)
        numbers, key = (one.number, other.number), reviewer.id
    by_person = auditor.get(f"/admin/audit/?flt_actor_is={key}").get_data(as_text=True)
    assert numbers[0] in by_person and numbers[1] not in by_person
    nobody = auditor.get("/admin/audit/?flt_actor_is=999999", follow_redirects=True).get_data(as_text=True)
    assert numbers[0] in nobody  # a filter that means nothing is taken away


def test_a_name_in_the_box_tells_what_happened_to_the_person(auditor, story):
    with story() as session:
        submission = a_submission(session, Status.APPROVED)
        number, name = submission.number, submission.applicant.name
    for words in (name, number):
        rows = auditor.get(f"/admin/audit/?search={words}").get_data(as_text=True).partition("<tbody")[2]
        assert number in rows
        assert "复核通过" in rows
    assert "没有符合条件" in auditor.get("/admin/audit/?search=查无此人").get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("roles", ["clerk", "reviewer"], "收件员、初审员"),
        ("offices", [], "（空）"),
        ("attachments", [["photo", None, "0af1"], ["appraisal", 2024, "b1"]], "一寸免冠照片、年度考核"),
        ("locked_until", "2025-09-03T07:05:00+00:00", "2025-09-03 15:05"),
        ("active", False, "否"),
        ("verb", "start_review", VERBS["start_review"].label),
        ("name", None, "（空）"),
    ],
)
def test_values_of_the_trail_are_said_in_words(field, value, words):
    assert words_of("staff", field, value).startswith(words)
