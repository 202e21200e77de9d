"""The documents of a batch through the real door: looked at, taken away, from the frozen lines only; errata; proofs."""

import io
import json
import re
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from docx import Document
from sqlalchemy import select

from tests.builders import ISSUED, YEAR, a_batch, a_certificate, a_submission, an_actor, an_erratum
from tests.unguarded import unguarded
from zhicheng.certificate.keys import trust_roots
from zhicheng.certificate.signature import examine_signature
from zhicheng.decision.check_list import lines_of, list_of
from zhicheng.decision.line_proof import LineProof
from zhicheng.decision.members import members_of
from zhicheng.intake.lifecycle import Status
from zhicheng.kernel.merkle import root_of
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry, NoticeFile

DETAILS = "/admin/batch/details/?id={}"
LONG = "阿卜杜热合曼·阿卜杜克热木·穆罕默德·阿布都艾尼·麦麦提阿布都拉·吐尔逊古丽·阿依努尔·买买提江尼亚"


@pytest.fixture
def approver(people):
    """Somebody of the junior office who may freeze and publish."""
    return people(Role.APPROVER, offices=(Office.JUNIOR_OFFICE,))


def act(client, verb, key, **form):
    return client.send(f"/admin/batch/{verb}/?id={key}", form, seen=DETAILS.format(key))


def taken(client, key, form):
    answer = act(client, "file", key, form=form)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    return answer.get_data()


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()
    return re.sub(r"[\s\u200b]", "", text), pages


def test_the_final_notice_is_signed_kept_and_says_what_was_frozen(panel, approver, story):
    with story() as session:
        batch = a_batch(session, size=3, applicant={"name": LONG})
        key, number = batch.id, batch.notice_number
        root, lines = list_of(session, batch).root, [one.said for one in lines_of(session, batch)]
        for one in members_of(session, batch):
            one.applicant.name = "后来改了"
    pdf = taken(approver, key, "pdf")
    text, pages = words_of(pdf)
    assert pages == 2
    assert root in text
    assert f"共{3}人" in text
    assert text.count(LONG) == 3
    assert "后来改了" not in text
    for said in lines:
        assert said.submission in text
        assert said.title_name in text
    assert number in text
    assert "2025年9月5日" in text
    seal = examine_signature(pdf, trust_roots(panel.config["ZHICHENG_SETTINGS"].instance / "keys"))
    assert (seal.count, seal.intact, seal.covers_whole_file, seal.certifies, seal.trusted) == (
        1,
        True,
        True,
        True,
        True,
    )
    assert taken(approver, key, "pdf") == pdf
    with story() as session:
        assert session.scalars(select(NoticeFile.form)).all() == ["pdf"]
        acts = session.scalars(select(AuditEntry.act).where(AuditEntry.act == "download_notice")).all()
        assert len(acts) == 2


def test_a_stranger_computes_the_root_from_the_list_inside_the_notice(approver, story):
    with story() as session:
        batch = a_batch(session, size=4)
        key, root = batch.id, list_of(session, batch).root
    with pikepdf.open(io.BytesIO(taken(approver, key, "pdf"))) as pdf:
        record = json.loads(pdf.attachments["name-list.json"].get_file().read_bytes())
    assert record == json.loads(taken(approver, key, "json"))
    from hashlib import sha256

    leaves = [
        sha256(b"\0" + bytes.fromhex(one["salt"]) + one["line"].encode()).digest() for one in record["lines"]
    ]
    assert root_of(leaves).hex() == root == record["root"]


def test_a_preview_says_so_and_is_not_kept(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.FROZEN).id
    text, _ = words_of(taken(approver, key, "pdf"))
    assert "（文号待定）" in text
    assert "（公布日期待定）" in text
    document = Document(io.BytesIO(taken(approver, key, "docx")))
    assert "预览" in document.sections[0].header.paragraphs[0].text
    page = approver.get(f"/admin/batch/notice/?id={key}").get_data(as_text=True)
    assert "尚未公布，不具效力" in page
    assert approver.get(f"/admin/batch/notice-page/?id={key}&page=1").mimetype == "image/jpeg"
    with story() as session:
        assert not session.scalars(select(NoticeFile)).all()


def test_the_word_file_has_the_same_words_and_a_head_on_every_page(approver, story):
    with story() as session:
        batch = a_batch(session, size=2, applicant={"name": LONG})
        key, number, root = batch.id, batch.notice_number, list_of(session, batch).root
        lines = [one.said for one in lines_of(session, batch)]
    document = Document(io.BytesIO(taken(approver, key, "docx")))
    text = "\n".join(one.text for one in document.paragraphs)
    assert number in text
    assert root in text
    assert "2025年9月5日" in text
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells][:3] == ["序号", "受理号", "姓名"]
    assert [cell.text for cell in table.rows[2].cells][1:3] == [lines[1].submission, LONG]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_exports_come_from_the_frozen_lines_and_are_disarmed(approver, story):
    with story() as session:
        batch = a_batch(session, employer={"name": "=1+1单位"})
        key, (line,) = batch.id, lines_of(session, batch)
        members_of(session, batch)[0].applicant.name = "后来改了"
    csv = taken(approver, key, "csv").decode("utf-8-sig")
    assert line.said.name in csv
    assert "后来改了" not in csv
    assert ",'=1+1单位" in csv
    assert taken(approver, key, "xlsx").startswith(b"PK")


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "csv", "json"])
def test_an_open_batch_has_no_documents(approver, story, form):
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN).id
    assert act(approver, "file", key, form=form).status_code == 409
    assert act(approver, "file", key, form="exe").status_code == 400


