"""Write a backup while the office goes on working."""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine

from zhicheng.backup.archive import (
    ABOUT,
    MANIFEST,
    About,
    Archive,
    Files,
    Manifest,
    Table,
    Trail,
    secret_files,
)
from zhicheng.backup.rows import Row, digests_named, parts_of, tables_of
from zhicheng.backup.seal import sealed
from zhicheng.intake.file_store import FileStore, sync_folder
from zhicheng.kernel.audit import AuditEntry, Chain
from zhicheng.kernel.fault import words_of
from zhicheng.kernel.refusal import Refusal, RefusalCode


class Made(msgspec.Struct, frozen=True):
    """What was written: where, how large (bytes), the SHA-256 of its manifest, and the manifest."""

    path: Path
    size: int
    digest: str
    manifest: Manifest


def make_backup(
    engine: Engine,
    files: FileStore,
    instance: Path,
    recipients: Sequence[str],
    path: Path,
    now: datetime,
    tell: Callable[[str, int], None] = lambda _what, _many: None,
) -> Made:
    """Write ``path``, readable by its owner only; it appears under its name when it is whole and on the disk.

    All rows are of one instant: others go on writing meanwhile. Files and keys are copied after the rows, because neither
    is ever taken away: what a row names is there. A file that is not, or has rotted, is named in the manifest and stops
    nothing. Raises Refusal ``bad_input`` where the file exists, ``bad_file`` where it cannot be written.
    """
    if path.exists():
        raise Refusal(RefusalCode.BAD_INPUT, f"{path} 已经存在，不会覆盖；请换一个文件名。")
    try:
        with (
            _new_file(path) as out,
            sealed(out, recipients) as stream,
            Archive(stream, now) as archive,
            _snapshot(engine) as connection,
        ):
            digest, manifest = _write(archive, connection, files, instance, now, tell)
        return Made(path, path.stat().st_size, digest, manifest)
    except OSError as fault:
        raise Refusal(
            RefusalCode.BAD_FILE,
            f"备份没有做成：{words_of(fault)}，没有留下半份文件；请检查 {path.parent} 是否存在、可写并有足够空间后重试。",
        ) from fault


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A private file that takes its name when it was written to the end and forced to the disk; else it goes."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is now, and keeps nobody from writing."""
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


def _write(
    archive: Archive,
    connection: Connection,
    files: FileStore,
    instance: Path,
    now: datetime,
    tell: Callable[[str, int], None],
) -> tuple[str, Manifest]:
    """Everything, in the order of the archive; the SHA-256 of the manifest, and the manifest."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        raise Refusal(
            RefusalCode.NOT_FOUND, "数据库里还没有数据表，没有可以备份的内容；请先执行 flask db upgrade。"
        )
    tables = tables_of(connection)
    about = About("zhicheng.backup/1", now, revision, connection.dialect.name, tables)
    archive.list(ABOUT, msgspec.json.format(msgspec.json.encode(about)))
    counts, trail = _rows(archive, connection, tables, tell)
    with closing(digests_named(connection, tables)) as digests:
        kept = _files(archive, digests, files, tell)
    for path in secret_files(instance):
        archive.list(f"instance/{path.relative_to(instance)}", path.read_bytes())
    manifest = Manifest(archive.parts, counts, trail, kept)
    content = msgspec.json.format(msgspec.json.encode(manifest))
    return archive.add(MANIFEST, content), manifest


def _rows(
    archive: Archive, connection: Connection, tables: dict[str, Table], tell: Callable[[str, int], None]
) -> tuple[dict[str, int], Trail]:
    counts, chain, broken = dict.fromkeys(tables, 0), Chain(), list[int]()
    for name, columns in tables.items():

        def look(rows: Sequence[Row], name: str = name, columns: Table = columns) -> None:
            counts[name] += len(rows)
            if name == AuditEntry.__tablename__:
                entries = (dict(zip(columns, row, strict=True)) for row in rows)
                broken.extend(entry["id"] for entry in entries if not chain.follow(entry))

        with closing(parts_of(connection, name, columns, look)) as parts:
            for number, part in enumerate(parts, 1):
                archive.list(f"rows/{name}/{number:06}.jsonl.gz", part)
                tell("数据行", sum(counts.values()))
    return counts, Trail(chain.entries, chain.head, broken)


def _files(
    archive: Archive, digests: Iterable[str], files: FileStore, tell: Callable[[str, int], None]
) -> Files:
    count, size, lost = 0, 0, list[str]()
    for digest in digests:
        try:
            content = files.read(digest)
        except Refusal:  # gone or rotten
            lost.append(digest)
            continue
        archive.add(f"files/{digest[:2]}/{digest}", content)
        count, size = count + 1, size + len(content)
        tell("文件", count)
    return Files(count, size, lost)
