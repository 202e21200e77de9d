"""The year in pictures: every number of a table is the length of the list behind it, and nobody sees another office's."""

import re
from html import unescape

import pytest

from tests.builders import ON, YEAR, a_submission, an_actor
from tests.web.svg import SVG, read
from zhicheng.intake.lifecycle import Status
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.web.figures.door import KINDS
from zhicheng.web.figures.returns import words_of_clause

CELL = re.compile(r'<a href="(/admin/submission/\?[^"]+)">([\d,]+)</a>')
TOTAL = re.compile(r"共 ([\d,]+) 项")
WORDS = "1. 〔通知 4.4〕缺年度考核证明。\n2. 〔通知 4.7〕公示不足五个工作日。"


@pytest.fixture
def a_year(story):
    """One of every status, one of another office, and a second return."""
    with story() as session:
        for status in Status:
            a_submission(session, status)
        a_submission(session, Status.APPROVED, route="award_senior")
        returned(session, WORDS)


def returned(session, words):
    """A submission that was returned in these words."""
    submission = a_submission(session, Status.IN_REVIEW)
    reviewer = an_actor(session, Role.REVIEWER)
    return_for_correction(session, reviewer, ON[Status.RETURNED], YEAR, submission, words)


@pytest.mark.parametrize("name", KINDS)
def test_every_number_of_a_table_is_the_length_of_its_list(people, a_year, name):
    reader = people(Role.AUDITOR)
    found = CELL.findall(reader.get(f"/figures/{name}").text)
    assert found, name
    for address, number in found:
        listed = reader.get(unescape(address)).text
        assert int(TOTAL.search(listed)[1]) == int(number), address


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("narrow", ["", "&narrow=1"])
def test_a_picture_is_a_whole_svg_without_script(people, a_year, name, narrow):
    answer = people(Role.REVIEWER).get(f"/figures/{name}.svg?at=1{narrow}")
    assert answer.mimetype == "image/svg+xml"
    root = read(answer.data)
    assert root.get("width") == ("330" if narrow else "480")
    assert root.get("height") == "250"
    assert not list(root.iter(f"{SVG}script"))
    assert "NaN" not in answer.text
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", KINDS)
def test_an_empty_year_is_a_sentence_and_an_empty_picture(people, name):
    reader = people(Role.CLERK)
    assert reader.get(f"/figures/{name}").status_code == 200
    read(reader.get(f"/figures/{name}.svg").data)


@pytest.mark.parametrize("tail", ["", ".svg"])
def test_who_reads_no_submissions_sees_no_figure(people, tail):
    assert people(Role.ADMINISTRATOR).get(f"/figures/weeks{tail}").status_code == 403


def test_a_figure_that_there_is_not_is_not_found(people):
    assert people(Role.CLERK).get("/figures/years").status_code == 404


def test_a_figure_counts_the_own_offices_alone(people, a_year):
    text = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,)).get("/figures/routes").text
    assert "已提交 1 件" in text
    assert "初级科" not in text.partition("<main")[2].replace("北京时间", "")


def test_other_offices_have_other_addresses_of_pictures(people, a_year):
    one = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,), name="one").get("/").text
    both = people(Role.REVIEWER).get("/").text
    address = re.compile(r'src="(/figures/weeks\.svg[^"]+)"')
    assert address.search(one)[1] != address.search(both)[1]


def test_a_clause_is_counted_once_per_submission_and_said_in_words(people, story):
    with story() as session:
        returned(session, WORDS)
        returned(session, WORDS + "\n3. 〔通知 4.7〕公示材料缺页。")
        returned(session, "〔通知 4.7〕公示材料缺页。")
    text = people(Role.REVIEWER).get("/figures/returns").text
    assert "退回最多的条款是 4.7（3 件）、4.4（2 件）" in text
    assert "年度考核" in text


def test_a_clause_without_materials_is_told_by_the_notice() -> None:
    assert words_of_clause(YEAR, "4.5") == "工作小结"
    assert words_of_clause(YEAR, "6.2").endswith("…")
    assert words_of_clause(YEAR, "9.9") == ""
