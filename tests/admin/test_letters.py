"""文书 through the real door: downloads that are scoped and audited, previews that store nothing."""

import io

import docx
import pytest
from sqlalchemy import func, select

from tests.builders import a_certificate, a_submission
from tests.letter.test_render import pages
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry, Letter, Submission

PREVIEW = "/admin/letters/preview/?id={}"
REVOCATION = "/admin/letters/revocation/?id={}"
PAPER = "/admin/letters/paper/?id={}&paper={}"


@pytest.fixture
def reviewer(people):
    """Somebody who reviews in both offices."""
    return people(Role.REVIEWER)


def last_entry(story):
    """The newest line of the trail that is no sign-in."""
    with story() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def letters(story):
    """How many letters were kept."""
    with story() as session:
        return session.scalar(select(func.count()).select_from(Letter))


def test_a_submissions_page_lists_its_letters_and_they_download_as_sent(reviewer, story):
    with story() as session:
        key = a_submission(session, Status.RETURNED).id
    page = reviewer.get(f"/admin/submission/details/?id={key}").get_data(as_text=True)
    assert "退回补正通知（第1次提交）" in page
    assert "受理回执（第1次提交）" in page
    with story() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "return_letter")).one().id
    assert f"/admin/letters/download/?id={letter}" in page
    answer = reviewer.get(f"/admin/letters/download/?id={letter}")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "请补充工作证明。" in "".join(pages(answer.data))
    assert last_entry(story).act == "download_letter"


def test_the_other_offices_letter_and_a_missing_one_are_the_same(people, story):
    with story() as session:
        a_submission(session, Status.RETURNED)
        letter = session.scalars(select(Letter).order_by(Letter.id)).first().id
    stranger = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,))
    answers = [stranger.get(f"/admin/letters/download/?id={one}") for one in (letter, 999_999)]
    assert [one.status_code for one in answers] == [404, 404]


def test_a_return_is_previewed_with_the_typed_words_and_nothing_is_stored(reviewer, story):
    with story() as session:
        key = a_submission(session, Status.IN_REVIEW).id
    before = letters(story)
    page = reviewer.get(f"/admin/submission/details/?id={key}").get_data(as_text=True)
    assert "预览退回通知" in page
    words = "1. 〔通知 4.1〕照片不清晰\r\n2. 〔通知 4.4〕缺考核"
    answer = reviewer.send(
        PREVIEW.format(key), {"act": "return", "opinion": words, "version": "1"}, seen="/password"
    )
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert "sandbox" not in answer.headers["Content-Security-Policy"]
    said = "".join(pages(answer.data))
    assert "预览" in said
    assert "〔通知4.1〕照片不清晰" in said
    assert letters(story) == before
    with story() as session:
        assert session.get(Submission, key).status is Status.IN_REVIEW


def test_a_preview_without_words_is_refused_in_a_sentence(reviewer, story):
    with story() as session:
        key = a_submission(session, Status.IN_REVIEW).id
    answer = reviewer.send(PREVIEW.format(key), {"act": "return", "opinion": " "}, seen="/password")
    assert answer.status_code == 422
    assert "须写明意见" in answer.get_data(as_text=True)


def test_junk_in_a_preview_is_refused(reviewer, story):
    with story() as session:
        key = a_submission(session, Status.IN_REVIEW).id
    more = {"act": "return", "opinion": "x", "more": "1"}
    assert reviewer.send(PREVIEW.format(key), more, seen="/password").status_code == 400
    assert (
        reviewer.send(
            PREVIEW.format(999_999), {"act": "return", "opinion": "x"}, seen="/password"
        ).status_code
        == 404
    )


def test_a_revocation_is_previewed_by_who_may_revoke(people, story):
    with story() as session:
        certificate = a_certificate(session)
        key, number = certificate.id, certificate.number
    issuer = people(Role.ISSUER)
    assert "预览撤销决定" in issuer.get(f"/admin/certificate/details/?id={key}").get_data(as_text=True)
    answer = issuer.send(REVOCATION.format(key), {"revocation_reason": "材料不实"}, seen="/password")
    said = "".join(pages(answer.data))
    assert number in said
    assert "撤销原因：材料不实" in said
    assert issuer.send(REVOCATION.format(key), {"revocation_reason": ""}, seen="/password").status_code == 422
    assert (
        people(Role.CLERK)
        .send(REVOCATION.format(key), {"revocation_reason": "x"}, seen="/password")
        .status_code
        == 403
    )


def test_a_paper_is_filled_from_the_submission_and_audited(people, reviewer, story):
    with story() as session:
        submission = a_submission(session, Status.QUEUED)
        key, name = submission.id, submission.applicant.name
    answer = reviewer.get(PAPER.format(key, "unit_report"))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(answer.data)).paragraphs)
    assert name in words
    assert last_entry(story).act == "download_paper"
    assert reviewer.get(PAPER.format(key, "unit_publicity") + "&together=1").status_code == 200
    assert reviewer.get(PAPER.format(key, "poem")).status_code == 404
    stranger = people(Role.CLERK, offices=(Office.TITLE_OFFICE,))
    assert stranger.get(PAPER.format(key, "unit_report")).status_code == 404


@pytest.mark.parametrize("paper", ["unit_publicity", "unit_publicity_result", "unit_report"])
def test_blank_papers_are_there_for_everybody(people, paper):
    client = people(Role.ADMINISTRATOR)
    assert f"paper={paper}" in client.get("/admin/letters/").get_data(as_text=True)
    answer = client.get(f"/admin/letters/blank/?paper={paper}")
    assert answer.data[:2] == b"PK"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_an_inquiry_gives_its_extract_to_who_asked(people, story):
    client = people(Role.REVIEWER)
    fields = {"people": "650199197003070017", "day": "2025-09-03", "look_up_reason": "核对申报材料"}
    page = client.send("/admin/integrity-lookup/", fields, follow_redirects=True).get_data(as_text=True)
    assert "/admin/letters/extract/?id=1" in page
    answer = client.get("/admin/letters/extract/?id=1")
    assert "诚信查询证明" in "".join(pages(answer.data))
    assert people(Role.APPROVER).get("/admin/letters/extract/?id=1").status_code == 404
    assert people(Role.CLERK).get("/admin/letters/extract/?id=1").status_code == 403
