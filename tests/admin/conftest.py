"""Rows of two offices, our door and the naive twin over the same database."""

from datetime import date, timedelta
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.admin.toy_door import NOW, Batches, make_app
from tests.engines import Database
from tests.naive.twin import TwinClient, make_twin
from tests.web.pages import StrictClient, strict
from zhicheng.policy.vocabulary import EmployerKind, IdType, Sex
from zhicheng.review.batch import BatchStatus
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Applicant, Batch, Employer

OURS, THEIRS = 1, 2  # keys of a batch of the junior office and of one of the title office


@cache
def our_door(url: str) -> Flask:
    """The door over the database at ``url``."""
    return make_app(url)


@cache
def naive_twin(url: str) -> Flask:
    """The twin over the same."""
    app = make_twin(url)
    app.test_client_class = TwinClient
    return app


@pytest.fixture
def rows(file_database: Database) -> Database:
    """Sixty batches of each office by turns, three employers, three applicants."""
    with Session(file_database.engine) as session:
        for place in range(120):
            office = Office.TITLE_OFFICE if place % 2 else Office.JUNIOR_OFFICE
            session.add(
                Batch(
                    number=f"2025-{office.value[0]}-{place:03d}",
                    cycle="2025",
                    office=office,
                    status=BatchStatus.OPEN,
                    opened_at=NOW - timedelta(hours=place),
                )
            )
        for place in range(3):
            session.add(
                Employer(name=f"第{place}建筑公司", kind=EmployerKind.STATE_OWNED_ENTERPRISE, region="650102")
            )
            session.add(
                Applicant(
                    name=f"张伟{place}",
                    id_type=IdType.RESIDENT_IDENTITY_CARD,
                    id_number=f"65019919900307{place:03d}X",
                    sex=Sex.MALE,
                    birth_date=date(1990, 3, 7),
                )
            )
        session.commit()
    Batches.planned.clear()
    return file_database


@pytest.fixture
def app(rows: Database) -> Flask:
    """Our door, made once per database: compiling its templates takes longer than most tests."""
    return our_door(rows.url)


@pytest.fixture
def clerk(app: Flask) -> StrictClient:
    """Somebody of the junior office who may write."""
    client = strict(app)
    client.enter_as(Role.CLERK, Role.APPROVER, offices=(Office.JUNIOR_OFFICE,), name="wang-fang")
    return client


@pytest.fixture
def reader(app: Flask) -> StrictClient:
    """Somebody of the junior office who may only read."""
    client = strict(app)
    client.enter_as(Role.REVIEWER, offices=(Office.JUNIOR_OFFICE,), name="li-wei")
    return client


@pytest.fixture
def twin(rows: Database) -> FlaskClient:
    """Anybody, in front of the naive twin."""
    return naive_twin(rows.url).test_client()
