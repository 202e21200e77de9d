"""导入 through the real door."""

import json
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.builders import a_case_file
from tests.intake.sample_files import jpeg
from zhicheng.admin.importing import spans
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


def test_lines_refused_for_one_reason_are_one_row(clerk):
    wrong = a_case_file(reference="甲-1") | {"surprise": 1}
    text = tried(clerk, wrong, wrong, a_case_file(), "{not json", wrong).get_data(as_text=True)
    assert "第 1 至 2、5 行" in text
    assert "不能导入 3 行" in text
    assert text.count("“surprise”（$.surprise）") == text.count("$.surprise") == 1
    assert text.index("surprise") < text.index("第 3 行")  # what has to be mended stands first


def test_what_was_stored_stands_first_and_leads_on(clerk, story):
    page = tried(clerk, "{not json", a_case_file())
    done = clerk.send(CONFIRM, {"token": token_in(page)}, seen=HERE).get_data(as_text=True)
    with story() as session:
        key = session.scalars(select(Submission.id)).one()
    assert f'href="/admin/submission/details/?id={key}"' in done
    assert 'href="/admin/submission/?flt_status_is=queued"' in done
    assert done.index("第 2 行") < done.index("第 1 行")
    assert "另有 1 行不能导入" in done


def test_stretches_of_lines_are_short():
    assert spans([3]) == "3"
    assert spans([1, 2, 3, 7]) == "1 至 3、7"
    assert spans(range(1, 40, 2)) == "1、3、5、7、9、11 等 20"


def test_a_workbook_that_is_none_is_called_so(clerk):
    answer = clerk.send(TRY, {"cases": (BytesIO(b"nope"), "申报.XLSX")}, seen=HERE)
    assert answer.status_code == 422
    assert "申报.XLSX 不是完整的 xlsx 工作簿" in answer.get_data(as_text=True)


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
