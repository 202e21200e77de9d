"""Where files lie: under the SHA-256 of their content, written once, never changed.

A file's name is its digest, so two persons' ``身份证.pdf`` cannot meet, nothing a visitor typed becomes a
path, and a copy that rotted on disk is noticed on reading. The row that names a digest is written after the
file: a crash leaves at worst a file that no row names.
"""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from zhicheng.kernel.fault import words_of
from zhicheng.kernel.refusal import Refusal, RefusalCode

DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 1 << 20


class FileStore(Protocol):
    """What the story needs of a place for files; a bucket store can take the folder's place."""

    def put(self, content: bytes | BinaryIO) -> str:
        """Keep ``content`` and return its digest (64 lower-case hexadecimal characters)."""

    def open(self, digest: str) -> BinaryIO:
        """A stream of the content, not checked against its digest."""

    def read(self, digest: str) -> bytes:
        """The content, checked against its digest."""

    def exists(self, digest: str) -> bool:
        """Whether something is kept under ``digest``."""


class FolderStore:
    """A store in a folder: ``ab/ab12…`` with mode 0600, folders 0700."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, which is made when the first file comes."""
        self.folder = folder
        self._incoming = folder / ".incoming"

    def put(self, content: bytes | BinaryIO) -> str:
        """Write a temporary file, fsync, rename, fsync the folder; the same content again changes nothing."""
        stream = BytesIO(content) if isinstance(content, bytes) else content
        temporary = self._incoming / secrets.token_hex(16)
        try:
            self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                digest = _write(stream, temporary)
                self._settle(temporary, digest)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise _not_kept(error) from error
        return digest

    def open(self, digest: str) -> BinaryIO:
        """A stream of the content; ``not_found`` when nothing is kept under the digest."""
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            raise Refusal(
                RefusalCode.NOT_FOUND,
                "没有找到这份文件，可能尚未上传或存储目录设置有误；请联系系统管理员。",
                digest=digest,
            ) from None

    def read(self, digest: str) -> bytes:
        """The content; a copy that no longer matches its digest is refused."""
        with self.open(digest) as stream:
            content = stream.read()
        if hashlib.sha256(content).hexdigest() != digest:
            raise Refusal(
                RefusalCode.BAD_FILE,
                "存储中的文件与登记的摘要不一致，文件已损坏；请系统管理员从备份中恢复。",
                digest=digest,
            )
        return content

    def exists(self, digest: str) -> bool:
        """Whether a file is kept under ``digest``."""
        return self._path(digest).is_file()

    def digests(self) -> Iterator[str]:
        """Every digest kept, in order, to compare the folder with the rows."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            yield path.name

    def sweep(self, before: float) -> int:
        """Remove temporary files last written before ``before`` (seconds since 1970): what a crash left; how many."""
        old = [path for path in self._incoming.glob("*") if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise ValueError("not a digest of a file")
        return self.folder / digest[:2] / digest

    def _settle(self, temporary: Path, digest: str) -> None:
        path = self._path(digest)
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self.folder)
        if not path.exists():
            temporary.rename(path)
        # Also when the file was there: whoever renamed it a moment ago may not have come to this line yet.
        sync_folder(path.parent)


def file_store(address: str | Path) -> FolderStore:
    """The store at ``address``: a path or a ``file://`` URL. Buckets are not supported yet: refused."""
    text = str(address).strip()
    scheme, slashes, _ = text.partition("://")
    if slashes and scheme == "file" and urlsplit(text).netloc in ("", "localhost"):
        return FolderStore(Path(unquote(urlsplit(text).path)))
    if slashes or not text:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"文件存储位置（ZHICHENG_FILES）应为本机文件夹，现为“{text}”，暂不支持；"
            "请改为文件夹路径，如 instance/files。",
            scheme=scheme,
        )
    return FolderStore(Path(text))


def _write(stream: BinaryIO, path: Path) -> str:
    """Copy ``stream`` to a new private file, force it to the disk, return its digest."""
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename last: on Linux a new name is safe only after the folder itself was synced."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_kept(error: OSError) -> Refusal:
    reason = words_of(error)
    return Refusal(
        RefusalCode.BAD_FILE,
        f"文件没有保存：{reason}。已有文件不受影响；请联系系统管理员处理后重新上传。",
        reason=errno.errorcode.get(error.errno or 0, "unknown"),
    )
