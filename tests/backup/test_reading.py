"""Each damaged part of a backup is refused, with a sentence that says which."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection

import pytest

from tests.backup.conftest import NOW, Place, an_office, read, restored
from tests.engines import SQLite
from zhicheng.backup.archive import Archive
from zhicheng.backup.make_backup import make_backup
from zhicheng.backup.rows import packed
from zhicheng.backup.seal import identity, new_key, opened, sealed
from zhicheng.kernel.refusal import Refusal, RefusalCode

Parts = dict[str, bytes]
ROWS = "rows/audit_entry/000001.jsonl.gz"
KEY = "instance/keys/signing-1.key.pem"


def first_file(parts: Parts, place: int = 0) -> str:
    return [name for name in parts if name.startswith("files/")][place]


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def moved(parts: Parts, name: str, before: str) -> None:
    rest = {one: content for one, content in parts.items() if one != name}
    content = parts[name]
    parts.clear()
    for one, other in rest.items():
        if one == before:
            parts[name] = content
        parts[one] = other


def swap(parts: Parts, one: str, other: str) -> None:
    parts[one], parts[other] = parts[other], parts[one]


def in_the_manifest(parts: Parts, change: Callable[[dict[str, object]], object]) -> None:
    told = json.loads(parts["manifest.json"])
    change(told)
    parts["manifest.json"] = json.dumps(told).encode()


def without_last_entry(parts: Parts) -> None:
    """The end of the trail cut off, by somebody who can also write the manifest."""
    lines = gzip.decompress(parts[ROWS]).splitlines(keepends=True)
    parts[ROWS] = packed(b"".join(lines[:-1]))
    digest = hashlib.sha256(parts[ROWS]).hexdigest()
    in_the_manifest(parts, lambda told: told["parts"].update({ROWS: digest}))


DAMAGED: dict[str, tuple[Callable[[Parts], object], str]] = {
    "rows flipped": (lambda parts: parts.update({ROWS: flip(parts[ROWS])}), ROWS),
    "rows missing": (lambda parts: parts.pop(ROWS), f"缺少 {ROWS}"),
    "rows that are none": (lambda parts: parts.update({ROWS: packed(b'["x"]\n')}), f"{ROWS} 已损坏"),
    "trail cut off": (without_last_entry, "审计链与清单不符"),
    "key flipped": (lambda parts: parts.update({KEY: flip(parts[KEY])}), f"{KEY} 的内容与清单不符"),
    "key missing": (lambda parts: parts.pop(KEY), f"缺少 {KEY}"),
    "keys swapped": (lambda parts: swap(parts, KEY, "instance/secret_key"), "的内容与清单不符"),
    "key moved": (lambda parts: moved(parts, KEY, "instance/secret_key"), "次序"),
    "file flipped": (
        lambda parts: parts.update({first_file(parts): flip(parts[first_file(parts)])}),
        "files/.*与它的摘要不符",
    ),
    "file missing": (lambda parts: parts.pop(first_file(parts)), "缺少文件 [0-9a-f]{64}，共缺 1 个"),
    "files swapped": (
        lambda parts: swap(parts, first_file(parts), first_file(parts, 1)),
        "files/.*与它的摘要不符",
    ),
    "file moved": (
        lambda parts: moved(parts, first_file(parts, 1), first_file(parts)),
        "files/.*不在它的位置上",
    ),
    "about missing": (lambda parts: parts.pop("about.json"), "应以 about.json 开头"),
    "about of another program": (
        lambda parts: parts.update({"about.json": b'{"format": "zhicheng.backup/2"}'}),
        "about.json 已损坏，或由更新的版本写成",
    ),
    "about flipped": (
        lambda parts: parts.update({"about.json": parts["about.json"].replace(b"sqlite", b"tables")}),
        "about.json 的内容与清单不符",
    ),
    "manifest missing": (lambda parts: parts.pop("manifest.json"), "缺少最后的清单"),
    "manifest flipped": (
        lambda parts: parts.update({"manifest.json": parts["manifest.json"][:-2]}),
        "manifest.json 已损坏",
    ),
    "manifest of more rows": (
        lambda parts: in_the_manifest(parts, lambda told: told["rows"].update(staff=999)),
        "与清单不符",
    ),
    "manifest of less": (
        lambda parts: in_the_manifest(parts, lambda told: told["parts"].pop(KEY)),
        f"清单上没有的部分 {KEY}",
    ),
    "more after the manifest": (
        lambda parts: parts.update({"instance/keys/x": b""}),
        "多出一个部分 instance/keys/x",
    ),
}
EXTRA = {
    "a file that no row names": (
        "files/2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        b"hello",
        "没有记录提到的文件",
    ),
    "a path that leads elsewhere": ("instance/keys/../../x", b"", "多出一个部分"),
    "another hidden key": ("instance/keys/.x", b"", "多出一个部分"),
    "a table of no office": ("rows/x/000001.jsonl.gz", b"", "多出一个部分 rows/x"),
}
for why, (name, content, sentence) in EXTRA.items():

    def add(parts: Parts, name: str = name, content: bytes = content) -> None:
        last = parts.pop("manifest.json")
        parts.update({name: content, "manifest.json": last})

    DAMAGED[why] = add, sentence


@pytest.fixture(scope="module")
def sealed_office(_sqlite_template: Connection, key: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup."""
    database, folder = SQLite(_sqlite_template), tmp_path_factory.mktemp("small")
    database.clean()
    place, path = an_office(database.engine, folder / "office"), folder / "backup.tar.age"
    make_backup(database.engine, place.files, place.instance, [public(key)], path, NOW)
    database.engine.dispose()
    return path.read_bytes()


