"""The traps of security.md section 3, rows 1-9, 13 and 14: each attack succeeds on the naive twin and fails on ours."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.admin.conftest import OURS, THEIRS
from tests.admin.toy_door import Batches, make_app
from tests.engines import Database
from tests.web.pages import StrictClient, strict
from zhicheng.plan.draft_plan import MOST
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry, Batch, Employer

EMPLOYER = {"name": "新公司", "uscc": "", "kind": "other", "region": "650102", "supervising_department": ""}


def stored(database: Database, table: type, key: int, field: str) -> object:
    """What the database really holds."""
    with Session(database.engine) as session:
        row = session.get(table, key)
        return row and getattr(row, field)


def how_many(database: Database, table: type) -> int:
    """Rows of a table."""
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# Row 1: open by default


def test_1_a_stranger_reads_the_twin_and_is_sent_to_sign_in_by_ours(app: Flask, twin: FlaskClient) -> None:
    assert "第0建筑公司" in twin.get("/admin/employer/").text
    answer = strict(app).get("/admin/employer/")
    assert answer.status_code == 401 or "/login" in answer.headers["Location"]


def test_1_what_a_screen_does_not_name_has_no_address(
    rows: Database, clerk: StrictClient, twin: FlaskClient
) -> None:
    assert (
        twin.get("/admin/employer/ajax/lookup/?name=x").status_code == 404
    )  # a route that looks at its arguments
    assert twin.post("/admin/employer/delete/", data={"id": "2"}).status_code == 302
    assert stored(rows, Employer, 2, "name") is None
    for tail in ("delete/", "action/", "ajax/update/", "ajax/lookup/", "export/csv/", "lookup/"):
        for send in (clerk.get, clerk.post):
            assert send(f"/admin/employer/{tail}?id=1").status_code in (400, 404), tail
    assert stored(rows, Employer, 1, "name") == "第0建筑公司"


def test_1_an_endpoint_that_slipped_in_is_still_not_found(rows: Database) -> None:
    app = make_app(rows.url)
    clerk = strict(app)
    clerk.enter_as(Role.CLERK)
    view = next(view for view in app.extensions["admin"][0]._views if view.endpoint == "employer")
    app.add_url_rule("/admin/employer/slipped/", view_func=lambda: view.export("csv"))
    assert clerk.get("/admin/employer/slipped/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/admin/employer/new/", "/admin/employer/edit/?id=1", "/admin/batch/edit/?id=1"]
)
def test_1_without_the_permission_403(reader: StrictClient, path: str) -> None:
    assert reader.get(path).status_code == 403
    assert reader.get(path.split("?")[0].rpartition("/")[0].rpartition("/")[0] + "/").status_code == 200


def test_1_flask_admins_own_files_and_index_are_closed(app: Flask, twin: FlaskClient) -> None:
    assert twin.get("/admin/static/vendor/jquery.min.js").status_code == 200
    client = strict(app)
    client.enter_as(Role.ADMINISTRATOR, name="zhao")
    assert client.get("/admin/static/vendor/jquery.min.js").status_code == 404
    assert client.get("/admin/").status_code == 403


# Row 2: CSRF


def test_2_a_post_without_a_token_changes_nothing(
    rows: Database, clerk: StrictClient, twin: FlaskClient
) -> None:
    before = how_many(rows, Employer)
    assert twin.post("/admin/employer/new/", data=EMPLOYER).status_code == 302
    assert how_many(rows, Employer) == before + 1
    assert clerk.post("/admin/employer/new/", data={**EMPLOYER, "name": "又一家"}).status_code == 400
    assert how_many(rows, Employer) == before + 1


# Row 3: the row filter holds in the list only


def test_3_a_row_of_another_office_looks_like_one_that_does_not_exist(
    clerk: StrictClient, twin: FlaskClient
) -> None:
    assert "2025-t-001" in twin.get(f"/admin/batch/edit/?id={THEIRS}").text
    for page in ("details", "edit"):
        foreign = clerk.get(f"/admin/batch/{page}/?id={THEIRS}")
        missing = clerk.get(f"/admin/batch/{page}/?id=987654")
        assert foreign.status_code == missing.status_code == 404
        assert foreign.data == missing.data


def test_3_lists_and_counts_are_scoped(clerk: StrictClient, twin: FlaskClient) -> None:
    assert "(120)" in twin.get("/admin/batch/").text  # the count of all, over a list of one's own
    page = clerk.page("/admin/batch/")
    assert "共 60 项" in page.text
    assert "2025-t-" not in page.text


@pytest.mark.parametrize(
    "key", ["abc", "-1", "0", "1,2", "9" * 30, str(2**63), "１", "1 ", "", "1%00", "1.0"]
)
def test_3_a_key_that_cannot_be_is_not_found(clerk: StrictClient, key: str) -> None:
    assert clerk.get(f"/admin/batch/details/?id={key}").status_code == 404


def test_3_a_row_cannot_be_moved_out_of_sight(rows: Database, clerk: StrictClient) -> None:
    sent = {"office": "title_office", "opened_at": "2025-06-12T15:04", "notice_number": "", "version": "1"}
    answer = clerk.send(f"/admin/movable/edit/?id={OURS}", sent)
    assert answer.status_code == 403
    assert stored(rows, Batch, OURS, "office") == "junior_office"


# Row 4: actions


def test_4_acts_reach_only_rows_in_scope(rows: Database, clerk: StrictClient, twin: FlaskClient) -> None:
    twin.post("/admin/batch/action/", data={"action": "freeze", "rowid": [str(THEIRS)]})
    assert stored(rows, Batch, THEIRS, "cycle") == "1999"
    sent = {"action": "freeze", "rowid": [str(OURS), str(THEIRS), "987654"]}
    assert clerk.send("/admin/batch/action/", sent, seen="/admin/batch/").status_code == 303
    assert Batches.planned == [[OURS]]


def test_4_all_that_match_means_the_narrowing_and_the_scope(clerk: StrictClient) -> None:
    sent = {"action": "freeze", "all_matching": "1", "matching": "flt_number_has=-00&page=1"}
    assert clerk.send("/admin/batch/action/", sent, seen="/admin/batch/").status_code == 303
    assert len(Batches.planned[0]) == 5
    sent["matching"] = "flt_nonsense=1"  # a narrowing that would fall away would mean everything
    assert clerk.send("/admin/batch/action/", sent, seen="/admin/batch/").status_code == 400


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"action": "delete", "rowid": ["1"]}, 400),
        ({"action": "nonsense", "rowid": ["1"]}, 400),
        ({"action": "freeze"}, 422),
        ({"action": "freeze", "rowid": ["x"]}, 400),
        ({"action": "freeze", "rowid": ["1"], "office": "title_office"}, 400),
        ({"action": "freeze", "rowid": [str(key) for key in range(1, MOST + 2)]}, 422),
    ],
)
def test_4_anything_else_is_refused(clerk: StrictClient, sent: dict[str, object], status: int) -> None:
    assert clerk.send("/admin/batch/action/", sent, seen="/admin/batch/").status_code == status
    assert not Batches.planned


def test_4_each_act_has_its_own_permission(reader: StrictClient) -> None:
    assert "冻结</button>" not in reader.get("/admin/batch/").text
    sent = {"action": "freeze", "rowid": ["1"]}
    assert reader.send("/admin/batch/action/", sent, seen="/admin/batch/").status_code == 403
    assert not Batches.planned


# Row 5: inline editing


def test_5_nothing_is_edited_inline(rows: Database, clerk: StrictClient, twin: FlaskClient) -> None:
    sent = {"list_form_pk": "1", "region": "hacked"}
    twin.post("/admin/readonly/ajax/update/", data=sent)
    assert stored(rows, Employer, 1, "region") == "hacked"
    assert clerk.send("/admin/employer/ajax/update/", sent, seen="/admin/employer/").status_code == 404


# Row 6: mass assignment


def test_6_a_key_that_the_form_does_not_have_is_refused(
    rows: Database, clerk: StrictClient, twin: FlaskClient
) -> None:
    sent = {"number": "2025-x", "cycle": "2025", "office": "title_office", "notice_number": ""}
    assert twin.post("/admin/batch/edit/?id=3", data=sent).status_code == 302
    assert stored(rows, Batch, 3, "office") == "title_office"
    for extra in ("office", "status", "id", "number", "opened_by_id", "frozen_at", "__class__"):
        sent = {"cycle": "2025", "notice_number": "", "version": "1", extra: "title_office"}
        assert clerk.send(f"/admin/batch/edit/?id={OURS}", sent).status_code == 400, extra
    twice = {"cycle": ["2025", "2024"], "notice_number": "", "version": "1"}
    assert clerk.send(f"/admin/batch/edit/?id={OURS}", twice).status_code == 400
    assert stored(rows, Batch, OURS, "version") == 1


# Row 7: columns that leak


def test_7_a_masked_number_cannot_be_found_out(clerk: StrictClient, twin: FlaskClient) -> None:
    assert (
        "张伟2" in twin.get("/admin/applicant/?search=65019919900307002").text
    )  # an oracle over what is masked
    assert "张伟" not in clerk.get("/admin/applicant/?search=65019919900307002").text
    for path in ("/admin/applicant/", "/admin/applicant/details/?id=1"):
        text = clerk.get(path).text
        assert "650199********000X" in text
        assert "19900307000" not in text
    for narrowing in ("flt_id_number_has=650", "flt_id_number_is=650199", "sort=1", "flt0_0=650"):
        answer = clerk.get(f"/admin/applicant/?{narrowing}")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/applicant/"), narrowing


@pytest.mark.parametrize("pattern", ["%", "_", "2025%001", "\\", "%' OR 1=1 --"])
def test_7_search_words_are_no_pattern(clerk: StrictClient, twin: FlaskClient, pattern: str) -> None:
    if pattern in ("%", "_"):
        assert "2025-j-" in twin.get("/admin/batch/", query_string={"search": pattern}).text
    for name in ("search", "flt_number_has"):
        page = clerk.get("/admin/batch/", query_string={name: pattern})
        assert page.status_code == 200
        assert "2025-j-" not in page.text


# Row 8: look-ups


def test_8_a_lookup_is_scoped_and_capped(clerk: StrictClient, twin: FlaskClient) -> None:
    everything = twin.get("/admin/member/ajax/lookup/?name=batch&query=&offset=0&limit=100000").json
    assert len(everything) == 120
    found = clerk.get("/admin/member/lookup/?field=batch&words=2025").json
    assert len(found) == 20
    assert all(one["key"].startswith("2025-j") for one in found)
    for words in ("2", "", "%", "%%", "2025-t", "__", "x" * 150):
        assert clerk.get("/admin/member/lookup/", query_string={"field": "batch", "words": words}).json == []
    assert clerk.get("/admin/member/lookup/?field=submission&words=2025").status_code == 404
    assert clerk.get("/admin/member/lookup/?field=batch&words=20&limit=1000").status_code == 302


def test_8_what_the_lookup_would_not_offer_is_not_taken(clerk: StrictClient) -> None:
    for key in ("2025-t-001", "2025-j", "2025-j-%", "1"):
        answer = clerk.send("/admin/member/new/", {"batch": key, "added_at": "2025-06-12T15:04"})
        assert answer.status_code == 422
        assert "没有找到这一项" in answer.text


def test_8_who_may_not_write_may_not_look_up(reader: StrictClient) -> None:
    assert reader.get("/admin/member/lookup/?field=batch&words=2025").status_code == 403


# Row 9: open redirect

ELSEWHERE = [
    "https:evil.example",
    "https:/evil.example",
    "http:evil.example",
    "https://localhost\\@evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\tevil",
    "/ok\n//evil.example",
    "javascript:alert(1)",
    "http://[::1",
    "evil.example",
    "\n",
    "/" + "a" * 3000,
]


def test_9_the_twin_sends_people_away(twin: FlaskClient) -> None:
    answer = twin.get("/admin/readonly/edit/?url=http:evil.example")
    assert answer.headers["Location"].startswith("http:///evil.example")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_9_nobody_is_sent_elsewhere(rows: Database, clerk: StrictClient, target: str) -> None:
    page = clerk.get("/admin/employer/edit/", query_string={"id": "1", "url": target})
    assert (page.status_code, page.headers["Location"]) == (302, "/admin/employer/edit/?id=1")
    answer = clerk.send(
        "/admin/employer/edit/",
        {**EMPLOYER, "version": "1"},
        query_string={"id": "1", "url": target},
        seen="/admin/employer/edit/?id=1",
    )
    assert answer.status_code == 400
    assert stored(rows, Employer, 1, "version") == 1


def test_9_a_path_of_ours_is_followed(clerk: StrictClient) -> None:
    path = "/admin/employer/edit/?id=1&url=%2Fadmin%2Femployer%2F%3Fpage%3D2"
    answer = clerk.send(path, {**EMPLOYER, "version": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/employer/?page=2")


# Row 13: errors and query strings that leak or break


def test_13_a_broken_constraint_is_told_in_words(
    rows: Database, clerk: StrictClient, twin: FlaskClient
) -> None:
    with Session(rows.engine) as session:
        session.add(Employer(name="新公司", kind="other", region="650102"))
        session.commit()
    assert "INSERT INTO employer" in twin.post("/admin/employer/new/", data=EMPLOYER).text
    answer = clerk.send("/admin/employer/new/", EMPLOYER)
    assert answer.status_code == 422
    assert "已有一家名称、代码、类别、地区和主管单位都相同的单位。" in answer.text
    assert not re.search(r"INSERT|UNIQUE|uq_|sqlalchemy|Traceback", answer.text)


@pytest.mark.parametrize(
    "junk", ["endpoint=x", "self=x", "_method=x", "export_type=x", "_anchor=x", "_scheme=javascript"]
)
def test_13_names_that_nobody_reads_fall_away(clerk: StrictClient, twin: FlaskClient, junk: str) -> None:
    if junk.split("=")[0] in ("endpoint", "self", "_method"):
        assert twin.get(f"/admin/batch/?{junk}").status_code == 500
    for path, clean in (
        ("/admin/batch/?", "/admin/batch/"),
        ("/admin/batch/details/?id=1&", "/admin/batch/details/?id=1"),
    ):
        answer = clerk.get(path + junk)
        assert (answer.status_code, answer.headers["Location"]) == (302, clean)


@pytest.mark.parametrize(
    "junk",
    [
        "page=-1",
        "page=1e3",
        "page=99999999999999999999",
        "page=99999",
        "page_size=100000",
        "page_size=0",
        "page_size=-1",
    ]
    + ["sort=-1", "sort=99", "sort=1", "sort=x", "desc=2", "search=", "search=%00", "flt_status_is=nonsense"]
    + [
        "flt_status_is=",
        "flt_opened_at_from=2025-13-01",
        "flt_opened_at_from=x",
        "flt_=1",
        "flt0_0=1",
        f"search={'x' * 300}",
    ],
)
def test_13_arguments_out_of_shape_lead_to_the_clean_list(clerk: StrictClient, junk: str) -> None:
    answer = clerk.get(f"/admin/batch/?{junk}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/batch/")


def test_13_a_type_error_of_ours_is_not_hidden(
    clerk: StrictClient, twin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(twin.application.config, "TESTING", True)
    with pytest.raises(TypeError, match="cls"):
        twin.get("/admin/batch/broken/")
    with pytest.raises(TypeError, match=r"len\(\) takes exactly one argument"):
        clerk.get("/admin/batch/broken/")


def test_13_our_own_fault_shows_a_number_and_nothing_else(
    app: Flask, clerk: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "TESTING", False)
    answer = clerk.get("/admin/batch/broken/")
    assert answer.status_code == 500
    assert re.search(r"编号 [0-9A-F]{8}", answer.text)
    assert not re.search(r"len\(|TypeError|Traceback|\.py|没有保存", answer.text)


# Row 14: concurrency and atomicity


def test_14_the_second_writer_is_told_and_nothing_is_lost(
    rows: Database, clerk: StrictClient, twin: FlaskClient
) -> None:
    first, second = {**EMPLOYER, "name": "第一人写的"}, {**EMPLOYER, "name": "第二人写的"}
    for sent in (first, second):  # both saw the same row; the twin lets the second erase the first
        assert twin.post("/admin/employer/edit/?id=2", data=sent).status_code == 302
    assert stored(rows, Employer, 2, "name") == "第二人写的"

    assert clerk.send("/admin/employer/edit/?id=1", {**first, "version": "1"}).status_code == 303
    answer = clerk.send("/admin/employer/edit/?id=1", {**second, "version": "1"})
    assert answer.status_code == 409
    assert stored(rows, Employer, 1, "name") == "第一人写的"
    for words in ("2025-06-12 15:04", "第二人写的", "现在的内容：第一人写的", "仍按我填写的保存"):
        assert words in answer.text
    again = clerk.send("/admin/employer/edit/?id=1", {**second, "region": "650103", "version": "2"})
    assert again.status_code == 303


def test_14_a_form_mended_after_an_error_still_notices_who_was_faster(clerk: StrictClient) -> None:
    assert clerk.send("/admin/employer/edit/?id=1", {**EMPLOYER, "version": "1"}).status_code == 303
    wrong = clerk.send("/admin/employer/edit/?id=1", {**EMPLOYER, "name": "", "version": "1"})
    assert wrong.status_code == 422
    assert 'name="version" value="1"' in wrong.text


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "1.0", None])
def test_14_an_edit_without_its_version_is_refused(clerk: StrictClient, version: str | None) -> None:
    sent = EMPLOYER if version is None else {**EMPLOYER, "version": version}
    assert clerk.send("/admin/employer/edit/?id=1", sent).status_code == 400


def test_14_change_and_trail_are_one_commit(
    rows: Database, clerk: StrictClient, twin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = how_many(rows, Employer)
    assert twin.post("/admin/employer/new/", data={**EMPLOYER, "name": "手"}).status_code == 500
    assert how_many(rows, Employer) == before + 1  # an error was shown, and the row is there all the same

    def no_trail(*_: object, **__: object) -> None:
        raise OSError("no room for the trail")

    trail = how_many(rows, AuditEntry)
    monkeypatch.setattr("zhicheng.admin.saving.record", no_trail)
    with pytest.raises(OSError, match="no room"):
        clerk.send("/admin/employer/new/", EMPLOYER)
    assert how_many(rows, Employer) == before + 1
    assert how_many(rows, AuditEntry) == trail
