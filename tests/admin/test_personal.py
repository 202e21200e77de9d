"""Columns of one's own, views kept under a name, shared with the office: how a list looks, never what it holds."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders import a_submission
from tests.web.pages import Page
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

LIST = "/admin/submission/"


@pytest.fixture
def rows(story):
    """One of each office."""
    with story() as session:
        return {
            "junior": a_submission(session).number,
            "title": a_submission(session, route="fanghuiju").number,
        }


@pytest.fixture
def reviewer(people, rows):
    """Somebody of both offices."""
    return people(Role.REVIEWER)


def headings(client, address=LIST):
    head = re.search(r"<thead>.*?</thead>", client.get(address, follow_redirects=True).text, re.DOTALL)
    return Page.__name__ and [
        re.sub(r"<[^>]+>|\s", "", cell)
        for cell in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', head[0], re.DOTALL)
    ]


def choose(client, *columns, address=LIST, **more):
    """Send the form of columns; ``more`` are numbers, e.g. ``status=1``."""
    matching = urlsplit(address).query
    places = {f"place-{name}": str(number) for number, name in enumerate(columns, 1)} | more
    return client.send(
        f"{LIST}columns/", {"matching": matching, "column": list(columns), **places}, seen=address
    )


def keep(client, do, seen=LIST, **more):
    return client.send(f"{LIST}views/", {"matching": urlsplit(seen).query, "do": do, **more}, seen=seen)


def test_columns_and_sort_are_remembered_for_who_chose_them(people, reviewer):
    usual = headings(reviewer)
    assert choose(reviewer, "employer.name", "number", address=f"{LIST}?sort=0").status_code == 303
    assert headings(reviewer) == ["单位", "受理号"]
    assert 'aria-sort="ascending"' in reviewer.get(LIST).text
    assert headings(people(Role.REVIEWER, name="another")) == usual
    reviewer.send(f"{LIST}columns/", {"matching": "", "usual": "1"}, seen=LIST)
    assert headings(reviewer) == usual


def test_the_numbers_beside_the_columns_are_their_order(reviewer):
    choose(
        reviewer,
        "number",
        "status",
        "route",
        **{"place-status": "0", "place-number": "9", "place-route": "x"},
    )
    assert headings(reviewer) == ["状态", "受理号", "类别"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"matching": ""}, 422),
        ({"matching": "", "column": "password_hash"}, 400),
        ({"matching": "nonsense=1", "column": "number"}, 400),
        ({"matching": "", "column": "number", "place-secret": "1"}, 400),
    ],
)
def test_junk_is_refused(reviewer, form, status):
    assert reviewer.send(f"{LIST}columns/", form, seen=LIST).status_code == status


def test_columns_in_the_address_are_known_ones_each_once(reviewer):
    assert headings(reviewer, f"{LIST}?cols=status,number") == ["状态", "受理号"]
    usual = headings(reviewer)
    for cols in ("secret", "status,status", ""):
        assert headings(reviewer, f"{LIST}?cols={cols}") == usual


def test_a_view_is_the_list_as_shown_without_words_and_page(reviewer):
    shown = f"{LIST}?flt_status_is=queued&sort=0&desc=1&cols=number,status&search=建国"
    page = reviewer.get(shown).text
    arguments = re.search(r'name="arguments" value="([^"]*)"', page)[1].replace("&amp;", "&")
    assert parse_qs(arguments) == {
        "flt_status_is": ["queued"], "sort": ["0"], "desc": ["1"], "cols": ["number,status"]
    }  # fmt: skip
    answer = keep(reviewer, "save", name="待审", office="", arguments=arguments + "&search=建国&page=3")
    assert answer.status_code == 303
    view = re.search(r'<ul class="plain views">\s*<li><a href="([^"]*)"', reviewer.get(LIST).text)[1]
    assert parse_qs(urlsplit(view.replace("&amp;", "&")).query) == parse_qs(arguments)
    assert "视图：待审" in reviewer.get(view.replace("&amp;", "&")).text


def test_a_shared_view_shows_each_reader_their_own_rows(people, reviewer, rows):
    keep(reviewer, "save", name="全部排队", office="junior_office", arguments="flt_status_is=queued")
    junior = people(Role.CLERK, offices=(Office.JUNIOR_OFFICE,), name="junior")
    title = people(Role.CLERK, offices=(Office.TITLE_OFFICE,), name="title")
    assert "全部排队" in junior.get(LIST).text
    assert "全部排队" not in title.get(LIST).text
    page = junior.get(f"{LIST}?flt_status_is=queued").text
    assert rows["junior"] in page
    assert rows["title"] not in page


def test_a_view_opens_first_and_the_whole_list_is_still_reached(reviewer, rows):
    keep(reviewer, "save", name="退回的", office="", arguments="flt_status_is=returned")
    key = re.search(r'name="view" value="(\d+)"', reviewer.get(LIST).text)[1]
    keep(reviewer, "first", view=key)
    answer = reviewer.get(LIST)
    assert answer.status_code == 302
    assert answer.location == f"{LIST}?flt_status_is=returned"
    whole = reviewer.get(f"{LIST}?all=1").text
    assert rows["junior"] in whole
    tab = re.search(r'<nav class="tabs"[^>]*><a href="([^"]*)"', reviewer.get(answer.location).text)[1]
    assert tab == f"{LIST}?all=1"
    keep(reviewer, "none", seen=f"{LIST}?all=1")
    assert reviewer.get(LIST).status_code == 200


def test_a_view_whose_filter_is_gone_opens_the_whole_list(reviewer):
    keep(reviewer, "save", name="旧的", office="", arguments="flt_gone_is=1")
    key = re.search(r'name="view" value="(\d+)"', reviewer.get(LIST).text)[1]
    keep(reviewer, "first", view=key)
    assert reviewer.get(LIST).location == f"{LIST}?all=1"


def test_nobody_drops_or_uses_what_is_not_theirs(people, reviewer):
    keep(reviewer, "save", name="共用", office="title_office", arguments="flt_status_is=queued")
    key = re.search(r'name="view" value="(\d+)"', reviewer.get(LIST).text)[1]
    mate = people(Role.CLERK, offices=(Office.TITLE_OFFICE,), name="mate")
    other = people(Role.CLERK, offices=(Office.JUNIOR_OFFICE,), name="other")
    assert keep(mate, "drop", view=key).status_code == 404
    assert keep(other, "first", view=key).status_code == 404
    assert keep(other, "save", name="x", office="title_office", arguments="").status_code == 403
    assert keep(reviewer, "drop", view=key).status_code == 303
    assert "共用" not in mate.get(LIST).text


@pytest.mark.parametrize(
    "form",
    [
        {"do": "rename"},
        {"do": "drop", "view": "x"},
        {"do": "save", "name": "x", "office": "nowhere", "arguments": ""},
        {"do": "save", "name": "x", "arguments": "", "owner_id": "1"},
    ],
)
def test_junk_in_a_view_is_refused(reviewer, form):
    assert reviewer.send(f"{LIST}views/", {"matching": "", **form}, seen=LIST).status_code == 400


def test_a_name_that_is_too_long_is_said(reviewer):
    answer = keep(reviewer, "save", name="长" * 21, office="", arguments="")
    assert answer.status_code == 422
    assert "1 至 20 个字" in answer.text


def test_what_words_were_understood_as_is_said_and_other_lists_offered(story, reviewer):
    with story() as session:
        a_submission(session, at=Status.QUEUED, applicant={"name": "王建国"})
    text = Page(reviewer.get(f"{LIST}?search=wjg").text).text
    assert "按拼音首字母“wjg”找到 1 件" in text
    assert "也可在" in text
    identity = "650199199003070127"
    assert "也可在" not in Page(reviewer.get(f"{LIST}?search={identity}").text).text
    assert "650199********0127" in Page(reviewer.get(f"{LIST}?search={identity}").text).text


def test_identity_numbers_among_the_columns_are_masked(reviewer, story):
    with story() as session:
        identity = a_submission(session).applicant.id_number
    text = reviewer.get(f"{LIST}?cols=number,applicant.id_number").text
    assert identity not in text
    assert identity[:6] + "********" + identity[14:] in text
