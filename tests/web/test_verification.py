"""The strangers' door."""

import re

import pytest

from tests.builders import ISSUED, a_certificate, an_actor
from tests.web.pages import strict
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.number import DEFAULT_PATTERN, compose_number
from zhicheng.certificate.skip_numbers import skip_numbers
from zhicheng.staff.permission import Role


@pytest.fixture
def stranger(panel):
    """Nobody in particular."""
    return strict(panel)


def test_the_box_stands_open_to_anybody_and_is_not_indexed(stranger):
    answer = stranger.get("/verify")
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/verify?number={}", "/verify/{}", "/VERIFY/{}"])
def test_a_number_is_answered_however_it_comes(stranger, story, address):
    with story() as session:
        certificate = a_certificate(session, applicant={"name": "古丽娜·吐尔逊"})
        number = certificate.number
    text = stranger.get(address.format(number)).get_data(as_text=True)
    assert "证书有效" in text
    assert "古**·吐**" in text
    assert "古丽娜" not in text


def shape(html):
    """The page without its words."""
    main = html.partition("<main")[2]
    return re.sub(
        r"#[a-z-]+\"",
        "",
        re.sub(
            r"tone-\w+",
            "",
            re.sub(r">[^<]*<", "><", re.sub(r'value="[^"]*"|href="/language/[^"]*"', "", main)),
        ),
    )


def test_every_answer_has_the_same_shape(stranger, story):
    with story() as session:
        valid = a_certificate(session).number
        revoked = a_certificate(session, CertificateStatus.REVOKED).number
        reserved = a_certificate(session, CertificateStatus.RESERVED).number
        skip_numbers(session, an_actor(session, Role.ISSUER), ISSUED, 2025, 4, "从备份恢复")
    skipped = compose_number(DEFAULT_PATTERN, year=2025, route_digit="1", level_digit="2", serial=4)
    assert "编号已停用" in stranger.get(f"/verify/{skipped}").get_data(as_text=True)
    mistyped = valid[:-1] + ("1" if valid[-1] != "1" else "2")
    asked = [valid, revoked, reserved, skipped, mistyped, "x", "%00", "<b>"]
    shapes = {
        shape(stranger.get("/verify", query_string={"number": one}).get_data(as_text=True)) for one in asked
    }
    assert len(shapes) == 1


def test_a_revoked_certificate_is_shown_as_revoked_at_once_without_the_reason(stranger, story):
    with story() as session:
        number = a_certificate(session, CertificateStatus.REVOKED).number
    answer = stranger.get(f"/verify/{number}")
    text = answer.get_data(as_text=True)
    assert "证书已撤销" in text
    assert "2025-09-09" in text
    assert "材料不实" not in text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", '"><img src=x>', "{{7*7}}", "A" * 5000, "\x00\ud7ff"]
)
def test_whatever_is_typed_stays_words(stranger, asked):
    text = stranger.get("/verify", query_string={"number": asked}).get_data(as_text=True)
    assert "编号不完整或有误" in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


@pytest.mark.usefixtures("one_minute")
def test_guessing_is_slowed(stranger):
    *answered, put_off = [stranger.get(f"/verify/{number}") for number in range(31)]
    assert {one.status_code for one in answered} == {200}
    assert (put_off.status_code, put_off.headers["Retry-After"]) == (429, "60")
    assert "去登录" not in put_off.get_data(as_text=True)


def test_a_post_from_elsewhere_is_refused_and_from_here_answered(stranger):
    assert stranger.post("/verify", data={"number": "1"}).status_code == 400


def test_health_says_ok_and_nothing_else(stranger):
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.data) == (200, b"ok")
    assert stranger.post("/healthz").status_code == 405