@pytest.fixture(scope="module")
def whole(sealed_office: bytes, key: Path) -> Parts:
    """What lies in it, in its order."""
    with (
        opened(io.BytesIO(sealed_office), identity(key)) as stream,
        tarfile.open(fileobj=stream, mode="r|") as tar,
    ):
        return {entry.name: tar.extractfile(entry).read() for entry in tar}


@pytest.fixture
def parts(whole: Parts) -> Parts:
    """The same, to be altered."""
    return dict(whole)


def public(key: Path) -> str:
    return str(identity(key).to_public())


@pytest.fixture
def packing(key: Path, tmp_path: Path) -> Callable[[Parts], Path]:
    """A backup of such parts, properly sealed: what anybody can write who has the public key."""

    def pack(parts: Parts) -> Path:
        path = tmp_path / "altered.tar.age"
        with path.open("wb") as out, sealed(out, [public(key)]) as stream, Archive(stream, NOW) as archive:
            for name, content in parts.items():
                archive.add(name, content)
        return path

    return pack


def test_every_altered_part_is_refused_by_name(
    parts: Parts, packing: Callable[[Parts], Path], key: Path
) -> None:
    assert read(packing(parts), key).manifest.well
    for why, (change, sentence) in DAMAGED.items():
        altered = dict(parts)
        change(altered)
        with pytest.raises(Refusal, match=sentence) as refused:
            read(packing(altered), key)
        assert refused.value.code is RefusalCode.BAD_FILE, why
        assert refused.value.sentence.endswith("请换用另一份备份。")


@pytest.mark.parametrize("why", ["manifest of more rows", "manifest missing"])
def test_what_is_refused_leaves_nothing_where_it_was_to_be(
    parts: Parts, packing: Callable[[Parts], Path], key: Path, nowhere: Place, why: str
) -> None:
    change, sentence = DAMAGED[why]
    change(parts)
    with pytest.raises(Refusal, match=sentence):
        restored(packing(parts), key, nowhere)
    assert nowhere.is_empty()
    assert (nowhere.instance / "secret_key").read_text() == "fresh"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda content: flip(content), "读到 files/.* 时解不开"),
        (lambda content: content[: len(content) // 2], "时解不开"),
        (lambda content: content[:-1], "解不开"),
        (lambda content: content[:100], "不是用这把密钥封存的，或开头已损坏"),
        (lambda content: b"", "不是用这把密钥封存的，或开头已损坏"),
    ],
)
def test_a_sealed_file_that_was_altered_or_cut_off_is_refused(
    sealed_office: bytes, key: Path, tmp_path: Path, change: Callable[[bytes], bytes], sentence: str
) -> None:
    path = tmp_path / "altered.tar.age"
    path.write_bytes(change(sealed_office))
    with pytest.raises(Refusal, match=sentence) as refused:
        read(path, key)
    assert refused.value.code is RefusalCode.BAD_FILE


def test_another_key_opens_nothing_and_what_is_no_key_is_told(sealed_office: bytes, tmp_path: Path) -> None:
    path = tmp_path / "backup.tar.age"
    path.write_bytes(sealed_office)
    new_key(tmp_path / "other", NOW)
    with pytest.raises(Refusal, match="不是用这把密钥封存的"):
        read(path, tmp_path / "other")
    with pytest.raises(Refusal, match="里没有这样的密钥"):
        read(path, path)


def test_a_backup_of_a_newer_program_asks_for_it(
    parts: Parts, packing: Callable[[Parts], Path], key: Path, nowhere: Place
) -> None:
    parts["about.json"] = json.dumps(json.loads(parts["about.json"]) | {"revision": "9999"}).encode()
    with pytest.raises(Refusal, match="数据库版本 9999 比本程序新"):
        restored(packing(parts), key, nowhere)
    assert nowhere.is_empty()


def test_the_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    public = new_key(path, NOW)
    assert public == str(identity(path).to_public())
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        new_key(path, NOW)
