"""The strict client: a Flask test client that reads every page it gets and refuses a poor one.

``strict(app)`` makes one; ``client.enter_as(Role.REVIEWER)`` signs somebody in without the form; ``client.send(path, form)``
posts a form with the page's own CSRF token. Whatever a test fetches is inspected: ``faults_of``, ``faults_of_headers``.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import QueuePool
from werkzeug.test import TestResponse

from tests.staff.people import CHEAP, a_member
from zhicheng.database import db, transaction
from zhicheng.door import present
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.staff.sign_in_session import open_session
from zhicheng.staff.staff import Staff

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNLABELLED_TYPES = frozenset({"hidden", "submit", "button", "reset", "image"})
HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
)


PLAIN_TAG = re.compile(r"""<([a-z][a-z0-9]*)(?:\s+[^\s"'<>/=`]+(?:="[^"]*")?)*\s*(/?)>""")
ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=`]+)(?:="([^"]*)")?""")


@lru_cache(maxsize=20_000)
def attributes(tag: str) -> list[tuple[str, str | None]]:
    """Those of a plain tag; most tags of a page stand on the next page too."""
    return [(found[1].lower(), found[2] and unescape(found[2])) for found in ATTRIBUTE.finditer(tag)]


class Page(HTMLParser):
    """What an HTML page consists of, as far as the rules of the house ask."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.words: Counter[str] = Counter()  # how often each element occurs
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self.title = self.heading = self.text = self.lang = ""
        self._open: list[str] = []
        self._labels_for: set[str] = set()
        self._points_at: list[tuple[str, str]] = []  # attribute, id
        self._inputs: list[tuple[str, dict[str, str | None], bool]] = []
        self.feed(html)
        self.close()
        self._judge()

    def parse_starttag(self, i: int) -> int:
        """As the parser does, in a third of the time."""
        found = PLAIN_TAG.match(self.rawdata, i)
        if found is None or found[1] in self.CDATA_CONTENT_ELEMENTS:
            return super().parse_starttag(i)
        (self.handle_startendtag if found[2] else self.handle_starttag)(found[1], attributes(found[0]))
        return found.end()

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for the line."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and what is wrong with it at once."""
        given = dict(attrs)
        self.words[tag] += 1
        if len(given) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if given.get("id") is not None:
            self.ids[given["id"] or ""] += 1
        for name, value in attrs:
            self._note_attribute(tag, name, value or "")
        self.lang = self.lang or (tag == "html" and given.get("lang")) or ""
        for element, needed in (("script", "src"), ("img", "alt")):
            if tag == element and given.get(needed) is None:
                self.faults.append(f"<{element}> without {needed}")
        if tag == "form":
            self.forms.append(
                {
                    "method": (given.get("method") or "get").lower(),
                    "action": given.get("action"),
                    "fields": {},
                }
            )
        if tag == "label" and given.get("for"):
            self._labels_for.add(given["for"] or "")
        if tag in ("input", "select", "textarea"):
            self._inputs.append((tag, given, "label" in self._open))
            if self.forms and "form" in self._open and given.get("name"):
                self.forms[-1]["fields"][given["name"]] = given.get("value") or ""
        if tag == "button" and given.get("type") not in ("submit", "button", "reset"):
            self.faults.append("<button> without type")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<path/>`` of an icon: opened and closed."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _note_attribute(self, tag: str, name: str, value: str) -> None:
        if name == "style" or name.startswith("on"):
            self.faults.append(f"<{tag}> with inline {name}")
        if name in ("href", "src", "action", "formaction"):
            if value.strip().lower().startswith(("javascript:", "data:text", "//", "http:", "https:")):
                self.faults.append(f"<{tag} {name}> leads away: {value[:60]}")
            if tag == "a":
                self.links.append(value)
        if name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list"):
            self._points_at += [(name, one) for one in value.split()]

    def handle_endtag(self, tag: str) -> None:
        """Note what was closed, and what was not."""
        if tag in VOID:
            self.faults.append(f"</{tag}>")
        elif tag not in self._open:
            self.faults.append(f"</{tag}> closes nothing")
        else:
            while (closed := self._open.pop()) != tag:
                if closed not in ("p", "li", "option", "tr", "td", "th", "dt", "dd", "tbody", "thead"):
                    self.faults.append(f"<{closed}> is not closed before </{tag}>")

    def handle_data(self, data: str) -> None:
        """Collect the words."""
        inside = self._open[-1:] or [""]
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        elif inside[0] not in ("script", "style"):
            self.text += data
            if "h1" in self._open:
                self.heading += data

    def _judge(self) -> None:
        judged = {
            "no title": not self.title.strip(),
            "no lang": not self.lang,
            "<style>": self.words["style"] > 0,
            f"{self.words['h1']} h1": self.words["h1"] != 1,
            "an empty h1": self.words["h1"] == 1 and not self.heading.strip(),
            f"{self.words['main']} main": self.words["main"] != 1,
            "elements left open": bool(self._open),
        }
        self.faults += [fault for fault, found in judged.items() if found]
        self.faults += [f"id {name!r} {times} times" for name, times in self.ids.items() if times > 1]
        self.faults += [
            f"{name} points at no id {one!r}" for name, one in self._points_at if one not in self.ids
        ]
        for tag, given, within in self._inputs:
            named = (
                within
                or given.get("id") in self._labels_for
                or given.get("aria-label")
                or given.get("aria-labelledby")
            )
            if (given.get("type") or "text") not in UNLABELLED_TYPES and not named:
                self.faults.append(f"<{tag} name={given.get('name')}> without a label")


