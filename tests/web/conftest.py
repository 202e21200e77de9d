"""An application over a real database, and strict clients of it."""

import time

import pytest
from flask import Flask, Response
from sqlalchemy import make_url

from tests.engines import Database
from tests.web.pages import StrictClient, strict
from zhicheng.database import db
from zhicheng.web import assets, errors, frame, gate, headers, sign_in
from zhicheng.web.access import ACCESS, Access


@pytest.fixture
def app(file_database: Database, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The doors that stand without Flask-Admin, and two addresses to knock at."""
    app = Flask("zhicheng", template_folder="../templates", static_folder=None)
    app.config.update(
        TESTING=True, SECRET_KEY="for tests only", SQLALCHEMY_DATABASE_URI=make_url(file_database.url)
    )
    db.init_app(app)
    gate.install_gate(app, production=False)
    assets.install(app)
    frame.install(app)
    headers.install(app, production=False)
    errors.install(app)
    app.register_blueprint(sign_in.blueprint)
    monkeypatch.setitem(ACCESS, "home", Access.STAFF)
    app.add_url_rule("/", "home", lambda: Response("home", mimetype="text/plain"), methods=["GET", "POST"])
    app.add_url_rule("/forgotten", "forgotten", lambda: "nobody may see this")
    return app


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock stands: all that is asked is asked within a minute, however long it takes."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A browser that nobody has signed in with."""
    return strict(app)
