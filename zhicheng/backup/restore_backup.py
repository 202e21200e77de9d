"""Bring the office back from a backup, onto an empty place."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from alembic.util import CommandError
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from zhicheng.backup.archive import secret_files
from zhicheng.backup.reading import File, Reading, Rows, Secret, refuse
from zhicheng.backup.rows import clause_of, tables_of, write_rows
from zhicheng.backup.staging import HOLDS_SOMETHING, staged, unguarded
from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.examine import examine_certificate
from zhicheng.certificate.keys import token_public_keys, trust_roots
from zhicheng.decision.check_list import check_all_lists
from zhicheng.exchange.own_database import migrate
from zhicheng.intake.file_store import FolderStore, sync_folder
from zhicheng.intake.quick_store import QuickStore
from zhicheng.kernel.audit import Chain, broken_links, record
from zhicheng.kernel.fault import words_of
from zhicheng.kernel.refusal import Refusal, RefusalCode

STAGE: Final = ".restoring"
"""Folder in the instance and in the store where things lie until all of them are there."""


class Restored(msgspec.Struct, frozen=True):
    """What speaks against the restored office: lists that are not what was frozen, certificates that do not verify.

    ``examined`` certificates were looked at whole, the newest of each key; of all others the bytes are those of their row.
    """

    lists: list[str]
    examined: int
    certificates: list[str]


def restore_backup(
    parts: Iterable[Rows | File | Secret],
    reading: Reading,
    database_url: str,
    instance: Path,
    files: FolderStore,
    actor_name: str,
    now: datetime,
) -> Restored:
    """Put what is ``reading``, part by part, where the settings point to.

    All of it waits beside its place until the backup was proven and the database agrees with the manifest; then files and
    keys move in, last the database. Raises Refusal ``bad_input`` where something lies there already or another restore
    is at work, ``bad_file`` for a backup that is not whole, or when the disk is full.
    """
    secrets, store = instance / STAGE, QuickStore(files.folder / STAGE)
    with _only_one(instance):
        _must_be_empty(instance, files)
        _clear(secrets, store.folder)  # of an attempt that was cut off
        try:
            with staged(database_url) as connection:
                _take_in(connection, parts, reading, secrets, store)
                restored = _examined(connection, secrets, store)
                with Session(connection) as session:
                    _note(session, reading, actor_name, now)
                store.settle()
                _move_in(secrets, store, instance, files)
            return restored
        except CommandError:
            refuse(f"数据库版本 {reading.about.revision} 比本程序新，请先更新程序")
        except OSError as fault:
            raise _not_restored(words_of(fault)) from fault
        except DBAPIError as fault:
            raise _not_restored(f"数据库没有收下备份的内容（{type(fault).__name__}）") from fault
        finally:
            _clear(secrets, store.folder)


def _not_restored(why: str) -> Refusal:
    return Refusal(
        RefusalCode.BAD_FILE,
        f"没有恢复：{why}，数据库仍是空的。请检查磁盘和数据库；文件和密钥的位置如已有内容，请清空后重试。",
    )


@contextmanager
def _only_one(instance: Path) -> Iterator[None]:
    """Two at once would clear away each other's stage."""
    descriptor = os.open(instance, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                RefusalCode.BAD_INPUT, f"另一次恢复正在写入 {instance}。请等它结束，再看是否还需要恢复。"
            ) from None
        yield
    finally:
        os.close(descriptor)


def _must_be_empty(instance: Path, files: FolderStore) -> None:
    """An application that was only started has made itself a secret, which nothing depends on yet."""
    if [path for path in secret_files(instance) if path.name != "secret_key"]:
        raise Refusal(RefusalCode.BAD_INPUT, f"{instance} 里的密钥文件夹{HOLDS_SOMETHING}")
    if any(files.digests()):
        raise Refusal(RefusalCode.BAD_INPUT, f"文件存储位置 {files.folder} {HOLDS_SOMETHING}")


def _take_in(
    connection: Connection,
    parts: Iterable[Rows | File | Secret],
    reading: Reading,
    secrets: Path,
    store: QuickStore,
) -> None:
    """Everything, to the database and beside its place; then the database is asked whether it has what it was given."""
    walk = iter(parts)
    part = next(walk, None)
    migrate(connection, reading.about.revision)
    if tables_of(connection) != reading.about.tables:
        refuse(f"数据表与版本 {reading.about.revision} 的不同")
    with unguarded(connection):
        while part is not None:
            match part:
                case Rows(table, columns, rows):
                    write_rows(connection, table, columns, rows)
                case File(content):
                    store.put(content)
                case Secret(path, content):
                    _keep(secrets / path, content)
            part = next(walk, None)
    counts = {
        name: connection.scalar(select(func.count()).select_from(clause_of(name, columns)))
        for name, columns in reading.about.tables.items()
    }
    with Session(connection) as session:
        chain = Chain()
        broken = list(broken_links(session, chain))
    trail = reading.manifest.audit
    if (counts, chain.entries, chain.head, broken) != (
        reading.manifest.rows,
        trail.entries,
        trail.head,
        trail.broken,
    ):
        refuse("放进数据库之后，行数或审计链与清单不符")
    if connection.dialect.name == "sqlite":
        faults = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        if faults != ["ok"]:
            refuse("放进数据库之后，数据库文件的自检没有通过")
    migrate(connection)


def _examined(connection: Connection, secrets: Path, store: QuickStore) -> Restored:
    """Name lists against their roots, certificates against the keys that came with them."""
    keys = secrets / "keys"
    with Session(connection) as session:
        lists = [check.batch.number for check in check_all_lists(session) if check.faults]
        newest = select(func.max(Certificate.id)).where(Certificate.digest.is_not(None))
        chosen = session.scalars(
            select(Certificate).where(Certificate.id.in_(newest.group_by(Certificate.key_id)))
        )
        verified = {
            one.number: examine_certificate(
                store.read(one.digest), roots=trust_roots(keys), token_keys=token_public_keys(keys)
            ).genuine
            for one in chosen
            if one.digest and store.exists(one.digest)
        }
    return Restored(lists, len(verified), [number for number, genuine in verified.items() if not genuine])


def _note(session: Session, reading: Reading, actor_name: str, now: datetime) -> None:
    """The trail goes on: it says that it was brought back, and from what."""
    record(
        session,
        actor_id=None,
        actor_name=actor_name,
        now=now,
        act="restore_backup",
        subject_kind="backup",
        subject_id=None,
        changes={"made_at": reading.about.made_at.isoformat(), "digest": reading.digest},
    )


def _move_in(secrets: Path, store: QuickStore, instance: Path, files: FolderStore) -> None:
    for folder in sorted(store.folder.glob("[0-9a-f][0-9a-f]")):
        folder.rename(files.folder / folder.name)
    if files.folder.is_dir():
        sync_folder(files.folder)
    for path in secret_files(secrets):
        place = instance / path.relative_to(secrets)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        path.replace(place)
        sync_folder(place.parent)


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _clear(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
