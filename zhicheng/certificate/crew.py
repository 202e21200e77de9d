"""The worker processes that make files: hired for a run, kept between its stretches, dismissed when nobody needs them.

They are spawned, never forked (the panel has threads), open the keys themselves (no key is ever handed over), and go
when the panel goes, however that happens.
"""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

KEPT_FOR = 60.0
"""Seconds: long enough for a page to ask for the next stretch, or a person to press 继续."""


class Crew:
    """At most one pool of workers, lent to one run at a time."""

    def __init__(self) -> None:
        """Nobody is hired yet."""
        self._lent = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._size = 0
        self._leaving: threading.Timer | None = None

    @contextmanager
    def lent(self, size: int) -> Iterator[ProcessPoolExecutor | None]:
        """``size`` workers, or None while another run has them. Work that was broken off leaves none behind."""
        if not self._lent.acquire(blocking=False):
            yield None
            return
        try:
            if self._leaving is not None:
                self._leaving.cancel()
            yield self._hired(size)
        except BaseException:
            self._dismiss()
            raise
        else:
            self._leaving = threading.Timer(KEPT_FOR, self.leave)
            self._leaving.daemon = True
            self._leaving.start()
        finally:
            self._lent.release()

    def leave(self) -> None:
        """Dismiss the workers, unless a run has them."""
        if self._lent.acquire(blocking=False):
            try:
                self._dismiss()
            finally:
                self._lent.release()

    def _hired(self, size: int) -> ProcessPoolExecutor:
        if self._pool is not None and (self._size != size or not _answers(self._pool)):
            self._dismiss()
        if self._pool is None:
            self._pool = ProcessPoolExecutor(size, get_context("spawn"), initializer=_go_with_the_parent)
            self._size = size
        return self._pool

    def _dismiss(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _answers(pool: ProcessPoolExecutor) -> bool:
    """Whether the pool still takes work: one in which a worker died does not."""
    try:
        pool.submit(os.getpid)
    except BrokenProcessPool:
        return False
    return True


def _go_with_the_parent() -> None:
    """A worker whose parent was killed would wait for ever, since the others hold the pipe open."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
