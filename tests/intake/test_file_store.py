"""The file store keeps every file once, under its digest, or not at all."""

import errno
import hashlib
import io
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from zhicheng.intake.file_store import FolderStore, file_store
from zhicheng.kernel.refusal import Refusal, RefusalCode


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


def kept_files(store: FolderStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_what_was_put_comes_back_under_its_sha256(store: FolderStore) -> None:
    digest = store.put("毕业证书".encode())
    assert digest == hashlib.sha256("毕业证书".encode()).hexdigest()
    assert store.exists(digest)
    assert store.read(digest) == "毕业证书".encode()
    with store.open(digest) as stream:
        assert stream.read() == "毕业证书".encode()
    assert list(store.digests()) == [digest]


def test_a_stream_larger_than_one_chunk_is_kept_whole(store: FolderStore) -> None:
    content = os.urandom(3 * (1 << 20) + 17)
    assert store.read(store.put(io.BytesIO(content))) == content


def test_files_are_private_and_named_by_nothing_but_the_digest(store: FolderStore) -> None:
    digest = store.put(b"x")
    (path,) = kept_files(store)
    assert path == store.folder / digest[:2] / digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_content_again_changes_nothing(store: FolderStore) -> None:
    digest = store.put(b"same")
    before = (store.folder / digest[:2] / digest).stat()
    assert store.put(b"same") == digest
    after = (store.folder / digest[:2] / digest).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert len(kept_files(store)) == 1


def test_an_empty_file_is_a_file(store: FolderStore) -> None:
    assert store.read(store.put(b"")) == b""


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "/" * 64])
def test_what_is_not_a_digest_never_becomes_a_path(store: FolderStore, digest: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        store.exists(digest)


def test_an_unknown_digest_is_not_found(store: FolderStore) -> None:
    assert not store.exists("0" * 64)
    with pytest.raises(Refusal) as refused:
        store.open("0" * 64)
    assert refused.value.code is RefusalCode.NOT_FOUND


def test_a_copy_that_rotted_on_disk_is_refused_on_reading(store: FolderStore) -> None:
    digest = store.put(b"sound")
    (store.folder / digest[:2] / digest).write_bytes(b"rotten")
    with pytest.raises(Refusal, match="已损坏") as refused:
        store.read(digest)
    assert refused.value.code is RefusalCode.BAD_FILE


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_full_disk_at_any_step_leaves_nothing_behind(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full(io.FileIO):
        def write(self, *_: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        if call == "write":
            broken.setattr(os, "fdopen", lambda descriptor, mode: Full(descriptor, mode))
        else:
            broken.setattr(*((os, "fsync") if call == "fsync" else (Path, "rename")), full)
        with pytest.raises(Refusal, match="存储空间已满") as refused:
            store.put(b"one file too many")
    assert refused.value.code is RefusalCode.BAD_FILE
    assert refused.value.facts["reason"] == "ENOSPC"
    assert kept_files(store) == []
    assert store.read(store.put(b"one file too many")) == b"one file too many"


def test_the_kernel_itself_refusing_to_write_more_is_a_clean_refusal(tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from zhicheng.intake.file_store import FolderStore\n"
        "from zhicheng.kernel.refusal import Refusal\n"
        "store = FolderStore(Path(sys.argv[1]))\n"
        "small = store.put(b'small')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    store.put(bytes(1 << 20))\n"
        "except Refusal as refused:\n"
        "    assert store.read(small) == b'small'\n"
        "    print(refused.code, [p.name for p in store.folder.rglob('*') if p.is_file()] == [small])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "bad_file True"


def test_a_stream_that_breaks_half_way_leaves_nothing(store: FolderStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 0:
                raise RuntimeError("the visitor went away")
            return super().read(size)

    with pytest.raises(RuntimeError):
        store.put(Broken(bytes(3 << 20)))
    assert kept_files(store) == []


def test_many_writers_of_the_same_file_agree(store: FolderStore) -> None:
    digests: list[str] = []

    def write() -> None:
        digests.append(store.put(b"shared" * 1000))

    writers = [threading.Thread(target=write) for _ in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(digests) == 12
    assert len(set(digests)) == 1
    assert len(kept_files(store)) == 1


def test_a_path_and_a_file_url_are_folders(tmp_path: Path) -> None:
    digest = file_store(tmp_path / "中文 目录").put(b"x")
    assert file_store((tmp_path / "中文 目录").as_uri()).exists(digest)


@pytest.mark.parametrize(
    "address", ["s3://bucket/prefix", "https://example.com/f", "file://server/share", ""]
)
def test_what_is_not_a_folder_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(Refusal, match="ZHICHENG_FILES") as refused:
        file_store(address)
    assert refused.value.code is RefusalCode.BAD_INPUT
