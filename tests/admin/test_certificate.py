"""证书 through the real door: made for a batch, looked at, handed out, revoked."""

import dataclasses

import pytest
from sqlalchemy import select

from tests.builders import ISSUED, PUBLISHED, a_batch, a_certificate, a_record
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.demo.files import portrait
from zhicheng.exchange.paperless import PaperlessPress
from zhicheng.intake.attach import current_attachments
from zhicheng.review.batch import BatchStatus
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry, Certificate, Submission

DETAILS = "/admin/certificate/details/?id={}"
ISSUE = "/admin/certificate/issue/?batch={}"


@pytest.fixture
def issuer(panel, people):
    """Somebody of the junior office who makes certificates, on the day for it."""
    panel.config["ZHICHENG_NOW"] = ISSUED
    return people(Role.ISSUER, offices=(Office.JUNIOR_OFFICE,))


@pytest.fixture
def paperless(panel, monkeypatch):
    """A press that prints nothing."""
    monkeypatch.setitem(panel.extensions, "zhicheng_press", PaperlessPress())


def certificates(story):
    """Every certificate, by number."""
    with story() as session:
        return session.scalars(select(Certificate).order_by(Certificate.number)).all()


def test_a_published_batch_gets_its_certificates_some_at_a_time(issuer, story, paperless, monkeypatch):
    monkeypatch.setattr("zhicheng.admin.issuing.AT_ONCE", 2)
    with story() as session:
        key = a_batch(session, size=3).id
    assert "制发 3 件" in issuer.get(ISSUE.format(key)).get_data(as_text=True)
    first = issuer.send(ISSUE.format(key), {}).get_data(as_text=True)
    assert "还有 1 件" in first
    assert len(certificates(story)) == 2
    second = issuer.send(ISSUE.format(key), {}).get_data(as_text=True)
    assert "全部制发完毕" in second
    made = certificates(story)
    assert [one.status for one in made] == [CertificateStatus.ISSUED] * 3
    assert [one.serial for one in made] == [1, 2, 3]
    assert "都有证书了" in issuer.get(ISSUE.format(key)).get_data(as_text=True)


def test_while_nobody_said_where_codes_lead_nothing_is_numbered(issuer, story, paperless, monkeypatch):
    untold = dataclasses.replace(issuer.application.config["ZHICHENG_SETTINGS"], public_address="")
    monkeypatch.setitem(issuer.application.config, "ZHICHENG_SETTINGS", untold)
    with story() as session:
        key = a_batch(session).id
    refused = issuer.send(ISSUE.format(key), {})
    assert refused.status_code == 422
    assert "ZHICHENG_PUBLIC_ADDRESS" in refused.get_data(as_text=True)
    assert certificates(story) == []


def test_what_was_only_reserved_is_finished_first(issuer, story, paperless, monkeypatch):
    monkeypatch.setattr("zhicheng.admin.issuing.AT_ONCE", 1)
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN).id
        reserved = a_certificate(session, CertificateStatus.RESERVED)
        number = reserved.number
    assert number in issuer.send(ISSUE.format(key), {}).get_data(as_text=True)
    assert [(one.number, one.status) for one in certificates(story)] == [(number, CertificateStatus.ISSUED)]


def test_who_is_barred_is_named_and_the_others_get_theirs(issuer, story, paperless):
    with story() as session:
        key = a_batch(session, size=2).id
        barred = session.scalars(select(Submission)).first()
        a_record(session, barred.applicant.id_number, from_date=PUBLISHED.date(), now=PUBLISHED)
        number = barred.number
    text = issuer.send(ISSUE.format(key), {}).get_data(as_text=True)
    assert f"{number} 此时不能办理" in text
    assert "能制发的都已制发" in text
    assert len(certificates(story)) == 1


def test_the_last_stretch_says_why_somebody_of_an_earlier_one_got_nothing(
    issuer, story, paperless, monkeypatch
):
    monkeypatch.setattr("zhicheng.admin.issuing.AT_ONCE", 2)
    with story() as session:
        key = a_batch(session, size=3).id
        barred = session.scalars(select(Submission).order_by(Submission.id)).first()
        a_record(session, barred.applicant.id_number, from_date=PUBLISHED.date(), now=PUBLISHED)
        number, skipped = barred.number, str(barred.id)
    assert "1 件暂不能制发" in issuer.send(ISSUE.format(key), {}).get_data(as_text=True)
    last = issuer.send(ISSUE.format(key), {"skipped": skipped}).get_data(as_text=True)
    assert "1 件不能制发，原因见下" in last
    assert f"{number} 此时不能办理" in last
    assert len(certificates(story)) == 2


def test_a_batch_that_is_not_published_or_not_ones_own_gives_nothing(issuer, story, paperless):
    with story() as session:
        frozen = a_batch(session, BatchStatus.FROZEN).id
        foreign = a_batch(session, route="fanghuiju").id
    assert issuer.get(ISSUE.format(frozen)).status_code == 409
    for key in (foreign, 999, "x", ""):
        assert issuer.get(ISSUE.format(key)).status_code == 404


