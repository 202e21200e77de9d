"""Read a backup from its beginning to its end, and prove it part by part."""

import hashlib
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn, cast

import msgspec

from zhicheng.backup.archive import ABOUT, MANIFEST, About, Files, Manifest, Table, Trail
from zhicheng.backup.rows import Row, digest_columns, reader_of
from zhicheng.backup.seal import Opened, Unsealable
from zhicheng.kernel.audit import AuditEntry, Chain
from zhicheng.kernel.refusal import Refusal, RefusalCode

FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
SECRET = re.compile(r"instance/(secret_key|demonstration\.json|keys/\w[\w.-]*)", re.ASCII)
ROWS = re.compile(r"rows/(\w+)/\d{6}\.jsonl\.gz", re.ASCII)


@dataclass(frozen=True)
class Rows:
    """Some rows of a table."""

    table: str
    columns: Table
    rows: list[Row]


@dataclass(frozen=True)
class File:
    """A file of the store."""

    content: bytes


@dataclass(frozen=True)
class Secret:
    """A key or secret, by its path in the instance folder."""

    path: str
    content: bytes


class Reading:
    """One walk through a backup. Nothing it gave is proven before the walk has come to its end.

    ``about`` is known from the first part on; ``manifest`` and ``digest``, its SHA-256, at the end. Raises Refusal
    ``bad_file`` with a sentence that names the part: damaged, missing, out of its place, or not of this backup.
    """

    about: About
    manifest: Manifest
    digest: str

    def __init__(self, stream: Opened) -> None:
        """Read what was opened."""
        self.stream = stream
        self.at = "开头"
        self.parts: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.chain, self.broken = Chain(), list[int]()
        self.named: set[str] = set()
        self.files: list[str] = []
        self.bytes = 0

    def __iter__(self) -> Iterator[Rows | File | Secret]:
        """Every part in its order, to the end."""
        ended = False
        for name, content in self._members():
            if ended or (name == ABOUT) == bool(self.parts) or name in self.parts:
                refuse(f"多出一个部分 {name}" if self.parts else f"应以 {ABOUT} 开头，现为 {name}")
            if found := FILE.fullmatch(name):
                yield self._file(found[2], content)
                continue
            if name == MANIFEST:
                ended = True
                self._compare(content)
                continue
            self.parts[name] = hashlib.sha256(content).hexdigest()
            if name == ABOUT:
                self.about = self._decoded(content, About)
                self.rows = dict.fromkeys(self.about.tables, 0)
            elif (found := ROWS.fullmatch(name)) and found[1] in self.about.tables:
                yield self._some_rows(found[1], content)
            elif found := SECRET.fullmatch(name):
                yield Secret(found[1], content)
            else:
                refuse(f"多出一个部分 {name}")
        if not ended:
            refuse(f"缺少最后的清单 {MANIFEST}，文件不完整")

    def _members(self) -> Iterator[tuple[str, bytes]]:
        try:
            with tarfile.open(fileobj=cast("BinaryIO", self.stream), mode="r|") as tar:
                for entry in tar:
                    self.at = entry.name
                    part = tar.extractfile(entry)
                    if part is None:
                        refuse(f"{entry.name} 不是文件")
                    yield entry.name, part.read()
        except Unsealable:
            if self.parts:
                refuse(f"读到 {self.at} 时解不开，这里被改动或截断")
            refuse("解不开：不是用这把密钥封存的，或开头已损坏")
        except tarfile.TarError:
            refuse(f"{self.at} 之后不完整")

    def _some_rows(self, table: str, content: bytes) -> Rows:
        columns = self.about.tables[table]
        try:
            rows = reader_of(columns)(content)
        except (OSError, EOFError, zlib.error, msgspec.DecodeError):
            refuse(f"{self.at} 已损坏")
        self.rows[table] += len(rows)
        names = list(columns)
        for place in map(names.index, digest_columns(columns)):
            self.named.update(row[place] for row in rows if row[place] is not None)
        if table == AuditEntry.__tablename__:
            entries = (dict(zip(names, row, strict=True)) for row in rows)
            self.broken += [entry["id"] for entry in entries if not self.chain.follow(entry)]
        return Rows(table, columns, rows)

    def _file(self, digest: str, content: bytes) -> File:
        if hashlib.sha256(content).hexdigest() != digest:
            refuse(f"{self.at} 的内容与它的摘要不符")
        if digest not in self.named:
            refuse(f"多出一个没有记录提到的文件 {self.at}")
        if self.files and digest <= self.files[-1]:
            refuse(f"{self.at} 不在它的位置上")
        self.files.append(digest)
        self.bytes += len(content)
        return File(content)

    def _compare(self, content: bytes) -> None:
        self.manifest, self.digest = self._decoded(content, Manifest), hashlib.sha256(content).hexdigest()
        listed = self.manifest.parts
        for name in sorted(listed.keys() | self.parts.keys()):
            if name not in self.parts:
                refuse(f"缺少 {name}")
            if name not in listed:
                refuse(f"多出一个清单上没有的部分 {name}")
            if listed[name] != self.parts[name]:
                refuse(f"{name} 的内容与清单不符")
        if list(listed) != list(self.parts):
            refuse("各部分的次序与清单不符")
        missing = self.named.difference(self.files, self.manifest.files.lost)
        if missing:
            refuse(f"缺少文件 {min(missing)}，共缺 {len(missing)} 个")
        read = (
            self.rows,
            Trail(self.chain.entries, self.chain.head, self.broken),
            Files(len(self.files), self.bytes, self.manifest.files.lost),
        )
        if read != (self.manifest.rows, self.manifest.audit, self.manifest.files):
            refuse("行数、文件数或审计链与清单不符")

    def _decoded(self, content: bytes, type_: Any) -> Any:
        try:
            return msgspec.json.decode(content, type=type_)
        except msgspec.DecodeError:
            refuse(f"{self.at} 已损坏，或由更新的版本写成")


def refuse(what: str) -> NoReturn:
    """Not a backup that can be relied on."""
    raise Refusal(RefusalCode.BAD_FILE, f"备份不可用：{what}。请换用另一份备份。")
