"""Database fixtures, once per engine. ``pytest --engine=sqlite|postgresql|both``; SQLite when nothing is said.

====================  ==============================================================================================
``session``           an open session over ``engine``; ``session.commit()`` is a real commit
``engine``            migrated, empty; SQLite in memory (one shared connection), or PostgreSQL
``file_engine``       the same for tests with several connections or threads; SQLite in a file, or PostgreSQL
``database``          ``.url``, ``.engine``, ``.clean()``; the one under ``engine``
``file_database``     the same, under ``file_engine``; its ``url`` may be given to ``create_app``
====================  ==============================================================================================
"""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Connection, Engine, StaticPool, event
from sqlalchemy.orm import Session

import tests.compiled  # noqa: F401 (for every application made here)
from tests.builders import count_anew
from tests.engines import Database, PostgreSQL, SQLite, new_postgresql, postgresql_cluster, sqlite_template

pytest_plugins = ["tests.panel"]

ENGINES = {"sqlite": ["sqlite"], "postgresql": ["postgresql"], "both": ["sqlite", "postgresql"]}

# The same examples every time, and none is judged by the clock; --hypothesis-profile=default looks for new ones.
hypothesis.settings.load_profile("ci")


# Imports, tests and fixtures are a third of a million objects that stay: the collector need not walk them again and again.
gc.set_threshold(50_000)


def pytest_collection_finish() -> None:
    """What is there now stays to the end."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """The end."""
    gc.unfreeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose the engines, and how quickly pages come."""
    parser.addoption("--engine", choices=ENGINES, default="sqlite", help="engine(s) of the database tests")
    parser.addoption("--late", action="store_true", help="pages of the browser tests come late: shows races")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every database test once per chosen engine, those of the gate alone on the first."""
    if "engine_name" in metafunc.fixturenames:
        engines = ENGINES[metafunc.config.getoption("engine")]
        if metafunc.definition.get_closest_marker("one_engine"):
            engines = engines[:1]
        metafunc.parametrize("engine_name", engines, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests carry their mark and stay together on one worker: one Chromium, one server."""
    for item in items:
        if Path(__file__).parent / "browser" in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def _postgresql() -> Iterator[PostgreSQL]:
    """One cluster, one database per worker (0.6 s)."""
    with postgresql_cluster() as socket:
        database = new_postgresql(socket, "zhicheng")
        yield database
        database.close()


@pytest.fixture(scope="session")
def _sqlite_template() -> Iterator[object]:
    """One migrated SQLite database per worker."""
    with sqlite_template() as connection:
        yield connection


@pytest.fixture(scope="session")
def _database(engine_name: str, request: pytest.FixtureRequest) -> Database:
    if engine_name == "postgresql":
        return request.getfixturevalue("_postgresql")
    return SQLite(request.getfixturevalue("_sqlite_template"))


@pytest.fixture(scope="session")
def _file_database(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Database:
    if engine_name == "postgresql":
        return request.getfixturevalue("_postgresql")
    return SQLite(
        request.getfixturevalue("_sqlite_template"), tmp_path_factory.mktemp("sqlite") / "zhicheng.sqlite3"
    )


used: set[Engine] = set()
"""Held, so that none is thrown away in the middle of a test with its connections still open."""
known: weakref.WeakSet[Engine] = weakref.WeakSet()
"""Those of earlier tests that are still there: the worker's own, and its applications'."""


@event.listens_for(Engine, "engine_connect")
def remember(connection: Connection) -> None:
    """An application makes an engine of its own and never lets its connections go; a test must. No disk is waited for."""
    used.add(connection.engine)
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute("PRAGMA synchronous = OFF")


def pytest_sessionfinish() -> None:
    """Hang up."""
    for engine in {*used, *known}:
        engine.dispose()


def hand_out(database: Database) -> Iterator[Database]:
    """Clean before, and after the test close what it opened; the worker's own engines and applications stay connected."""
    known.update({database.engine, *used})
    used.clear()
    database.clean()
    count_anew()
    yield database
    for engine in used.difference(known):
        # With a StaticPool the one connection is the database: the worker's own, in memory.
        if not isinstance(engine.pool, StaticPool):
            engine.dispose()


@pytest.fixture
def database(_database: Database) -> Iterator[Database]:
    """A migrated database without rows of any earlier test."""
    yield from hand_out(_database)


@pytest.fixture
def file_database(_file_database: Database) -> Iterator[Database]:
    """The same, for several connections at once."""
    yield from hand_out(_file_database)


@pytest.fixture
def engine(database: Database) -> Engine:
    """The engine of ``database``."""
    return database.engine


@pytest.fixture
def file_engine(file_database: Database) -> Engine:
    """The engine of ``file_database``."""
    return file_database.engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session; what a verb changes is seen at once, what it does not flush is lost, as in the doors."""
    with Session(engine) as session:
        yield session
