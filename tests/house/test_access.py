"""A census of all addresses: each has an explicit row in web/access.py, and what is not public is closed to strangers."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule

from tests.web.pages import StrictClient, strict, take_on
from zhicheng.staff.permission import Role
from zhicheng.web.access import ACCESS, Access, access_of

pytestmark = pytest.mark.one_engine

PUBLIC = {"assets.send", "healthz", "sign_in.login", "verify.answer", "verify.ask"}
PUBLIC |= {"language.choose", "proofs.keys", "proofs.offline", "proofs.status"}
"""Written a second time on purpose: whoever opens an address to the whole world says so twice."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@pytest.fixture
def app(panel: Flask) -> Flask:
    return panel


@pytest.fixture
def client(app: Flask) -> StrictClient:
    return strict(app)


def address(url_map: Map, rule: Rule) -> str:
    """An address that the rule matches; for the gate it does not matter whether anything is there."""
    values = {
        name: "x" if kind.__class__.__name__ != "IntegerConverter" else 1
        for name, kind in rule._converters.items()
    }
    return url_map.bind("localhost").build(rule.endpoint, values)


def closed_rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if access_of(rule) is not Access.PUBLIC)


def test_every_address_has_a_row(app: Flask) -> None:
    nameless = {
        f"{rule.endpoint} {rule.rule}" for rule in app.url_map.iter_rules() if access_of(rule) is None
    }
    assert not nameless, f"say in zhicheng/web/access.py who may reach {sorted(nameless)}"


def test_every_row_has_an_address(app: Flask) -> None:
    assert set(ACCESS) <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_exactly_these_are_public(app: Flask) -> None:
    rules = app.url_map.iter_rules()
    assert {rule.endpoint for rule in rules if access_of(rule) is Access.PUBLIC} == PUBLIC


def test_everything_below_admin_is_a_screen_of_ours(app: Flask) -> None:
    views = {view.endpoint: view for admin in app.extensions["admin"] for view in admin._views}
    for rule in app.url_map.iter_rules():
        if access_of(rule) is Access.SCREEN:
            view, _, endpoint = rule.endpoint.partition(".")
            assert endpoint in views[view].allows, rule.endpoint


def test_a_stranger_gets_nowhere(app: Flask, client: StrictClient) -> None:
    reached = []
    for rule in closed_rules(app):
        path = address(app.url_map, rule)
        for method in METHODS:
            answer = client.open(path, method=method)
            sent_away = answer.status_code == 303 and (answer.location or "").startswith("/login")
            if not (sent_away or answer.status_code == 405):
                reached.append((method, path, answer.status_code))
    assert reached == []


def test_a_stranger_gets_nowhere_by_other_spellings(app: Flask, client: StrictClient) -> None:
    spellings = (
        "{}",
        "/{}",
        "{}/",
        "{}//",
        "/.{}",
        "/%2e{}",
        "/x/..{}",
        "{}%00",
        "{};x",
        "{}?x",
        "{}.json",
        "{}%2f",
        "/%61dmin/../{}",
    )
    for rule in closed_rules(app):
        path = address(app.url_map, rule)
        for spelling in (
            *(one.format(path) for one in spellings),
            path.upper(),
            path.replace("/", "//"),
            path.replace("a", "%61"),
        ):
            answer = client.get(spelling)
            assert answer.status_code in (303, 308, 400, 404, 405), (spelling, answer.status_code)
            assert "evil" not in (answer.location or "")


def test_before_the_first_password_is_changed_only_ones_own_pages_open(
    app: Flask, client: StrictClient
) -> None:
    client.enter(take_on(app, name="new", role=Role.ADMINISTRATOR, must_change_password=True))
    token = client.csrf("/password")
    for rule in closed_rules(app):
        if access_of(rule) is Access.OWN:
            continue
        path = address(app.url_map, rule)
        for method in (rule.methods or set()) - {"OPTIONS"}:
            answer = client.open(
                path, method=method, data={"csrf_token": token} if method == "POST" else None
            )
            assert (answer.status_code, answer.location) == (303, "/password"), (method, path)


@pytest.mark.parametrize("role", Role)
def test_every_form_takes_a_token(app: Flask, client: StrictClient, role: Role) -> None:
    client.enter_as(role)
    taken = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = address(app.url_map, rule)
            answers = [
                client.post(path, data=data, headers=headers)
                for data in ({}, {"csrf_token": "x"})
                for headers in ({}, {"X-CSRFToken": "x"})
            ]
            taken += [(path, answer.status_code) for answer in answers if answer.status_code != 400]
    assert taken == []
