"""What every answer tells the browser, whatever kind of answer it is."""

import pytest
from flask import Flask

from tests.web.pages import StrictClient
from zhicheng.staff.permission import Role
from zhicheng.web import headers


@pytest.mark.parametrize(
    "path", ["/", "/login", "/nowhere", "/assets/zhicheng.css", "/assets/nothing", "/forgotten"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE"])
def test_every_answer_carries_the_headers(client: StrictClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    for name, value in headers.ALWAYS.items():
        assert answer.headers[name] == value, (method, path, name)


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    words = headers.POLICY.replace("'self'", "").replace("'none'", "").replace("data:", "")
    assert headers.POLICY.startswith("default-src 'none'; ")
    assert "unsafe" not in words
    assert "http" not in words
    assert "*" not in words


def test_what_somebody_types_or_sees_signed_in_is_kept_nowhere(client: StrictClient) -> None:
    assert "no-store" not in client.get("/assets/zhicheng.css").headers.get("Cache-Control", "")
    assert client.get("/login").headers["Cache-Control"] == "no-store"
    client.enter_as(Role.CLERK)
    assert client.get("/password").headers["Cache-Control"] == "no-store"
    assert client.get("/nowhere").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("production", [True, False])
def test_only_production_insists_on_https(production: bool) -> None:
    app = Flask("bare")
    headers.install(app, production=production)
    assert ("Strict-Transport-Security" in app.test_client().get("/").headers) is production


def test_assets_are_kept_for_a_year_only_under_their_own_hash(client: StrictClient) -> None:
    named = client.application.jinja_env.globals["asset"]("zhicheng.css")
    assert "immutable" in client.get(named).headers["Cache-Control"]
    assert client.get("/assets/zhicheng.css?v=0").headers["Cache-Control"] == "no-cache"
    kept = client.get(named)
    assert client.get(named, headers={"If-None-Match": kept.headers["ETag"]}).status_code == 304


def test_only_listed_files_are_served(client: StrictClient) -> None:
    for path in (
        "/assets/../zhicheng.css",
        "/assets/zhicheng.js.map",
        "/static/zhicheng.css",
        "/admin/static/x.js",
    ):
        assert client.get(path).status_code == 404, path
