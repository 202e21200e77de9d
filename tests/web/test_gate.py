"""The gate: closed unless opened, deaf to strangers' pages, one host."""

import pytest
from flask import Flask

from tests.staff.people import CHEAP
from tests.web.pages import StrictClient, strict
from zhicheng.database import db, transaction
from zhicheng.staff.permission import Role
from zhicheng.staff.staff import Staff
from zhicheng.web.gate import install_gate


def test_a_stranger_is_sent_to_sign_in(client: StrictClient) -> None:
    for answer in (client.get("/"), client.head("/"), client.post("/", data={})):
        assert (answer.status_code, answer.location) == (303, "/login")


def test_a_program_without_a_session_gets_401(client: StrictClient) -> None:
    assert client.get("/", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("role", Role)
def test_an_address_that_nobody_listed_is_closed_to_everybody(client: StrictClient, role: Role) -> None:
    assert client.get("/forgotten").status_code == 303
    client.enter_as(role)
    assert client.get("/forgotten").status_code == 403


def test_what_does_not_exist_is_not_found(client: StrictClient) -> None:
    assert client.get("/no/such/address").status_code == 404
    assert client.delete("/login").status_code == 405


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "é" * 20, "' OR 1=1 --", "x" * 4000], ids=ascii)
def test_a_forged_cookie_opens_nothing(client: StrictClient, cookie: str) -> None:
    client.enter_as(Role.REVIEWER)
    client.set_cookie("zhicheng", cookie)
    assert client.get("/").status_code == 303


def test_who_has_left_is_out_at_the_next_request(app: Flask, client: StrictClient) -> None:
    key = client.enter_as(Role.REVIEWER)
    assert client.get("/").status_code == 200
    with app.app_context(), transaction(db.session()) as session:
        session.get_one(Staff, key).active = False
    assert client.get("/").status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 400),
        ({"Origin": "http://evil.example"}, 400),
        ({"Origin": "http://localhost.evil.example"}, 400),
        ({"Origin": "http://localhost:8080"}, 400),
        ({"Origin": "http://localhost@evil.example"}, 400),
    ],
    ids=str,
)
def test_a_form_is_taken_from_our_own_pages_only(
    client: StrictClient, headers: dict[str, str], status: int
) -> None:
    client.enter_as(Role.REVIEWER)
    token = client.csrf("/password")
    assert client.post("/", data={"csrf_token": token}, headers=headers).status_code == status


def test_a_form_takes_the_token_of_its_own_session(app: Flask, client: StrictClient) -> None:
    client.enter_as(Role.REVIEWER)
    other = strict(app)
    other.enter_as(Role.CLERK)
    foreign = other.csrf("/password")
    client.csrf("/password")
    for token in ("", "x", foreign, foreign + "x"):
        answer = client.post("/", data={"csrf_token": token, "words": "写了很久的话", "again": "口令"})
        assert answer.status_code == 400
        assert "写了很久的话" in answer.text  # to be copied
        assert "口令" not in answer.text
        assert client.post("/", headers={"X-CSRFToken": token}).status_code == 400


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:80", "", "a b", "localhost@evil"]
)
def test_a_foreign_host_is_refused(client: StrictClient, host: str) -> None:
    answer = client.get("/login", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in str(answer.headers) + answer.text


@pytest.mark.parametrize("host", ["localhost", "localhost:5000", "127.0.0.1:5000"])
def test_this_machine_is_trusted(client: StrictClient, host: str) -> None:
    assert client.get("/login", headers={"Host": host}).status_code == 200


def test_forwarded_headers_of_nobody_are_not_believed(client: StrictClient) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"}
    assert client.get("/", headers=headers).location == "/login"


def test_in_production_cookies_are_bound_to_https_and_this_host() -> None:
    app = Flask("production")
    app.secret_key = "x"
    app.config["ZHICHENG_PASSWORD_HASHER"] = CHEAP
    install_gate(app, production=True)
    assert app.config["ZHICHENG_COOKIE"] == "__Host-zhicheng"
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert app.config["SESSION_COOKIE_SECURE"] is True
