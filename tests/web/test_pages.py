"""The strict client itself: each fault is seen, and a good page passes."""

import pytest
from flask import Flask, Response

from tests.web.pages import StrictClient, faults_of, strict
from zhicheng.database import db
from zhicheng.staff.sign_in_session import SignInSession
from zhicheng.web.access import ACCESS, Access

GOOD = (
    '<!doctype html><html lang="zh-Hans"><head><title>人员</title><script src="/a.js"></script></head><body><main><h1>人员</h1>'
    '<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t"><label for="n">姓名</label><input id="n" '
    'name="n"><label>电话 <input name="p"></label><input name="q" aria-label="搜索"><button type="submit">保存</button></form>'
    "<ul><li>一<li>二</ul></main></body></html>"
)


def test_a_good_page_has_no_faults() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("take", "give", "fault"),
    [
        ("<title>人员</title>", "", "no title"),
        ("<title>人员</title>", "<title> </title>", "no title"),
        (' lang="zh-Hans"', "", "no lang"),
        ("<h1>人员</h1>", "", "0 h1"),
        ("<h1>人员</h1>", "<h1>人员</h1><h1>人员</h1>", "2 h1"),
        ("<h1>人员</h1>", "<h1></h1>", "an empty h1"),
        ("<main>", "<main><main></main>", "2 main"),
        ('<label for="n">姓名</label>', "", "without a label"),
        ('<label for="n">', '<label for="m">', "points at no id"),
        (' aria-label="搜索"', "", "without a label"),
        ('id="n"', 'id="n" class="a" class="b"', "an attribute twice"),
        ("<ul>", '<ul id="n">', "id 'n' 2 times"),
        (' src="/a.js"', "", "<script> without src"),
        ("<ul>", '<ul style="color:red">', "inline style"),
        ("<ul>", '<ul onclick="x()">', "inline onclick"),
        ("<ul>", "<style>p{}</style><ul>", "<style>"),
        ("<ul>", '<a href="javascript:x()">x</a><ul>', "leads away"),
        ("<ul>", '<a href="https://evil.example">x</a><ul>', "leads away"),
        ("<ul>", '<a href="//evil.example">x</a><ul>', "leads away"),
        ("<ul>", '<img src="/a.png"><ul>', "<img> without alt"),
        (' type="submit"', "", "<button> without type"),
        ("</form>", "", "is not closed"),
        ("</main>", "</section></main>", "closes nothing"),
    ],
)
def test_each_fault_is_seen(take: str, give: str, fault: str) -> None:
    assert take in GOOD
    faults = faults_of(GOOD.replace(take, give, 1))
    assert any(fault in found for found in faults), faults


def naughty(app: Flask, monkeypatch: pytest.MonkeyPatch, view: object) -> StrictClient:
    monkeypatch.setitem(ACCESS, "naughty", Access.PUBLIC)
    app.add_url_rule("/naughty", "naughty", view)  # type: ignore[arg-type]
    return strict(app)


def test_a_dirty_session_is_seen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def view() -> Response:
        db.session.add(SignInSession())
        return Response("ok", mimetype="text/plain")

    with pytest.raises(AssertionError, match="not saved"):
        naughty(app, monkeypatch, view).get("/naughty")


def test_a_poor_page_is_seen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match="no title"):
        naughty(app, monkeypatch, lambda: "<p>hello</p>").get("/naughty")


def test_a_weak_header_is_seen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def view() -> Response:
        weak = {
            "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'"
        }
        return Response("ok", mimetype="text/plain", headers=weak)

    with pytest.raises(AssertionError, match="unsafe-inline"):
        naughty(app, monkeypatch, view).get("/naughty")
