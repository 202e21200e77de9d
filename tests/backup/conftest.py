"""A small office with files and secrets, and places where there is none yet."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlalchemy import Engine, make_url, select
from sqlalchemy.orm import Session

from tests.builders import a_certificate, a_record, a_submission
from zhicheng.backup.make_backup import Made, make_backup
from zhicheng.backup.reading import Reading
from zhicheng.backup.restore_backup import Restored, restore_backup
from zhicheng.backup.rows import parts_of, reader_of, tables_of
from zhicheng.backup.seal import identity, new_key, opened
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.lifecycle import Status

NOW = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
_names = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """Where an office is, or is to be: a database, an instance folder, files."""

    url: str
    instance: Path

    @property
    def files(self) -> FolderStore:
        return FolderStore(self.instance / "files")

    def is_empty(self) -> bool:
        """Whether nobody could take it for an office."""
        return [path.name for path in self.instance.rglob("*") if path.is_file()] == ["secret_key"]


def rows_of(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            name: [
                row for part in parts_of(connection, name, columns, len) for row in reader_of(columns)(part)
            ]
            for name, columns in tables_of(connection).items()
        }


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("safe") / "key"
    new_key(path, NOW)
    return path


@pytest.fixture
def office(file_engine: Engine, tmp_path: Path) -> Place:
    """A small office on either engine."""
    return an_office(file_engine, tmp_path / "office")


def an_office(engine: Engine, instance: Path) -> Place:
    """Rows of nearly every kind, every file that they name, and secrets."""
    place = Place(engine.url.render_as_string(hide_password=False), instance)
    with Session(engine) as session:
        certificate = a_certificate(session, CertificateStatus.RESERVED)
        a_record(session, certificate.submission.applicant.id_number)
        a_submission(session, Status.RETURNED)
        for number, attachment in enumerate(session.scalars(select(Attachment))):
            attachment.digest = place.files.put(Random(number).randbytes(30_000))  # noqa: S311
        session.commit()
    for name in ("secret_key", "keys/signing-1.key.pem", "keys/.lock"):
        path = place.instance / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"secret {name}")
    return place


@pytest.fixture
def made(office: Place, file_engine: Engine, key: Path, tmp_path: Path) -> Callable[..., Made]:
    """Make a backup of the office."""

    def make(tell: Callable[[str, int], None] = lambda _what, _many: None) -> Made:
        path = tmp_path / f"{next(_names)}.tar.age"
        public = str(identity(key).to_public())
        return make_backup(file_engine, office.files, office.instance, [public], path, NOW, tell)

    return make


def read(path: Path, key: Path) -> Reading:
    """Walk through a backup to its end."""
    with path.open("rb") as file, opened(file, identity(key)) as stream:
        reading = Reading(stream)
        for _ in reading:
            pass
        return reading


def restored(path: Path, key: Path, place: Place) -> Restored:
    """Bring it back."""
    with path.open("rb") as file, opened(file, identity(key)) as stream:
        reading = Reading(stream)
        return restore_backup(reading, reading, place.url, place.instance, place.files, "命令行", NOW)


@pytest.fixture
def nowhere(tmp_path: Path) -> Place:
    """An empty place on SQLite, as an application leaves it that was only started."""
    instance = tmp_path / f"nowhere{next(_names)}"
    instance.mkdir()
    (instance / "secret_key").write_text("fresh")
    return Place(f"sqlite:///{instance / 'zhicheng.sqlite3'}", instance)


@pytest.fixture
def empty_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty place on PostgreSQL."""
    url = make_url(request.getfixturevalue("_postgresql").url)
    name = f"nowhere{next(_names)}"
    (tmp_path / name).mkdir()
    with psycopg.connect(host=url.query["host"], user="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield Place(url.set(database=name).render_as_string(hide_password=False), tmp_path / name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
