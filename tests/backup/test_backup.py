"""H9: one sealed file holds the whole office, at one instant, while others write; and the office comes back from it."""

import errno
import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.backup.conftest import NOW, Place, read, restored, rows_of
from tests.builders import a_certificate, a_submission
from tests.engines import MIGRATIONS
from tests.unguarded import unguarded
from zhicheng.backup.make_backup import Made, make_backup
from zhicheng.backup.reading import File, Reading, Rows, Secret
from zhicheng.backup.restore_backup import restore_backup
from zhicheng.backup.seal import identity, new_key, opened, recipient
from zhicheng.certificate.certificate import Certificate
from zhicheng.database import make_engine
from zhicheng.intake.applicant import Applicant
from zhicheng.kernel.audit import Chain, broken_links
from zhicheng.kernel.refusal import Refusal, RefusalCode

AUDIT = "audit_entry"


def guards_of(engine: Engine) -> set[tuple[str, ...]]:
    """Every table, index, constraint and trigger, in the words of the database."""
    questions = {
        "sqlite": ["SELECT type, name, coalesce(sql, '') FROM sqlite_master"],
        "postgresql": [
            "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace",
            "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger "
            "JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace",
        ],
    }[engine.dialect.name]
    with engine.connect() as connection:
        return {tuple(row) for one in questions for row in connection.execute(text(one))}


def test_an_office_comes_back_on_either_engine_from_what_stood_at_one_instant(
    office: Place,
    made: Callable[..., Made],
    file_engine: Engine,
    engine_name: str,
    key: Path,
    nowhere: Place,
    request: pytest.FixtureRequest,
) -> None:
    before, late = rows_of(file_engine), []

    def write_meanwhile(what: str, _many: int) -> None:
        if not late:
            with Session(file_engine) as session:
                late.append(a_submission(session).id)
                session.commit()

    backup = made(write_meanwhile)
    assert late
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert backup.manifest.well
    places = [nowhere]
    if engine_name == "postgresql":
        places.append(request.getfixturevalue("empty_server"))
    source = file_engine
    for place in places:
        result = restored(backup.path, key, place)
        assert (result.lists, result.certificates) == ([], [])
        engine = make_engine(place.url)
        after = rows_of(engine)
        *trail, note = after.pop(AUDIT)
        assert trail == before[AUDIT]
        assert note[4] == "restore_backup"
        assert after == {name: rows for name, rows in before.items() if name != AUDIT}
        if engine.dialect.name == file_engine.dialect.name:
            assert guards_of(engine) == guards_of(file_engine)
        with Session(engine) as session:
            chain = Chain()
            assert not list(broken_links(session, chain))
            assert chain.entries == backup.manifest.audit.entries + 1
            a_submission(session)  # keys go on where they were, and guards stand
            session.commit()
            with pytest.raises(DBAPIError, match="refuses UPDATE"):
                session.execute(text("UPDATE audit_entry SET reason = ''"))
        assert list(place.files.digests()) == list(office.files.digests())
        for name in ("secret_key", "keys/signing-1.key.pem"):
            assert (place.instance / name).read_text() == (office.instance / name).read_text()
        assert not [path.name for path in place.instance.iterdir() if "restoring" in path.name]
        # From here it goes on to the other engine, one act later.
        before, source = rows_of(engine), engine
        onward = place.instance / "onward.tar.age"
        public = new_key(onward.with_suffix(".key"), NOW)
        key = onward.with_suffix(".key")
        backup = make_backup(source, place.files, place.instance, [public], onward, NOW)
        engine.dispose()


def test_a_restore_takes_the_place_of_nothing(
    office: Place, made: Callable[..., Made], key: Path, nowhere: Place
) -> None:
    backup = made()
    with pytest.raises(Refusal, match="数据库应是空的") as refused:
        restored(backup.path, key, Place(office.url, nowhere.instance))
    assert refused.value.code is RefusalCode.BAD_INPUT
    for name, place in (("keys/root.crt.pem", "密钥文件夹"), ("files/ab/" + "ab" * 32, "文件存储位置")):
        path = nowhere.instance / name
        path.parent.mkdir(parents=True)
        path.write_text("somebody's")
        with pytest.raises(Refusal, match=place):
            restored(backup.path, key, nowhere)
        assert path.read_text() == "somebody's"
        path.unlink()
    (nowhere.files.folder / ".restoring").mkdir()  # of an attempt that was cut off
    restored(backup.path, key, nowhere)


def test_what_an_older_release_backed_up_comes_back_in_todays_tables(
    made: Callable[..., Made], file_engine: Engine, key: Path, nowhere: Place
) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with file_engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0008")
    try:
        backup = made()
    finally:
        with file_engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    assert read(backup.path, key).about.revision == "0008"
    restored(backup.path, key, nowhere)
    engine = make_engine(nowhere.url)
    if file_engine.dialect.name == "sqlite":
        assert {name for _, name, _ in guards_of(engine)} == {name for _, name, _ in guards_of(file_engine)}
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) != "0008"
    engine.dispose()