@pytest.fixture
def published(people, panel, story):
    """The key of a batch of one, who handed in a photo, frozen and published at the screen."""
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN).id
        submission = session.scalars(select(Submission)).one()
        photo = next(row for row in current_attachments(session, submission) if row.kind == "photo")
        photo.digest = panel.extensions["zhicheng_files"].put(portrait(seed=7))
    approver = people(Role.APPROVER)
    page = f"/admin/batch/details/?id={key}"
    approver.send(f"/admin/batch/freeze/?id={key}", {}, seen=page)
    approver.send(f"/admin/batch/publish/?id={key}", {"notice_number": "乌人社职〔2025〕1号"}, seen=page)
    return key


def test_a_certificate_is_looked_at_before_there_is_one_and_that_uses_no_number(issuer, published, story):
    page = issuer.get(ISSUE.format(published)).get_data(as_text=True)
    address = f"/admin/certificate/preview/?batch={published}&id=1"
    assert address.replace("&", "&amp;") in page
    seen = issuer.get(address)
    assert seen.status_code == 200
    assert seen.content_type.startswith("image/")
    assert certificates(story) == []
    issuer.send(ISSUE.format(published), {})
    assert [one.serial for one in certificates(story)] == [1]
    assert issuer.get(address).status_code == 404  # nobody waits any more


def test_the_page_shows_the_document_its_chain_and_its_signature(issuer, published, story):
    key = published
    assert "全部制发完毕" in issuer.send(ISSUE.format(key), {}).get_data(as_text=True)
    text = issuer.get(DETAILS.format(1)).get_data(as_text=True)
    said = (
        "签名有效",
        "批次 2025-C01 公布",
        "乌人社职〔2025〕1号",
        "复核通过",
        "证书制成并签名",
        "现公布为“有效”",
    )
    for words in said:
        assert words in text
    picture = issuer.get("/admin/certificate/picture/?id=1")
    assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert picture.data.startswith(b"\xff\xd8")
    file = issuer.send("/admin/certificate/download/?id=1", {}, seen=DETAILS.format(1))
    assert file.data.startswith(b"%PDF")
    assert file.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%8F%A4")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    with story() as session:
        trail = session.scalars(select(AuditEntry).where(AuditEntry.act == "download_certificate")).all()
        assert [(entry.actor_id, entry.subject_id) for entry in trail] == [(issuer.key, 1)]


def test_a_certificate_is_revoked_with_a_reason_and_only_once(issuer, story):
    with story() as session:
        key = a_certificate(session).id
    address, page = f"/admin/certificate/revoke/?id={key}", DETAILS.format(key)
    assert "撤销决定</a>" not in issuer.get(page).get_data(as_text=True)
    refused = issuer.send(address, {"revocation_reason": " "}, seen=page)
    assert refused.status_code == 422
    assert issuer.send(address, {"revocation_reason": "<b>材料不实</b>"}, seen=page).status_code == 303
    text = issuer.get(page).get_data(as_text=True)
    assert "该证书已于" in text
    assert "撤销决定</a>" in text
    assert "现公布为“已撤销”" in text
    assert "<b>材料不实" not in text
    again = issuer.send(address, {"revocation_reason": "再撤"}, seen="/admin/certificate/")
    assert again.status_code == 409
    assert certificates(story)[0].revocation_reason == "<b>材料不实</b>"


def test_another_offices_certificate_is_as_unknown_as_none(issuer, story):
    with story() as session:
        foreign = a_certificate(session, route="fanghuiju").id
    token = issuer.csrf("/admin/certificate/")
    for key in (foreign, 999):
        assert issuer.get(DETAILS.format(key)).status_code == 404
        assert issuer.get(f"/admin/certificate/picture/?id={key}").status_code == 404
        for verb in ("revoke", "download"):
            form = {"csrf_token": token} | ({"revocation_reason": "x"} if verb == "revoke" else {})
            assert issuer.post(f"/admin/certificate/{verb}/?id={key}", data=form).status_code == 404


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.AUDITOR])
def test_who_only_reads_neither_issues_nor_revokes(people, story, role):
    with story() as session:
        key = a_certificate(session).id
    client = people(role)
    assert "撤销证书</button>" not in client.get(DETAILS.format(key)).get_data(as_text=True)
    assert client.get(ISSUE.format(1)).status_code == 403
    answer = client.send(
        f"/admin/certificate/revoke/?id={key}", {"revocation_reason": "x"}, seen=DETAILS.format(key)
    )
    assert answer.status_code == 403


def test_a_certificate_is_found_by_number_name_and_submission(issuer, story):
    with story() as session:
        certificate = a_certificate(session, applicant={"name": "古丽娜·吐尔逊"})
        words = [certificate.number[:10], "古丽娜•吐尔逊", certificate.submission.number]
    for word in words:
        text = issuer.get("/admin/certificate/", query_string={"search": word}).get_data(as_text=True)
        assert "古丽娜·吐尔逊" in text


def test_a_file_that_is_gone_is_said_and_the_page_stands(issuer, story):
    with story() as session:
        key = a_certificate(session).id
    text = issuer.get(DETAILS.format(key)).get_data(as_text=True)
    assert "没有找到这份文件" in text
