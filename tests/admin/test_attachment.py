"""材料 through the real door: shown, downloaded, handed in; each look written down, nothing shown across offices."""

from io import BytesIO

import pytest
from sqlalchemy import select

from tests.builders import a_submission
from tests.intake.sample_files import jpeg, pdf
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Attachment, AuditEntry

NEW = "/admin/attachment/new/?submission={}"
DOWNLOAD = "/admin/attachment/download/?id={}"
PICTURE = "/admin/attachment/page/?id={}&page={}"


@pytest.fixture
def returned(story):
    """A returned submission of the junior office; its key."""
    with story() as session:
        return a_submission(session, Status.RETURNED).id


def hand_in(client, key, content, name="考核.pdf", kind="appraisal", year="2023"):
    """Send the upload form."""
    form = {"kind": kind, "for_year": year, "scan": (BytesIO(content), name)}
    return client.send(NEW.format(key), form, content_type="multipart/form-data")


def newest(story):
    """The attachment that came last."""
    with story() as session:
        return session.scalar(select(Attachment).order_by(Attachment.id.desc()).limit(1))


def acts(story):
    """What the trail says, oldest first."""
    with story() as session:
        return [entry.act for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_file_is_handed_in_shown_and_downloaded(people, story, returned):
    clerk, content = people(Role.CLERK), pdf(2)
    answer = hand_in(clerk, returned, content, "张三 2023年度考核.pdf")
    assert answer.location == f"/admin/submission/details/?id={returned}"
    row = newest(story)
    assert (row.pages, row.year, row.round_number, row.file_name) == (2, 2023, 2, "张三 2023年度考核.pdf")
    shown = clerk.get(PICTURE.format(row.id, 2))
    assert shown.mimetype == "image/jpeg" and shown.data.startswith(b"\xff\xd8")
    assert shown.headers["Cache-Control"] == "no-store" and "ETag" not in shown.headers
    file = clerk.get(DOWNLOAD.format(row.id))
    assert file.data == content
    assert file.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''%E5%BC%A0%E4%B8%89%20"
    )
    assert (
        "sandbox" in file.headers["Content-Security-Policy"] and file.headers["Cache-Control"] == "no-store"
    )
    trail = acts(story)
    assert (trail.count("show_attachment"), trail.count("download_attachment")) == (1, 1)


@pytest.mark.parametrize(("size", "said"), [((640, 480), "宽高比不符"), ((590, 826), "")])
def test_4_1_how_a_photo_will_print_is_said_at_once(people, story, returned, size, said):
    clerk = people(Role.CLERK)
    answer = hand_in(clerk, returned, jpeg(size), "照片.jpg", "photo", "")
    text = clerk.get(answer.location).get_data(as_text=True)
    assert ("一寸免冠照片应为" in text) == bool(said)
    assert said in text


def test_the_page_of_a_submission_shows_every_page(people, story, returned):
    hand_in(people(Role.CLERK), returned, pdf(2))
    text = people(Role.REVIEWER).get(f"/admin/submission/details/?id={returned}").text
    key = newest(story).id
    assert f"/admin/attachment/page/?id={key}&amp;page=1" in text and f"?id={key}&amp;page=2" in text
    assert (
        "/admin/attachment/page/"
        not in people(Role.ISSUER).get(f"/admin/submission/details/?id={returned}").text
    )


@pytest.mark.parametrize("role", [Role.ISSUER, Role.ADMINISTRATOR])
def test_who_may_not_look_does_not(people, story, returned, role):
    hand_in(people(Role.CLERK), returned, pdf())
    key, client = newest(story).id, people(role)
    for path in (DOWNLOAD.format(key), PICTURE.format(key, 1), "/admin/attachment/"):
        assert client.get(path).status_code == 403


def test_another_office_finds_nothing(people, story, returned):
    hand_in(people(Role.CLERK), returned, pdf())
    key, other = newest(story).id, people(Role.CLERK, offices=(Office.TITLE_OFFICE,), name="other")
    for path in (DOWNLOAD, "/admin/attachment/page/?id={}&page=1", "/admin/attachment/details/?id={}", NEW):
        for one in (returned if path is NEW else key, 999_999):
            assert other.get(path.format(one)).status_code == 404
    assert "show_attachment" not in acts(story)


@pytest.mark.parametrize("page", ["0", "3", "x", "99999999999999999999", "-1"])
def test_a_page_that_is_not_there_is_not_found(people, story, returned, page):
    clerk = people(Role.CLERK)
    hand_in(clerk, returned, pdf(2))
    assert clerk.get(PICTURE.format(newest(story).id, page), follow_redirects=True).status_code == 404


def test_a_file_that_was_only_listed_says_so(people, story, returned):
    key = newest(story).id
    answer = people(Role.CLERK).get(DOWNLOAD.format(key))
    assert answer.status_code == 404 and "文件没有送来" in answer.text


@pytest.mark.parametrize(
    ("content", "more", "sentence"),
    [
        (b"<html><script>alert(1)</script>", {}, ""),
        (b"", {}, ""),
        (jpeg(), {"year": ""}, "须注明年度"),
        (jpeg(), {"kind": "diploma"}, "不带年度"),
        (jpeg(), {"kind": "no_such_kind"}, "请从列表中选择一项"),
        (jpeg(), {"kind": ""}, "请选择材料种类"),
    ],
)
def test_what_is_wrong_comes_back_as_a_sentence(people, story, returned, content, more, sentence):
    before = newest(story).id
    answer = hand_in(people(Role.CLERK), returned, content, **more)
    assert answer.status_code == 422 and sentence in answer.text
    assert newest(story).id == before


def test_no_file_is_said(people, returned):
    clerk = people(Role.CLERK)
    form = {"kind": "diploma", "for_year": "", "scan": (BytesIO(b""), "")}
    answer = clerk.send(NEW.format(returned), form, content_type="multipart/form-data")
    assert answer.status_code == 422 and "请选择要上传的文件" in answer.text


def test_too_much_at_once_is_refused(panel, people, returned, monkeypatch):
    monkeypatch.setitem(panel.config, "MAX_CONTENT_LENGTH", 1000)
    clerk = people(Role.CLERK)
    answer = hand_in(clerk, returned, b"x" * 2000)
    assert answer.status_code == 413 and "超过了上限" in answer.text


def test_a_path_in_a_name_is_only_a_name(people, story, returned):
    hand_in(people(Role.CLERK), returned, pdf(), "..\\..\\/etc/passwd.pdf")
    assert newest(story).file_name == "passwd.pdf"


def test_nothing_is_added_while_the_office_reviews(people, story):
    with story() as session:
        key = a_submission(session, Status.IN_REVIEW).id
    answer = hand_in(people(Role.CLERK), key, pdf())
    assert answer.status_code == 409 and "草稿或退回后" in answer.text


def test_the_list_opens_and_offers_no_bare_upload(people, story, returned):
    clerk = people(Role.CLERK)
    hand_in(clerk, returned, pdf())
    text = clerk.get("/admin/attachment/").text
    assert "年度考核证明材料" in text and "新增材料" not in text
    assert clerk.get("/admin/attachment/new/").status_code == 404
