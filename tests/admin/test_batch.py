"""批次 through the real door: composed, frozen, published, and its numbers reconciled."""

import pytest
from sqlalchemy import select

from tests.builders import LATER, a_batch, a_certificate, a_submission, an_actor
from zhicheng.certificate.annul import annul
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.intake.lifecycle import Status
from zhicheng.review.batch import BatchStatus
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry, Batch, BatchMember, Submission

DETAILS = "/admin/batch/details/?id={}"


@pytest.fixture
def approver(people):
    """Somebody of the junior office who may freeze and publish."""
    return people(Role.APPROVER, offices=(Office.JUNIOR_OFFICE,))


def act(client, verb, key, **form):
    """Press a button of the batch's page."""
    return client.send(f"/admin/batch/{verb}/?id={key}", form, seen=DETAILS.format(key))


def test_a_batch_is_frozen_and_published_by_buttons(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN, size=2).id
    assert act(approver, "freeze", key).status_code == 303
    answer = act(approver, "publish", key, notice_number=" 乌人社职〔2025〕12号 ")
    assert answer.status_code == 303
    with story() as session:
        batch = session.get_one(Batch, key)
        assert (batch.status, batch.notice_number) == (BatchStatus.PUBLISHED, "乌人社职〔2025〕12号")
        assert batch.published_by_id == approver.key
    text = approver.get(DETAILS.format(key)).get_data(as_text=True)
    assert "乌人社职〔2025〕12号" in text
    assert "已通过，尚未制发证书" in text
    assert "2 件待制发证书" in text and "制发 2 件证书。" in text
    assert "与其余不同" not in text  # nobody is odd before the first certificate
    with story() as session:
        one = session.scalars(select(Submission)).first()
        annul(session, an_actor(session, Role.APPROVER), LATER, one, "材料不实")
    text = approver.get(DETAILS.format(key)).get_data(as_text=True)
    assert "1 件与其余不同" in text and "另有 1 件待制发证书" in text


def test_what_is_undecided_is_named_and_the_batch_stays_open(approver, story):
    with story() as session:
        batch = a_batch(session, BatchStatus.OPEN)
        number, key = a_submission(session, Status.IN_REVIEW).number, batch.id
    answer = act(approver, "freeze", key)
    assert answer.status_code == 409
    assert f'没有复核：<span class="nowrap">{number}' in answer.get_data(as_text=True)
    with story() as session:
        assert session.get_one(Batch, key).status is BatchStatus.OPEN


def test_a_publication_without_a_number_keeps_the_form(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.FROZEN).id
    answer = act(approver, "publish", key, notice_number="  ")
    assert answer.status_code == 422
    assert "须填写任职资格文件的文号" in answer.get_data(as_text=True)


def test_a_number_of_another_batch_is_refused_and_kept_in_the_form(approver, story):
    with story() as session:
        taken = a_batch(session).notice_number
        key = a_batch(session, BatchStatus.FROZEN).id
    answer = act(approver, "publish", key, notice_number=taken)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f"{taken} 已用于批次" in text
    assert f'value="{taken}"' in text


def test_a_member_is_taken_out_and_put_in_again(approver, story):
    with story() as session:
        batch = a_batch(session, BatchStatus.OPEN)
        key, number = batch.id, a_submission(session, Status.REVIEWED).number
    assert act(approver, "take-out", key, number=number).status_code == 303
    with story() as session:
        assert len(session.scalars(select(BatchMember)).all()) == 1
    assert "可加入的申报（1）" in approver.get(DETAILS.format(key)).get_data(as_text=True)
    assert act(approver, "put-in", key, number=number).status_code == 303
    with story() as session:
        assert len(session.scalars(select(BatchMember)).all()) == 2
        trail = session.scalars(
            select(AuditEntry).where(AuditEntry.act.in_(["take_out", "put_in"])).order_by(AuditEntry.id)
        ).all()
        assert [entry.changes["member"] for entry in trail] == [[number, None], [None, number]]


def test_all_who_are_undecided_leave_at_once_or_none(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN).id
        numbers = [a_submission(session, Status.REVIEWED).number for _ in range(3)]
    page = approver.get(DETAILS.format(key)).text
    assert "移出没有复核的 3 件" in page
    assert act(approver, "take-out", key, number=[*numbers[:2], "2025-99999"]).status_code == 404
    with story() as session:
        assert len(session.scalars(select(BatchMember)).all()) == 4
    assert act(approver, "take-out", key, number=numbers).status_code == 303
    assert "已移出 3 件" in approver.get(DETAILS.format(key)).text
    with story() as session:
        assert len(session.scalars(select(BatchMember)).all()) == 1
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.act == "take_out")).all()) == 3


def test_what_cannot_join_is_refused(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN).id
        queued = a_submission(session, Status.QUEUED).number
        foreign = a_submission(session, Status.IN_REVIEW, "fanghuiju").number
    for number in (queued, foreign, "2025-99999"):
        assert act(approver, "put-in", key, number=number).status_code == 404


def test_a_frozen_batch_changes_no_more(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.FROZEN).id
        number = a_submission(session, Status.REVIEWED).number
    assert act(approver, "put-in", key, number=number).status_code == 409
    assert act(approver, "freeze", key).status_code == 409


def test_another_offices_batch_is_as_unknown_as_none(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN, route="fanghuiju").id
        number = session.get_one(Batch, key).number
    assert number not in approver.get("/admin/batch/").get_data(as_text=True)
    foreign, unknown = approver.get(DETAILS.format(key)), approver.get(DETAILS.format(99999))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    token = approver.csrf("/admin/batch/")
    posted = approver.post(f"/admin/batch/freeze/?id={key}", data={"csrf_token": token})
    assert posted.status_code == 404


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.ISSUER, Role.AUDITOR])
def test_who_only_reads_gets_no_buttons_and_cannot_press_them(people, story, role):
    with story() as session:
        key = a_batch(session, BatchStatus.OPEN).id
    client = people(role)
    assert "冻结批次" not in client.get(DETAILS.format(key)).get_data(as_text=True)
    assert act(client, "freeze", key).status_code == 403
    assert act(client, "put-in", key, number="x").status_code == 403


def test_an_unknown_field_is_no_form_of_ours(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.FROZEN).id
    assert act(approver, "publish", key, notice_number="A", status="published").status_code == 400


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (CertificateStatus.ISSUED, "四个数一致"),
        (CertificateStatus.RESERVED, "编号 {} 已留出"),
        (CertificateStatus.REVOKED, "证书 {} 已撤销"),
    ],
)
def test_the_four_numbers_are_reconciled_and_the_odd_one_named(people, story, status, words):
    with story() as session:
        certificate = a_certificate(session, status)
        key, number = 1, certificate.number
    text = people(Role.ISSUER).get(DETAILS.format(key)).get_data(as_text=True)
    assert words.format(number) in text


def test_a_notice_number_with_markup_stays_words(approver, story):
    with story() as session:
        key = a_batch(session, BatchStatus.FROZEN).id
    act(approver, "publish", key, notice_number="<script>alert(1)</script>")
    for address in ("/admin/batch/", DETAILS.format(key)):
        assert "<script>alert" not in approver.get(address).get_data(as_text=True)
