"""A backup lies sealed, in the format of `age`: its tool opens one without us (``age -d -i KEY FILE | tar x``).

Whoever makes backups holds the public half of the key only, so neither a stolen file nor a stolen machine opens the older
ones. The library reads and writes whole files; a pipe and a thread make streams of them.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pyrage  # type: ignore[import-untyped]
from pyrage.x25519 import Identity, Recipient  # type: ignore[import-untyped]

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.settings import write_private


class Unsealable(Exception):
    """What was read cannot be opened further: another key, cut off, or altered."""


def new_key(path: Path, now: datetime) -> str:
    """Write a new private key for its owner only, as ``age-keygen`` does; its public half. Raises OSError."""
    key = Identity.generate()
    public = str(key.to_public())
    write_private(path, f"# created: {now.isoformat()}\n# public key: {public}\n{key}\n")
    return public


def recipient(text: str) -> Recipient:
    """A public key. Raises Refusal ``bad_input``."""
    try:
        return Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"公钥应为 backup new-key 给出的 age1 开头的一串字符；收到“{text[:12]}…”；请核对后重试。",
        ) from None


def identity(path: Path) -> Identity:
    """The private key in a file. Raises Refusal ``bad_input``, OSError."""
    lines = path.read_text("utf-8", "replace").splitlines()
    try:
        (line,) = (one for one in lines if one.strip() and not one.startswith("#"))
        return Identity.from_str(line.strip())
    except (ValueError, pyrage.IdentityError):
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"密钥文件应为 backup new-key 写出的文件；{path.name} 里没有这样的密钥；请换用正确的文件。",
        ) from None


@contextmanager
def sealed(out: BinaryIO, recipients: Sequence[str]) -> Iterator[BinaryIO]:
    """A stream to write into; its content lies sealed in ``out`` when the ``with`` has ended. Raises OSError.

    Any of the ``recipients``, public keys, opens it; Refusal ``bad_input`` for one that is none.
    """
    chosen = [recipient(one) for one in recipients]
    read_end, write_end = os.pipe()
    target = _Frank(out)

    def seal() -> None:
        with os.fdopen(read_end, "rb") as source:
            target.tell_the_fault(pyrage.encrypt_io, source, target, chosen)

    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(seal)
        try:
            with os.fdopen(write_end, "wb") as stream:
                yield stream
        except BrokenPipeError:
            pass  # who reads the pipe gave up; why comes next
        done.result()


@contextmanager
def opened(file: BinaryIO, key: Identity) -> Iterator["Opened"]:
    """What lies sealed in ``file``, to be read once from the beginning. Reading raises Unsealable."""
    read_end, write_end = os.pipe()

    def unseal() -> None:
        with os.fdopen(write_end, "wb") as stream:
            target = _Frank(stream)
            target.tell_the_fault(pyrage.decrypt_io, file, target, [key])

    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(unseal)
        with os.fdopen(read_end, "rb") as pipe:
            yield Opened(pipe, done)


class Opened:
    """The opened content. A file that ends early is told from one that is cut off."""

    def __init__(self, pipe: BinaryIO, done: "Future[None]") -> None:
        """Read from ``pipe``, into which the work that is ``done`` some time writes."""
        self.pipe, self.done = pipe, done

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end. Raises Unsealable."""
        content = self.pipe.read(size)
        if len(content) < size:
            fault = self.done.exception()
            if fault is not None:
                raise Unsealable from fault
        return content


class _Frank:
    """A place to write to that remembers why it could not: the library tells of it in words only."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.fault: OSError | None = None

    def write(self, content: bytes) -> int:
        try:
            return self.out.write(content)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        self.out.flush()

    def tell_the_fault(self, work: Callable[..., None], *given: object) -> None:
        try:
            work(*given)
        except (pyrage.EncryptError, pyrage.DecryptError, OSError) as error:
            raise self.fault or error from None
