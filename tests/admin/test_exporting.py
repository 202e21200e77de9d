"""A list as a file: what is on the screen and nothing beyond, masked, written down, streamed."""

import csv
import io
import re
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests.builders import a_certificate, a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

LIST = "/admin/submission/"


@pytest.fixture
def rows(story):
    """Some submissions of both offices, one of them returned."""
    with story() as session:
        made = [
            a_submission(session, Status.RETURNED, "initial_junior", applicant={"name": "王建国"}),
            a_submission(session, Status.QUEUED, "initial_junior", employer={"name": "=HYPERLINK(1)"}),
            a_submission(session, Status.QUEUED, "fanghuiju"),
        ]
        return [(one.number, one.applicant.id_number) for one in made]


def export(client, matching="", kind="csv", at=LIST, **more):
    return client.send(f"{at}export/", {"matching": matching, "kind": kind, **more}, seen=at, buffered=True)


def table(answer):
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_columns_order_and_narrowing_are_those_on_the_screen(people, rows):
    client = people(Role.REVIEWER)
    asked = "flt_status_is=queued&sort=0&desc=1&cols=number,employer.name,status"
    found = table(export(client, asked))
    assert found[0] == ["受理号", "单位", "状态"]
    assert [row[0] for row in found[1:]] == [rows[2][0], rows[1][0]]
    assert found[2][1:] == ["'=HYPERLINK(1)", "待审核" if found[2][2] == "待审核" else found[2][2]]
    searched = table(export(client, "search=wjg"))
    assert [row[0] for row in searched[1:]] == [rows[0][0]]


@pytest.mark.parametrize("asked", ["", "flt_status_is=queued"])
def test_a_list_that_nobody_sorted_goes_out_in_the_order_of_the_page(people, rows, story, asked):
    with story() as session:
        later = session.scalars(select(Submission).where(Submission.number == rows[1][0])).one()
        later.submitted_at += timedelta(hours=1)
    client = people(Role.REVIEWER)
    shown = re.findall(r'class="row-link"[^>]*>(?:<[^>]+>)?([\d-]+)<', client.get(f"{LIST}?{asked}").text)
    assert len(shown) > 1
    assert [row[0] for row in table(export(client, asked))[1:]] == shown


def test_both_forms_say_the_same(people, rows):
    client = people(Role.REVIEWER)
    flat = table(export(client))
    book = CalamineWorkbook.from_filelike(io.BytesIO(export(client, kind="xlsx").get_data()))
    assert book.get_sheet_by_index(0).to_python() == flat
    assert len(flat) == 4
    assert all(row[3] for row in flat)


def test_only_ones_own_office_goes_out(people, rows):
    client = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,))
    assert [row[0] for row in table(export(client))[1:]] == [rows[2][0]]


def test_identity_numbers_are_masked_unless_a_reason_is_given(people, rows, story):
    client = people(Role.REVIEWER)
    asked = "cols=applicant.id_number"
    masked = [row[0] for row in table(export(client, asked))[1:]]
    assert all("********" in number for number in masked)
    assert export(client, asked, whole="1").status_code == 422
    whole = {row[0] for row in table(export(client, asked, whole="1", reason="报送名册"))[1:]}
    assert whole == {identity for _, identity in rows}
    with story() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (last.act, last.reason, last.changes["rows"]) == ("export_list", "报送名册", [None, 3])
        assert last.changes["whole_numbers"] == [None, True]


def test_flask_admins_own_address_narrows_as_the_list_does_and_masks(people, rows, story):
    client, asked = people(Role.REVIEWER), "flt_status_is=returned&cols=number,applicant.id_number"
    found = table(client.get(f"{LIST}export/csv/?{asked}", buffered=True))
    assert found == table(export(client, asked))
    assert found[1][0] == rows[0][0] and "********" in found[1][1] and len(found) == 2
    with story() as session:
        assert [one.act for one in session.scalars(select(AuditEntry))].count("export_list") == 2
    assert client.get(f"{LIST}export/html/").status_code == 404
    assert client.get(f"{LIST}export/csv/?whole=1&reason=x&{asked}").status_code == 400
    assert client.get(f"{LIST}export/csv/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400


def test_who_may_not_reveal_a_number_may_not_export_it(people, rows):
    issuer = people(Role.ISSUER)
    assert export(issuer, "cols=applicant.id_number", whole="1", reason="报送名册").status_code == 403
    assert "证件号码不遮盖" not in issuer.get(f"{LIST}?cols=applicant.id_number").text


def test_whole_numbers_of_persons_of_the_other_office_do_not_go_out(people, rows, story):
    junior, whole = (
        people(Role.REVIEWER, offices=(Office.JUNIOR_OFFICE,)),
        {"whole": "1", "reason": "报送名册"},
    )
    refused = export(junior, at="/admin/applicant/", **whole)
    assert refused.status_code == 403 and "名单中有 1 人没有在您的科室申报" in refused.text
    assert rows[2][1] not in export(junior, at="/admin/applicant/").text
    assert rows[0][1] in export(junior, "search=wjg", at="/admin/applicant/", **whole).text
    assert rows[2][1] in export(people(Role.AUDITOR), at="/admin/applicant/", **whole).text


def test_every_export_is_written_down_with_its_narrowing(people, rows, story):
    client = people(Role.REVIEWER)
    export(client, "flt_status_is=queued&search=650199199003070127")
    with story() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    narrowed = last.changes["narrowed_by"][1]
    assert "状态：" in narrowed
    assert "650199********0127" in narrowed


@pytest.mark.parametrize(
    "form", [{"kind": "html"}, {"kind": "csv", "matching": "nonsense=1"}, {"kind": "csv", "columns": "x"}]
)
def test_junk_is_refused(people, rows, form):
    client = people(Role.REVIEWER)
    assert client.send(f"{LIST}export/", {"matching": "", **form}, seen=LIST).status_code == 400


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.CLERK, "applicant"),
        (Role.CLERK, "employer"),
        (Role.ISSUER, "certificate"),
        (Role.APPROVER, "batch"),
        (Role.INTEGRITY_OFFICER, "integrity"),
        (Role.AUDITOR, "audit"),
    ],
)
def test_every_list_of_the_office_goes_out(people, story, role, address):
    with story() as session:
        a_certificate(session)
    client = people(role)
    at = f"/admin/{address}/"
    offered = client.get(at).text
    if address != "integrity":
        assert "导出 CSV" in offered
    answer = export(client, at=at)
    found = table(answer)
    assert answer.status_code == 200
    assert len({len(row) for row in found}) == 1
    assert "attachment; filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    if address != "audit":  # which has grown by the export
        assert table(client.get(f"{at}export/csv/", buffered=True)) == found
    if address != "integrity":
        assert len(found) > 1
