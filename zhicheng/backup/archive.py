"""What lies in a backup: a tar archive, first ``about.json``, last ``manifest.json`` (zhicheng.backup/1).

========================================  ===========================================================
``about.json``                            what was backed up when, and the columns of every table
``rows/<table>/000001.jsonl.gz`` …        its rows in the order of their keys, an array a line
``files/ab/<digest>``                     every file that a row names, under its SHA-256
``instance/…``                            the office's keys and secrets
``manifest.json``                         SHA-256 of each part but the files, which are named by theirs; counts; the trail's head
========================================  ===========================================================
"""

import hashlib
import io
import tarfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

import msgspec

ABOUT: Final = "about.json"
MANIFEST: Final = "manifest.json"
SECRETS: Final = ("secret_key", "demonstration.json")
"""Files of the instance folder that make the office what it is; beside them the folder of its keys."""

Kind = Literal["truth", "integer", "instant", "day", "json", "text"]
Table = dict[str, Kind]
"""Column -> what it holds."""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was backed up: ``revision`` of the database, on which ``engine``, its ``tables``."""

    format: Literal["zhicheng.backup/1"]
    made_at: datetime
    revision: str
    engine: str
    tables: dict[str, Table]


class Trail(msgspec.Struct, frozen=True):
    """The audit trail: how long, its last hash, and the keys of entries that did not agree with it when it was backed up."""

    entries: int
    head: str
    broken: list[int]


class Files(msgspec.Struct, frozen=True):
    """How many files, how large together (bytes), and the digests of those that rows name and the store had not, or not whole."""

    count: int
    bytes: int
    lost: list[str]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the archive holds, in its order."""

    parts: dict[str, str]
    rows: dict[str, int]
    audit: Trail
    files: Files

    @property
    def well(self) -> bool:
        """Whether nothing was amiss in the office when it was backed up."""
        return not self.audit.broken and not self.files.lost


class Archive:
    """An archive being written; remembers what every part was."""

    def __init__(self, stream: BinaryIO, made_at: datetime) -> None:
        """Write into ``stream``, which need not be able to go back."""
        self.tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.USTAR_FORMAT)  # noqa: SIM115 (see __exit__)
        self.made_at = int(made_at.timestamp())
        self.parts: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> str:
        """Append a part; its SHA-256."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = len(content), self.made_at, 0o600
        self.tar.addfile(entry, io.BytesIO(content))
        return hashlib.sha256(content).hexdigest()

    def list(self, name: str, content: bytes) -> None:
        """Append a part that stands in the manifest."""
        self.parts[name] = self.add(name, content)

    def __enter__(self) -> "Archive":
        """Begin."""
        return self

    def __exit__(self, *fault: Any) -> None:
        """Write what ends a tar archive, unless something went wrong."""
        with suppress(BrokenPipeError):  # the reason is known to whoever broke it
            self.tar.__exit__(*fault)


def secret_files(instance: Path) -> list[Path]:
    """The keys and secrets that lie in an instance folder; what begins with a dot is half made."""
    keys = sorted(path for path in (instance / "keys").glob("[!.]*") if path.is_file())
    return [path for name in SECRETS if (path := instance / name).is_file()] + keys