def faults_of(html: str) -> list[str]:
    """Everything that is wrong with a page."""
    return Page(html).faults


def faults_of_headers(response: TestResponse) -> list[str]:
    """Security headers that are missing or weak."""
    faults = [f"no {name}" for name in HEADERS if name not in response.headers]
    policy = response.headers.get("Content-Security-Policy", "")
    faults += [f"CSP has {word}" for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy]
    faults += [
        f"CSP lacks {word}" for word in ("default-src 'none'", "frame-ancestors 'none'") if word not in policy
    ]
    return faults


class StrictClient(FlaskClient):
    """A browser with a short temper."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch, then inspect what came and what was left behind."""
        left: dict[str, Any] = self.application.extensions["left_behind"]
        left.clear()
        response = super().open(*args, **kwargs)
        faults = [*left.get("unsaved", ()), *faults_of_headers(response)]
        kept = response.headers.get("Content-Disposition", "").startswith(
            "attachment"
        )  # a file, no page of ours
        page = response.mimetype == "text/html" and not kept
        if page and response.data and not 300 <= response.status_code < 400:
            self.seen = Page(response.get_data(as_text=True))
            faults += self.seen.faults
        if isinstance(pool := left["engine"].pool, QueuePool) and pool.checkedout():
            faults.append(f"{pool.checkedout()} connections not given back")
        assert not faults, f"{response.request.method} {response.request.path}: {'; '.join(faults)}"
        return response

    def page(self, path: str) -> Page:
        """GET a page that must be there."""
        response = self.get(path)
        assert (response.status_code, response.mimetype) == (200, "text/html"), f"{path}: {response.status}"
        return self.seen

    def csrf(self, path: str) -> str:
        """The token of the first form on a page."""
        for form in self.page(path).forms:
            if "csrf_token" in form["fields"]:
                return str(form["fields"]["csrf_token"])
        raise AssertionError(f"{path} has no form with a token")

    def send(
        self, path: str, form: Mapping[str, Any], *, seen: str | None = None, **more: Any
    ) -> TestResponse:
        """POST a form as a browser does, with the token of the page ``seen`` (the same address if not given)."""
        token = self.csrf(seen or path)
        return self.post(path, data={**form, "csrf_token": token}, **more)

    @property
    def token(self) -> str | None:
        """The session token that this browser holds."""
        cookie = self.get_cookie(self.application.config["ZHICHENG_COOKIE"])
        return cookie and cookie.value

    def enter(self, key: int) -> "StrictClient":
        """Sign in without the form: a session row and its cookie."""
        with self.application.app_context(), transaction(db.session()) as session:
            opened = open_session(session, present(), session.get_one(Staff, key))
        self.set_cookie(self.application.config["ZHICHENG_COOKIE"], opened.token)
        return self

    def enter_as(self, *roles: Role, offices: Iterable[Office] = tuple(Office), name: str = "") -> int:
        """Make somebody with these roles and sign in as them; returns the key."""
        key = take_on(self.application, name=name or f"a-{'-'.join(roles)}", role=roles, offices=offices)
        self.enter(key)
        return key


def take_on(app: Flask, **wanted: Any) -> int:
    """Somebody new (see ``a_member``), committed; returns the key."""
    with app.app_context(), transaction(db.session()) as session:
        return a_member(session, **wanted).id


def strict(app: Flask) -> StrictClient:
    """A strict client of ``app``; sessions are looked at as each request ends, passwords are hashed cheaply."""
    app.config["ZHICHENG_PASSWORD_HASHER"] = CHEAP
    app.test_client_class = StrictClient
    if "left_behind" not in app.extensions:
        left: dict[str, Any] = app.extensions.setdefault("left_behind", {})

        @app.teardown_request
        def look(_error: BaseException | None) -> None:
            session = db.session()
            left["engine"] = db.engine
            unsaved = [*session.new, *session.dirty, *session.deleted]
            left["unsaved"] = [f"not saved: {unsaved}"] if unsaved else []

    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client
