"""审计 through the real door; and every code of the trail has a name."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.builders import a_submission
from zhicheng.admin.audit_words import ACTS, SUBJECTS
from zhicheng.intake.lifecycle import Status
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


def test_the_chain_is_checked_and_a_change_is_found(auditor, story, file_database):
    with story() as session:
        a_submission(session)
    page = auditor.send("/admin/audit/chain/", {}, seen="/admin/audit/").get_data(as_text=True)
    assert "未发现改动" in page
    engine = create_engine(file_database.url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_entry_refuses_update"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("UPDATE audit_entry SET actor_name = '别人' WHERE id = 2"))
    engine.dispose()
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