def test_what_was_amiss_in_the_office_is_named_and_stops_neither_backup_nor_restore(
    office: Place, made: Callable[..., Made], file_engine: Engine, key: Path, nowhere: Place
) -> None:
    gone, rotten, *_ = office.files.digests()
    (office.files.folder / gone[:2] / gone).unlink()
    (office.files.folder / rotten[:2] / rotten).write_bytes(b"rotten")
    with Session(file_engine) as session:
        certificate = a_certificate(session)
        certificate.digest = office.files.put(b"not a certificate")
        number = certificate.number
        unguarded(session, ["audit_entry"], "UPDATE audit_entry SET reason = '改过' WHERE id = 2")
    backup = made()
    assert (backup.manifest.files.lost, backup.manifest.audit.broken) == ([gone, rotten], [2])
    assert not read(backup.path, key).manifest.well
    assert restored(backup.path, key, nowhere).certificates == [number]
    engine = make_engine(nowhere.url)
    with Session(engine) as session:
        assert list(broken_links(session)) == [2]
        assert session.scalar(select(func.count()).select_from(Certificate)) == 2
    engine.dispose()


@pytest.mark.one_engine
@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_full_disk_is_a_sentence_and_leaves_no_half_backup(
    made: Callable[..., Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full(io.FileIO):
        def write(self, *_: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    before = set(tmp_path.rglob("*"))
    with monkeypatch.context() as broken:
        if call == "write":
            real = os.fdopen
            seen: list[int] = []

            def fdopen(descriptor: int, mode: str) -> object:
                seen.append(descriptor)
                return Full(descriptor, mode) if len(seen) == 1 else real(descriptor, mode)

            broken.setattr(os, "fdopen", fdopen)
        else:
            broken.setattr(*((os, "fsync") if call == "fsync" else (Path, "rename")), full)
        with pytest.raises(Refusal, match="存储空间已满") as refused:
            made()
    assert refused.value.code is RefusalCode.BAD_FILE
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.one_engine
def test_of_two_restores_at_once_the_second_is_refused(
    made: Callable[..., Made], key: Path, nowhere: Place
) -> None:
    path = made().path
    with path.open("rb") as file, opened(file, identity(key)) as stream:
        reading = Reading(stream)

        def meanwhile() -> Iterator[Rows | File | Secret]:
            for part in reading:
                if isinstance(part, Secret):
                    with pytest.raises(Refusal, match="另一次恢复正在写入"):
                        restored(path, key, nowhere)
                yield part

        restore_backup(meanwhile(), reading, nowhere.url, nowhere.instance, nowhere.files, "命令行", NOW)
    assert read(path, key).manifest.files.count == len(list(nowhere.files.digests()))
    assert (nowhere.instance / "keys/signing-1.key.pem").is_file()


@pytest.mark.one_engine
def test_a_full_disk_while_restoring_leaves_an_empty_place(
    made: Callable[..., Made], key: Path, nowhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = made()

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken, pytest.raises(Refusal, match="没有恢复：存储空间已满"):
        broken.setattr(os, "sync", full)
        restored(backup.path, key, nowhere)
    assert nowhere.is_empty()
    restored(backup.path, key, nowhere)


@pytest.mark.one_engine
def test_no_backup_takes_the_place_of_another(
    made: Callable[..., Made], office: Place, file_engine: Engine
) -> None:
    path = made().path
    before = path.read_bytes()
    with pytest.raises(Refusal, match="已经存在"):
        make_backup(file_engine, office.files, office.instance, [], path, NOW)
    assert path.read_bytes() == before


@pytest.mark.one_engine
def test_without_a_public_key_there_is_no_backup(office: Place, file_engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="公钥应为"):
        make_backup(file_engine, office.files, office.instance, ["age1nobody"], tmp_path / "x", NOW)
    assert not (tmp_path / "x").exists()


@pytest.mark.one_engine
def test_a_private_key_given_for_a_public_one_is_not_repeated(key: Path) -> None:
    private = key.read_text().splitlines()[-1]
    with pytest.raises(Refusal, match="收到“AGE-SECRET-K…”"):
        recipient(private)


@pytest.mark.one_engine
def test_nothing_of_a_person_can_be_read_in_a_backup(made: Callable[..., Made], file_engine: Engine) -> None:
    content = made().path.read_bytes()
    with Session(file_engine) as session:
        names = session.scalars(select(Applicant.name)).all()
    assert names
    assert not [name for name in names if name.encode() in content]
    assert b"signing-1" not in content
