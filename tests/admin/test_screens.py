"""What every screen gets from the base: forms that keep values, the trail, Chinese words, pages without faults."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.admin.conftest import OURS
from tests.admin.toy_door import Batches, Employers
from tests.engines import Database
from tests.web.pages import StrictClient, strict
from zhicheng.admin.base import StaffView
from zhicheng.admin.scope import whole_register
from zhicheng.database import db
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Permission, Role
from zhicheng.tables import AuditEntry, Batch, Employer

EMPLOYER = {"name": "新公司", "uscc": "", "kind": "other", "region": "650102", "supervising_department": ""}


def trail(database: Database) -> list[AuditEntry]:
    """What the doors wrote down about employers, oldest first."""
    with Session(database.engine) as session:
        query = select(AuditEntry).where(AuditEntry.subject_kind == "employer").order_by(AuditEntry.id)
        return list(session.scalars(query))


def test_an_enum_is_preselected_and_speaks_chinese(clerk: StrictClient, twin: FlaskClient) -> None:
    assert (
        "selected" not in twin.get("/admin/employer/edit/?id=1").text
    )  # a save would write the first choice
    text = clerk.get("/admin/employer/edit/?id=1").text
    assert '<option selected value="state_owned_enterprise">国有企业</option>' in text


def test_an_untouched_form_changes_nothing_and_leaves_no_trail(rows: Database, clerk: StrictClient) -> None:
    form = next(
        form for form in clerk.page("/admin/employer/edit/?id=1").forms if "version" in form["fields"]
    )
    sent = {**form["fields"], "kind": "state_owned_enterprise"}  # the page reader does not look into options
    assert clerk.post("/admin/employer/edit/?id=1", data=sent).status_code == 303
    assert not trail(rows)
    with Session(rows.engine) as session:
        assert session.get_one(Employer, 1).version == 1


def test_a_change_leaves_one_entry_with_before_and_after(rows: Database, clerk: StrictClient) -> None:
    clerk.send("/admin/employer/new/", EMPLOYER)
    clerk.send("/admin/employer/edit/?id=4", {**EMPLOYER, "kind": "private_enterprise", "version": "1"})
    made, changed = trail(rows)
    assert (made.act, made.subject_id, made.changes["name"]) == ("create", 4, [None, "新公司"])
    assert (changed.act, changed.changes) == ("edit", {"kind": ["other", "private_enterprise"]})
    assert changed.actor_name.startswith("王")


def test_the_trail_keeps_what_is_veiled_masked(rows: Database, clerk: StrictClient) -> None:
    sent = {"office": "junior_office", "opened_at": "2025-06-12T15:04", "notice_number": "乌人社2025第12号"}
    assert clerk.send(f"/admin/movable/edit/?id={OURS}", {**sent, "version": "1"}).status_code == 303
    with Session(rows.engine) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "batch")).one()
    assert entry.changes["notice_number"] == [None, "乌人*******2号"]


@pytest.mark.parametrize(
    "text",
    ["\x00", "a\x00b", "\x1b[31m", "x" * 101, "x" * 1_000_000, " ", "", "𠮷" * 101, "\u202e" * 101, "\x7f"],
    ids=repr,
)
def test_words_that_no_column_takes_bring_the_form_back(
    rows: Database, clerk: StrictClient, text: str
) -> None:
    answer = clerk.send("/admin/employer/new/", {**EMPLOYER, "name": text})
    assert answer.status_code in (413, 422)
    assert "650102" in answer.text or answer.status_code == 413
    assert not trail(rows)


@pytest.mark.parametrize(
    "text", ["𠮷野家", "<script>alert(1)</script>", "'; DROP TABLE employer; --", "{{7*7}}", "=1+1"]
)
def test_odd_words_are_kept_as_they_are_and_shown_as_words(
    rows: Database, clerk: StrictClient, text: str
) -> None:
    assert clerk.send("/admin/employer/new/", {**EMPLOYER, "name": text}).status_code == 303
    with Session(rows.engine) as session:
        assert session.get_one(Employer, 4).name == text
    for path in ("/admin/employer/", "/admin/employer/details/?id=4", "/admin/employer/edit/?id=4"):
        page = clerk.page(path)
        assert page.words["script"] == 2  # our two files
        assert "49" not in page.heading
    assert text in clerk.page("/admin/employer/details/?id=4").text


def test_numbers_that_no_column_holds_and_codes_that_no_list_has(clerk: StrictClient) -> None:
    for wrong in ({"kind": "nonsense"}, {"kind": ""}, {"kind": "OTHER"}, {"region": "x" * 7}):
        assert clerk.send("/admin/employer/new/", {**EMPLOYER, **wrong}).status_code == 422


def test_text_is_trimmed_and_composed(rows: Database, clerk: StrictClient) -> None:
    clerk.send("/admin/employer/new/", {**EMPLOYER, "name": "  Cafe\u0301 \u3000"})
    with Session(rows.engine) as session:
        made = session.get_one(Employer, 4)
        assert (made.name, made.uscc) == ("Café", None)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/batch/",
        "/admin/batch/?flt_status_is=open%2Cfrozen&search=2025",
        "/admin/batch/?page=1&sort=0&desc=1&page_size=100",
        "/admin/batch/?search=nothing+at+all",
        "/admin/batch/?flt_opened_at_from=2025-06-10&flt_opened_at_until=2025-06-11",
        "/admin/batch/details/?id=1",
        "/admin/employer/new/",
        "/admin/applicant/details/?id=1",
    ],
)
def test_pages_have_no_fault_and_no_raw_code(clerk: StrictClient, path: str) -> None:
    answer = clerk.get(path)
    if answer.status_code == 302:  # page 1 of 100 a page is beyond the end
        answer = clerk.get(answer.headers["Location"])
    page = clerk.page(path) if answer.request.path == path else None
    text = page.text if page else answer.text
    assert answer.status_code == 200
    for raw in ("None", "junior_office</td>", ">open<", "Status.", "+00:00"):
        assert raw not in text


def test_days_of_a_filter_are_beijing_days(clerk: StrictClient) -> None:
    """Batches were opened hour by hour before 2025-06-12 15:04: the 11th has its 24 hours, 12 of them ours."""
    page = clerk.page("/admin/batch/?flt_opened_at_from=2025-06-11&flt_opened_at_until=2025-06-11")
    assert "共 12 项" in page.text
    assert "2025-06-10" not in page.text.replace("组批时间 2025-06-10 起", "")


def test_the_count_stops_at_ten_thousand_and_pages_go_on(
    clerk: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhicheng.admin.listing.COUNTED_UP_TO", 55)
    page = clerk.page("/admin/batch/?page=1")
    assert "共 55 以上 项" in page.text
    assert "/admin/batch/" in page.links
    assert page.text.count("初级科") >= 10


def test_a_page_costs_few_statements(app: Flask, clerk: StrictClient) -> None:
    from sqlalchemy import event

    statements: list[str] = []
    with app.app_context():
        event.listen(
            db.engine, "before_cursor_execute", lambda c, cu, statement, *more: statements.append(statement)
        )
    clerk.get("/admin/employer/")
    about = [statement for statement in statements if "employer" in statement]
    assert len(about) == 3, about  # count, keys, rows


def test_of_two_who_save_at_once_one_is_told(app: Flask, rows: Database) -> None:
    clients = []
    for place in range(4):
        client = strict(app)
        client.enter_as(Role.CLERK, offices=(Office.JUNIOR_OFFICE,), name=f"clerk-{place}")
        clients.append((client, client.csrf("/admin/employer/edit/?id=1")))
    start, answers = threading.Barrier(len(clients)), []

    def save(client: StrictClient, token: str, name: str) -> None:
        start.wait()
        sent = {**EMPLOYER, "name": name, "version": "1", "csrf_token": token}
        answers.append(
            FlaskClient.open(client, "/admin/employer/edit/?id=1", method="POST", data=sent).status_code
        )

    threads = [
        threading.Thread(target=save, args=(*one, f"第{place}人")) for place, one in enumerate(clients)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [303, 409, 409, 409]
    assert len(trail(rows)) == 1


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"scope": None}, "scope"),
        ({"column_list": None}, "column_list"),
        ({"form_columns": None}, "form_columns"),
        ({"form_columns": ("name", "version")}, "version"),
        ({"veil": frozenset({"uscc"}), "column_searchable_list": ("uscc",)}, "veils"),
        ({"veil": frozenset({"uscc"}), "column_filters": ("uscc",)}, "veils"),
        ({"veil": frozenset({"uscc"}), "column_sortable_list": ("uscc",)}, "veils"),
        (
            {"allows": {"index_view": Permission.READ_CASES, "export": Permission.READ_CASES}},
            "closed for good",
        ),
        (
            {"allows": {"index_view": Permission.READ_CASES, "delete_view": Permission.READ_CASES}},
            "closed for good",
        ),
    ],
)
def test_a_screen_with_a_gap_does_not_start(app: Flask, missing: dict[str, object], words: str) -> None:
    said = {
        name: getattr(Employers, name)
        for name in ("table", "title", "address", "allows", "column_list", "form_columns")
    }
    said |= {"scope": whole_register, "detail_groups": Employers.detail_groups, **missing}
    if said["scope"] is None:
        del said["scope"]
    with app.app_context(), pytest.raises(TypeError, match=words):
        type("Gap", (StaffView,), said)(db)


def test_a_row_that_vanishes_from_scope_while_it_is_edited(rows: Database, clerk: StrictClient) -> None:
    token = clerk.csrf(f"/admin/batch/edit/?id={OURS}")
    with Session(rows.engine) as session:
        session.get_one(Batch, OURS).office = Office.TITLE_OFFICE
        session.commit()
    sent = {"cycle": "2025", "notice_number": "", "version": "1", "csrf_token": token}
    assert clerk.post(f"/admin/batch/edit/?id={OURS}", data=sent).status_code == 404


def test_ours_are_the_only_actions(app: Flask) -> None:
    view = next(view for view in app.extensions["admin"][0]._views if isinstance(view, Batches))
    assert view._actions_data == {}
    assert not view.is_action_allowed("delete")
