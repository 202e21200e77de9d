"""The whole application over a real database, one per worker, and people in front of it.

``panel`` is the application, its clock at ``LATER``; ``people(Role.CLERK)`` a strict client signed in in that role;
``story`` a session in which builders play verbs: ``with story() as session: a_submission(session)`` commits at the end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import LATER
from tests.engines import Database
from tests.web.pages import StrictClient, strict
from zhicheng.database import db
from zhicheng.factory import create_app
from zhicheng.settings import Settings
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.web.gate import limiter


@pytest.fixture(scope="session")
def _panel(_file_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("office")
    environment = {"ZHICHENG_INSTANCE": str(folder), "ZHICHENG_DATABASE_URL": _file_database.url}
    app = create_app(Settings.from_environment(environment))
    app.config["TESTING"] = True
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def panel(_panel: Flask, file_database: Database) -> Flask:
    """The application over a database without rows."""
    _panel.config["ZHICHENG_NOW"] = LATER
    with _panel.app_context():
        limiter.reset()
    return _panel


@pytest.fixture
def people(panel: Flask) -> Callable[..., StrictClient]:
    """``people(Role.CLERK, offices=(Office.JUNIOR_OFFICE,))``: somebody signed in; ``.key`` is their staff key."""

    def sign_in(*roles: Role, offices: tuple[Office, ...] = tuple(Office), name: str = "") -> StrictClient:
        client = strict(panel)
        client.key = client.enter_as(*roles, offices=offices, name=name)
        return client

    return sign_in


@pytest.fixture
def story(file_database: Database) -> Callable[[], Any]:
    """A session for builders, committed when the ``with`` ends."""

    @contextmanager
    def telling() -> Iterator[Session]:
        with Session(file_database.engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    return telling