def test_a_list_that_was_meddled_with_gives_no_documents_and_is_named_on_the_page(approver, story):
    with story() as session:
        key = a_batch(session, size=2).id
    with story() as session:
        unguarded(session, ["frozen_line"], "UPDATE frozen_line SET line = replace(line, '助理级', '中级')")
    for form in ("pdf", "docx", "xlsx", "csv", "json"):
        assert act(approver, "file", key, form=form).status_code == 409
    assert "名单与冻结时不符" in approver.get(DETAILS.format(key)).get_data(as_text=True)


def test_freezing_is_offered_only_when_everybody_is_decided(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN).id
    assert 'data-ask="ask-freeze"' in approver.get(DETAILS.format(key)).get_data(as_text=True)
    with story() as session:
        number = a_submission(session, Status.REVIEWED).number
    text = approver.get(DETAILS.format(key)).get_data(as_text=True)
    assert 'data-ask="ask-freeze"' not in text
    assert "还有 1 件没有复核" in text
    assert number in text


def test_an_erratum_goes_its_way_through_the_door_and_the_odd_one_is_named(people, approver, story):
    with story() as session:
        certificate = a_certificate(session)
        key, number, printed = 1, certificate.submission.number, certificate.number
    drafted = act(approver, "erratum", key, erratum_reason="单位来函")
    assert drafted.status_code == 303
    erratum = int(drafted.location.rpartition("=")[2])
    assert act(approver, "correct", erratum, corrected=number).status_code == 422
    answer = act(approver, "correct", erratum, corrected=number, employer="某分公司", line_reason="属实")
    assert answer.status_code == 303
    page = approver.get(DETAILS.format(erratum)).get_data(as_text=True)
    assert "某分公司" in page and "已办 1 / 4 步" in page and "冻结，固定名单。" in page
    assert act(approver, "drop", erratum, number=number).status_code == 303
    act(approver, "correct", erratum, corrected=number, employer="某分公司", line_reason="属实")
    assert act(approver, "freeze", erratum).status_code == 303
    refused = act(approver, "publish", erratum, notice_number="乌人社职〔2025〕77号")
    assert refused.status_code == 409
    assert "须由另一人公布" in refused.get_data(as_text=True)
    second = people(Role.APPROVER, offices=(Office.JUNIOR_OFFICE,), name="second")
    with story() as session:
        # The clock of the panel stands before the day of issue; the correction comes after it.
        batch = session.get_one(Batch, erratum)
        from zhicheng.decision.publish_batch import publish_batch

        publish_batch(
            session,
            an_actor(session, Role.APPROVER),
            ISSUED + timedelta(days=1),
            YEAR,
            batch,
            "乌人社职〔2025〕77号",
        )
    text = second.get(DETAILS.format(key)).get_data(as_text=True)
    assert f"证书 {printed} 与更正后的名单不一致，需换发" in text
    assert "/admin/certificate/reissue/" not in text  # which an approver may not
    issuer = people(Role.ISSUER, name="issuer")
    assert "/admin/certificate/reissue/" in issuer.get(DETAILS.format(key)).text
    notice, _ = words_of(taken(second, erratum, "pdf"))
    assert "某分公司" in notice
    assert "任职资格人员名单更正事项" in notice


def test_the_second_person_publishes_through_the_door(people, approver, story):
    with story() as session:
        batch = a_batch(session)
        (member,) = members_of(session, batch)
        key = an_erratum(session, member, at=BatchStatus.FROZEN, employer="某分公司").id
    assert act(approver, "publish", key, notice_number="乌人社职〔2025〕78号").status_code == 303
    assert "由制证员换发更正了的证书" in approver.get(DETAILS.format(key)).text


def test_a_certificate_page_shows_and_hands_out_its_proof(people, story):
    with story() as session:
        certificate = a_certificate(session)
        key = certificate.id
    issuer = people(Role.ISSUER)
    address = f"/admin/certificate/details/?id={key}"
    with story() as session:
        root = list_of(session, session.get_one(Batch, 1)).root
    answer = issuer.send(f"/admin/certificate/listing/?id={key}", {}, seen=address)
    assert answer.status_code == 200
    import msgspec

    proof = msgspec.json.decode(answer.get_data(), type=LineProof)
    assert proof.holds
    assert proof.root == root
    changed = msgspec.structs.replace(proof, line=proof.line.replace("助理级", "正高级"))
    assert not changed.holds


def test_batch_verify_finds_what_was_changed(panel, story):
    with story() as session:
        number = a_batch(session, size=2).number
    run = panel.test_cli_runner().invoke
    good = run(args=["batch", "verify", number])
    assert (good.exit_code, json.loads(good.stdout)["whole"]) == (0, True)
    with story() as session:
        unguarded(session, ["frozen_line"], "UPDATE frozen_line SET line = replace(line, '助理级', '中级')")
    bad = run(args=["batch", "verify"])
    assert bad.exit_code == 1
    assert "总摘要" in bad.stdout
    assert run(args=["batch", "verify", "2025-X99"]).exit_code == 1
