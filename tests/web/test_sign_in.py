"""Coming in, going out, changing the own password: through the real pages."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.staff.people import PASSWORD
from tests.web.pages import Page, StrictClient, strict, take_on
from zhicheng.database import db
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.sign_in_session import SignInSession

NEW = "eleven blue kingfishers"


def sign_in(client: StrictClient, name: str = "wang", password: str = PASSWORD, **more: str):
    return client.send("/login", {"name": name, "password": password, **more})


def test_the_right_words_open_the_door(app: Flask, client: StrictClient) -> None:
    take_on(app, name="wang")
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/").text == "home"


def test_the_cookie_is_out_of_reach(app: Flask, client: StrictClient) -> None:
    take_on(app, name="wang")
    cookie = next(c for c in sign_in(client).headers.getlist("Set-Cookie") if c.startswith("zhicheng="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert not any(word in cookie for word in ("Expires", "Max-Age", "Domain"))


def test_unknown_wrong_and_locked_look_the_same(app: Flask, client: StrictClient) -> None:
    take_on(app, name="wang")
    answers = [sign_in(client, name="nobody", password="wrong")]
    answers += [sign_in(client, password="wrong") for _ in range(6)]
    answers.append(sign_in(client))  # right, and locked
    seen = set()
    for answer in answers:
        page = Page(answer.text)
        assert PASSWORD not in answer.text and "wrong" not in answer.text
        seen.add((answer.status_code, page.text.strip(), tuple(sorted(answer.headers.keys()))))
    assert len(seen) == 1
    assert "登录名或密码不正确" in answers[0].text


def test_an_empty_form_says_what_is_missing(client: StrictClient) -> None:
    answer = sign_in(client, name="", password="")
    assert answer.status_code == 422
    assert "请填写登录名。" in answer.text and "请填写密码。" in answer.text


@pytest.mark.parametrize(
    "name",
    ["\x00", "a\x00b", "' OR 1=1 --", "x" * 10_000, "\ud800".encode("utf-8", "surrogatepass")],
    ids=ascii,
)
def test_strange_names_are_only_wrong(client: StrictClient, name: str) -> None:
    assert sign_in(client, name=name).status_code == 403


def test_an_endless_password_is_only_wrong(app: Flask, client: StrictClient) -> None:
    take_on(app, name="wang")
    assert sign_in(client, password="x" * 100_000).status_code == 403


def test_the_way_on_is_where_one_was_going(app: Flask, client: StrictClient) -> None:
    take_on(app, name="wang")
    sent = client.get("/forgotten?a=1&b=%E6%98%A5")
    assert sent.location == "/login?next=/forgotten?a%3D1%26b%3D%E6%98%A5" or sent.location.startswith(
        "/login?next="
    )
    page = client.page(sent.location)
    goal = page.forms[0]["fields"]["next"]
    assert sign_in(client, next=goal).location == goal
    assert goal.startswith("/forgotten?a=1")


ELSEWHERE = [
    "https://evil.example", "http://evil.example", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "/\n/evil.example",
    "/\r\n/evil.example", "\t//evil.example", " //evil.example", "https:evil.example", "https:/evil.example",
    "http:evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
    "evil.example", "@evil.example", ":evil.example", "?next=//evil.example", "#//evil.example",
    "https://localhost\\@evil.example", "https://localhost@evil.example", "http://[::1", "/a\\b", "/\x00/evil",
    "/%0d%0aSet-Cookie:x=1\r\nX: y", "ftp://evil.example", "/ /evil.example", "\u2028//evil.example", "／／evil.example",
]  # fmt: skip


@pytest.mark.parametrize("goal", ELSEWHERE, ids=ascii)
def test_the_way_on_never_leads_elsewhere(app: Flask, client: StrictClient, goal: str) -> None:
    take_on(app, name="wang")
    assert sign_in(client, next=goal).location == "/"
    assert client.get("/login", query_string={"next": goal}).location == "/"


def test_signing_in_gives_a_new_session_and_a_new_form_token(app: Flask, client: StrictClient) -> None:
    take_on(app, name="wang")
    client.set_cookie("zhicheng", "planted-by-somebody-else")
    before = client.csrf("/login")
    sign_in(client)
    first = client.token
    assert first != "planted-by-somebody-else"
    assert client.post("/", data={"csrf_token": before}).status_code == 400
    answer = client.post(
        "/login", data={"name": "wang", "password": PASSWORD, "csrf_token": client.csrf("/password")}
    )
    assert answer.status_code == 303
    assert client.token != first
    copy = strict(app)
    copy.set_cookie("zhicheng", first or "")
    assert copy.get("/").status_code == 303  # the first one ended when the second began


def test_a_cookie_copied_before_signing_out_is_dead_after(app: Flask, client: StrictClient) -> None:
    take_on(app, name="wang")
    sign_in(client)
    copy = strict(app)
    copy.set_cookie("zhicheng", client.token or "")
    assert copy.get("/").text == "home"
    left = client.send("/logout", {}, seen="/password")
    assert (left.status_code, left.location) == (303, "/login")
    assert client.token is None
    for browser in (client, copy):
        assert browser.get("/").status_code == 303


def test_signing_out_takes_a_form(app: Flask, client: StrictClient) -> None:
    take_on(app, name="wang")
    sign_in(client)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 400
    assert client.get("/").text == "home"


class TestTime:
    """With the clock of a rehearsal."""

    NOON = datetime(2025, 6, 12, 4, 0, tzinfo=UTC)

    @pytest.fixture(autouse=True)
    def signed_in(self, app: Flask, client: StrictClient) -> None:
        app.config["ZHICHENG_NOW"] = self.NOON
        take_on(app, name="wang")
        sign_in(client)

    def at(self, app: Flask, **later: int) -> None:
        app.config["ZHICHENG_NOW"] = self.NOON + timedelta(**later)

    def test_half_an_hour_of_silence_ends_it(self, app: Flask, client: StrictClient) -> None:
        self.at(app, minutes=29)
        assert client.get("/").status_code == 200
        self.at(app, minutes=58)
        assert client.get("/").status_code == 200
        self.at(app, minutes=89)
        assert client.get("/").status_code == 303

    def test_ten_hours_end_it_however_busy(self, app: Flask, client: StrictClient) -> None:
        for minutes in range(0, 601, 20):
            self.at(app, minutes=minutes)
            assert client.get("/").status_code == 200
        self.at(app, minutes=601)
        assert client.get("/").status_code == 303

    def test_a_page_view_writes_at_most_once_a_minute(self, app: Flask, client: StrictClient) -> None:
        def seen_at() -> datetime:
            with app.app_context():
                return db.session.scalars(select(SignInSession.seen_at)).one()

        self.at(app, seconds=59)
        client.get("/")
        assert seen_at() == self.NOON
        self.at(app, seconds=60)
        client.get("/")
        assert seen_at() == self.NOON + timedelta(minutes=1)

    def test_a_form_token_outlives_a_long_review(self, app: Flask, client: StrictClient) -> None:
        token = client.csrf("/password")
        for hours in range(1, 20):
            self.at(app, minutes=29 * hours)
            client.get("/")
        assert client.post("/", data={"csrf_token": token}).status_code == 200


class TestPassword:
    """One's own."""

    def test_the_first_password_is_changed_before_anything_else(
        self, app: Flask, client: StrictClient
    ) -> None:
        take_on(app, name="wang", must_change_password=True)
        sign_in(client)
        assert (client.get("/").status_code, client.get("/").location) == (303, "/password")
        assert client.post("/", data={"csrf_token": client.csrf("/password")}).location == "/password"
        answer = client.send("/password", {"current": PASSWORD, "password": NEW, "again": NEW})
        assert (answer.status_code, answer.location) == (303, "/")
        assert client.get("/").text == "home"

    def test_other_browsers_are_signed_out(self, app: Flask, client: StrictClient) -> None:
        take_on(app, name="wang")
        other = strict(app)
        sign_in(other)
        sign_in(client)
        client.send("/password", {"current": PASSWORD, "password": NEW, "again": NEW})
        assert client.get("/").text == "home"
        assert other.get("/").status_code == 303

    @pytest.mark.parametrize(
        ("typed", "status", "sentence"),
        [
            ({"current": "wrong"}, 403, "现在的密码不正确"),
            ({"password": "short", "again": "short"}, 422, "密码至少 14 个字符"),
            ({"password": PASSWORD, "again": PASSWORD}, 422, "新密码不能与现在的密码相同"),
            ({"again": "something else"}, 422, "两次输入的新密码不一样"),
            ({"current": ""}, 422, "请填写现在的密码。"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, app: Flask, client: StrictClient, typed: dict[str, str], status: int, sentence: str
    ) -> None:
        take_on(app, name="wang")
        sign_in(client)
        answer = client.send("/password", {"current": PASSWORD, "password": NEW, "again": NEW} | typed)
        assert answer.status_code == status
        assert sentence in answer.text
        assert PASSWORD not in answer.text and NEW not in answer.text

    def test_guessing_the_present_password_locks_the_account(self, app: Flask, client: StrictClient) -> None:
        take_on(app, name="wang")
        sign_in(client)
        for _ in range(5):
            client.send("/password", {"current": "wrong", "password": NEW, "again": NEW})
        assert (
            client.send("/password", {"current": PASSWORD, "password": NEW, "again": NEW}).status_code == 403
        )
        assert sign_in(strict(app)).status_code == 403


@pytest.mark.usefixtures("one_minute")
def test_more_than_sixty_attempts_a_minute_from_one_address_are_put_off(client: StrictClient) -> None:
    statuses = [sign_in(client, name=f"name{n}").status_code for n in range(62)]
    assert statuses == [403] * 60 + [429] * 2


def test_no_password_and_no_token_is_left_anywhere(
    app: Flask, client: StrictClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    take_on(app, name="wang")
    sign_in(client, password="typed secret words")
    sign_in(client)
    token = client.token
    client.send("/password", {"current": PASSWORD, "password": NEW, "again": NEW})
    with app.app_context():
        trail = " ".join(
            f"{e.act} {e.actor_name} {e.reason} {e.changes}" for e in db.session.scalars(select(AuditEntry))
        )
    for place in (trail, caplog.text):
        assert not any(
            secret in place for secret in ("typed secret words", PASSWORD, NEW, str(token), "argon2id")
        )
