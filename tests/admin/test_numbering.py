"""Numbers are given up with a reason, and the gaps of a year are explained on one page."""

import pytest

from tests.builders import ISSUED, a_certificate, an_actor
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.skip_numbers import skip_numbers
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

DETAILS, VOID, GAPS = (
    "/admin/certificate/details/?id={}",
    "/admin/certificate/void/?id={}",
    "/admin/certificate/gaps/",
)


@pytest.fixture
def issuer(people):
    """Somebody who issues for the first office."""
    return people(Role.ISSUER, offices=(Office.JUNIOR_OFFICE,))


def test_a_number_is_given_up_with_a_reason_and_the_gap_is_explained(issuer, story):
    with story() as session:
        key = a_certificate(session, CertificateStatus.RESERVED).id
    assert "编号已留出" in issuer.get(GAPS).get_data(as_text=True)
    refused = issuer.send(VOID.format(key), {"void_reason": "  "}, seen=DETAILS.format(key))
    assert refused.status_code == 422
    done = issuer.send(VOID.format(key), {"void_reason": "姓名用字没有字形"}, seen=DETAILS.format(key))
    assert done.status_code == 303
    text = issuer.get(GAPS).get_data(as_text=True)
    assert "姓名用字没有字形" in text
    assert "00001" in text
    with story() as session:
        row = session.get_one(Certificate, key)
        assert row.status is CertificateStatus.VOID
    again = issuer.send(VOID.format(key), {"void_reason": "再作废"}, seen=DETAILS.format(key))
    assert again.status_code == 409


def test_a_number_that_was_given_up_says_why_on_its_own_page(issuer, story):
    with story() as session:
        key = a_certificate(session, CertificateStatus.RESERVED).id
    issuer.send(VOID.format(key), {"void_reason": "姓名用字没有字形"}, seen=DETAILS.format(key))
    page = issuer.get(DETAILS.format(key)).get_data(as_text=True)
    assert "该编号已作废，没有制发证书，不再使用。理由：姓名用字没有字形" in page
    assert "编号作废" in page
    assert "继续制作" not in page


def test_a_year_without_gaps_says_so_and_years_that_are_none_are_ignored(issuer, story):
    with story() as session:
        a_certificate(session)
    for address in (GAPS, f"{GAPS}?year=2025", f"{GAPS}?year=1", f"{GAPS}?year=x"):
        assert "没有缺口" in issuer.get(address).get_data(as_text=True)


def test_the_reason_of_another_office_stays_there(issuer, story):
    with story() as session:
        foreign = a_certificate(session, CertificateStatus.RESERVED, route="fanghuiju")
        number = foreign.number
    text = issuer.get(GAPS).get_data(as_text=True)
    assert number in text
    assert "由另一科室办理" in text
    assert "编号已留出" not in text


def test_numbers_that_were_skipped_say_why_to_both_offices_and_the_trail_shows_it(people, issuer, story):
    with story() as session:
        a_certificate(session)
        skip_numbers(session, an_actor(session, Role.ISSUER, name="艾山江"), ISSUED, 2025, 3, "从备份恢复")
    text = issuer.get(GAPS).get_data(as_text=True)
    for words in ("00002", "00003", "编号已停用", "从备份恢复", "艾山江"):
        assert words in text
    assert "没有登记" not in text
    trail = people(Role.AUDITOR).get("/admin/audit/?search=从备份恢复").get_data(as_text=True)
    assert "停用证书编号" in trail


def test_an_issued_certificate_is_not_given_up(issuer, story):
    with story() as session:
        key = a_certificate(session).id
    assert "作废编号" not in issuer.get(DETAILS.format(key)).get_data(as_text=True)
    answer = issuer.send(VOID.format(key), {"void_reason": "不要了"}, seen=DETAILS.format(key))
    assert answer.status_code == 409
