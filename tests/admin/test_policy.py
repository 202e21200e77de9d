"""政策: the notice beside its rules, the calendar, the guide, and what would change."""

import re

import pytest

from tests.builders import YEAR, a_submission
from zhicheng.policy.alternatives import alternatives
from zhicheng.policy.notice import load_notice
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

EXACT = {"from": "2025-08-19", "to": "2025-08-25", "result_on": "2025-08-26", "report_on": "2025-08-27"}
PAGE, ASK = "/admin/policy/", "/admin/policy/what-if/?year=2025"


def test_every_clause_has_its_words_and_an_anchor(people):
    text = people(Role.REVIEWER).get(f"{PAGE}?year=2025").get_data(as_text=True)
    for clause in load_notice("2025").clause:
        assert f'id="clause-{clause.number}"' in text
        assert clause.text[:40] in text
    for number in range(1, 23):
        assert f'id="P-{number:02d}"' in text
    for words in ("连续从事专业技术工作满 2 年", "《推荐单位公示》", "公示先后", "48小时", "5个工作日"):
        assert words in text


def test_both_names_of_the_year_work_and_another_year_is_not_there(people):
    client = people(Role.ADMINISTRATOR)
    assert client.get(f"{PAGE}?cycle=2025").status_code == client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}?year=1999").status_code == 404
    assert client.get("/admin/policy/guide/?year=1999").status_code == 404
    assert client.get("/admin/policy/calendar/?year=2031").status_code == 404


@pytest.mark.parametrize("year", ["2024", "2025", "2026"])
def test_the_calendar_shows_xinjiang_s_days_with_their_source(people, year):
    text = people(Role.CLERK).get(f"/admin/policy/calendar/?year={year}").get_data(as_text=True)
    assert text.count('<table class="month">') == 12
    for words in ("古尔邦节", "自治区放假", "周末上班", "依据"):
        assert words in text
    assert re.search(r'class="day xinjiang[^"]*" title="[^"]*古尔邦节', text)


def test_the_guide_is_made_of_the_year(people):
    text = people(Role.CLERK).get("/admin/policy/guide/").get_data(as_text=True)
    for route in YEAR.route:
        assert route.label in text
        assert all(path.label in text for path in route.path)
    for office in YEAR.office:
        assert office.label in text
    for words in (
        "退回后 48 小时内",
        "含初次最多 3 次",
        "2025-05-06</span> 开始公示的，",
        "2025-05-12</span> 期满",
        "2025-11-15 18:00 前",
    ):
        assert words in text


def test_who_flips_is_listed_with_the_reason_and_a_link(people, story):
    with story() as session:
        submission = a_submission(session, publicity=EXACT)
        key, number = submission.id, submission.number
    text = people(Role.REVIEWER).get(f"{ASK}&key=P-10&value=W-excl").get_data(as_text=True)
    assert f"/admin/submission/details/?id={key}" in text
    for words in (number, "<b>1</b> 件的结论会变", "须退回补正", "公示天数", "4.7 符合 → 须退回补正"):
        assert words in text
    other = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,), name="other")
    assert number not in other.get(f"{ASK}&key=P-10&value=W-excl").get_data(as_text=True)


def test_every_alternative_can_be_chosen_on_the_page(people):
    client = people(Role.APPROVER)
    for one in alternatives(YEAR):
        text = client.get(f"{ASK}&key={one.key}").get_data(as_text=True)
        assert one.label in text
        assert ("资格核对不读它" in text) == (not one.judged)


@pytest.mark.parametrize("more", ["&key=P-99", "&key=P-10&value=x", "&key=publicity.working_days&value=-1"])
def test_nonsense_is_told(people, more):
    answer = people(Role.REVIEWER).get(f"{ASK}{more}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)
