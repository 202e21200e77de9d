"""导入 through the real door."""

import json
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.builders import a_case_file
from tests.intake.sample_files import jpeg
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Attachment, Submission

HERE, TRY, CONFIRM = "/admin/import/", "/admin/import/try/", "/admin/import/confirm/"


@pytest.fixture
def clerk(people):
    """A clerk of both offices."""
    return people(Role.CLERK)


def tried(client, *cases, attachments=(), name="案卷.jsonl"):
    """The page after a dry run."""
    content = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in cases).encode()
    form = {
        "cases": (BytesIO(content), name),
        "attachments": [(BytesIO(body), title) for title, body in attachments],
    }
    return client.send(TRY, form, seen=HERE)


def token_in(answer):
    """The hidden token of the confirmation."""
    return answer.get_data(as_text=True).partition('name="token" value="')[2].partition('"')[0]


def count(story, table):
    """How many rows."""
    with story() as session:
        return len(session.scalars(select(table.id)).all())


def test_a_file_is_tried_then_taken_in_and_again_adds_nothing(clerk, story):
    good, bad = a_case_file(), a_case_file() | {"surprise": 1}
    answer = tried(clerk, good, bad, "{not json")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "确认导入 1 件" in text
    assert "surprise" in text
    assert count(story, Submission) == 0
    done = clerk.send(CONFIRM, {"token": token_in(answer)}, seen=HERE)
    assert "1 件已存入" in done.get_data(as_text=True)
    assert count(story, Submission) == 1
    again = tried(clerk, good)
    assert "没有变化" in again.get_data(as_text=True)
    assert "没有可以导入的内容" in again.get_data(as_text=True)


def test_attachments_come_along_by_their_names(clerk, story):
    case = a_case_file()
    case["attachments"] = [{"kind": "photo", "file": "照片.jpg"}]
    answer = tried(clerk, case, attachments=[("照片.jpg", jpeg((295, 413)))])
    clerk.send(CONFIRM, {"token": token_in(answer)}, seen=HERE)
    with story() as session:
        photo = session.scalars(select(Attachment)).one()
        assert (photo.file_name, photo.digest is not None) == ("照片.jpg", True)


def test_a_missing_or_wrong_attachment_is_said_before_anything_is_stored(clerk, story):
    case = a_case_file()
    case["attachments"] = [{"kind": "photo", "file": "照片.jpg"}]
    text = tried(clerk, case, attachments=[("另一张.jpg", jpeg())]).get_data(as_text=True)
    assert "没有找到附件" in text
    text = tried(clerk, case, attachments=[("照片.jpg", b"<html>")]).get_data(as_text=True)
    assert "只接受 JPEG" in text
    assert count(story, Submission) == 0


def test_a_confirmation_is_for_who_tried_and_only_once(clerk, people, story):
    token = token_in(tried(clerk, a_case_file()))
    other = people(Role.CLERK, name="other")
    for client, asked in ((other, token), (clerk, "0" * 32), (clerk, "../" + token), (clerk, "")):
        assert client.send(CONFIRM, {"token": asked}, seen=HERE).status_code == 404
    assert clerk.send(CONFIRM, {"token": token}, seen=HERE).status_code == 200
    assert clerk.send(CONFIRM, {"token": token}, seen=HERE).status_code == 404
    assert count(story, Submission) == 1


def test_another_offices_case_is_refused_line_by_line(people, story):
    client = people(Role.CLERK, offices=(Office.JUNIOR_OFFICE,))
    text = tried(client, a_case_file("fanghuiju")).get_data(as_text=True)
    assert "不属于您所在的科室" in text


def test_without_a_file_or_with_too_many_lines_the_form_says_so(clerk):
    answer = clerk.send(TRY, {}, seen=HERE)
    assert answer.status_code == 422
    assert "请选择案卷文件" in answer.get_data(as_text=True)
    answer = tried(clerk, *["{}"] * 2001)
    assert answer.status_code == 422
    assert "最多导入 2000 件" in answer.get_data(as_text=True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\xff\xfe\x00", b"[]", b"\x00" * 100])
def test_rubbish_is_answered_with_words(clerk, content):
    answer = clerk.send(TRY, {"cases": (BytesIO(content), "x.xlsx")}, seen=HERE)
    assert answer.status_code in (200, 422)


def test_a_blank_workbook_is_handed_out(clerk):
    answer = clerk.get("/admin/import/template/")
    assert answer.data.startswith(b"PK")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLERK])
def test_only_a_clerk_imports(people, role):
    client = people(role)
    assert client.get(HERE).status_code == 403


def test_markup_in_a_reference_stays_words(clerk):
    text = tried(clerk, a_case_file(reference="<b>x</b>"), name="<i>.jsonl").get_data(as_text=True)
    assert "<b>x</b>" not in text
    assert "<i>" not in text
