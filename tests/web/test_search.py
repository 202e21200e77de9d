"""The search boxes: straight to what is named, and no identity number in any address (security.md E3, E4)."""

import pytest

from tests.builders import a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


@pytest.fixture
def known(story):
    """A submission in the queue: number, applicant's key and identity number."""
    with story() as session:
        one = a_submission(session, at=Status.QUEUED)
        return {
            "id": one.id,
            "number": one.number,
            "person": one.applicant_id,
            "identity": one.applicant.id_number,
        }


@pytest.fixture
def reviewer(people):
    """Somebody of both offices."""
    return people(Role.REVIEWER)


def test_a_submission_number_leads_to_the_submission(reviewer, known):
    answer = reviewer.send("/search", {"q": f" {known['number']} "}, seen="/admin/submission/")
    assert answer.location == f"/admin/submission/details/?id={known['id']}"


def test_an_identity_number_leads_to_the_person_and_never_into_an_address(reviewer, known):
    for form in ({"q": known["identity"]}, {"q": known["identity"], "within": "/admin/submission/"}):
        answer = reviewer.send("/search", form, seen="/admin/submission/")
        assert answer.location == f"/admin/applicant/details/?id={known['person']}"


def test_an_unknown_identity_number_is_said_to_be_unknown(reviewer, known):
    answer = reviewer.send("/search", {"q": "650199199003070127"}, seen="/admin/submission/")
    assert answer.location == "/admin/submission/"
    assert "没有登记过" in reviewer.page("/admin/submission/").text


GROUPED = "{0} {1} {2}", "{0}-{1}-{2}", "身份证{0}{1}{2}", "{0}{1}{2} 古丽娜", "古丽娜（{0}{1}{2}）"


@pytest.mark.parametrize("form", GROUPED)
def test_an_identity_number_is_read_however_it_is_typed_and_never_goes_into_an_address(reviewer, known, form):
    number = known["identity"]
    typed = form.format(number[:6], number[6:14], number[14:])
    for words in (typed, "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in typed)):
        answer = reviewer.send("/search", {"q": words}, seen="/admin/submission/")
        assert answer.location == f"/admin/applicant/details/?id={known['person']}", words


def test_several_identity_numbers_are_refused_and_stay_out_of_the_address(reviewer, known):
    answer = reviewer.send(
        "/search", {"q": f"{known['identity']},650199199003070127"}, seen="/admin/submission/"
    )
    assert answer.location == "/admin/submission/"
    assert "一次只能查找一个证件号码，现有 2 个" in reviewer.page("/admin/submission/").text


def test_a_name_narrows_the_list(reviewer, known):
    answer = reviewer.send("/search", {"q": "古丽娜"}, seen="/admin/submission/")
    assert answer.location.startswith("/admin/submission/?search=%")


def test_another_office_learns_nothing_from_a_number(people, known):
    client = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,))
    answer = client.send("/search", {"q": known["number"]}, seen="/admin/submission/")
    assert answer.location == f"/admin/submission/?search={known['number']}"


def test_characters_that_no_column_takes_do_not_break_the_search(reviewer, known):
    answer = reviewer.send("/search", {"q": f"\x00{known['number']}\x0b"}, seen="/admin/submission/")
    assert answer.location == f"/admin/submission/details/?id={known['id']}"
    assert reviewer.send("/search", {"q": "\x00"}, seen="/admin/submission/").location == "/admin/submission/"


def test_nobody_is_led_to_another_site(reviewer):
    answer = reviewer.send("/search", {"q": "王", "within": "//evil.example/"}, seen="/admin/submission/")
    assert answer.location.startswith("/admin/submission/")
