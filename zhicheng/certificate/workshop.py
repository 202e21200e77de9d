"""Rendering and signing: a pure step from facts to a signed file, done here or by worker processes beside us.

The binding of the renderer and the signing both hold the interpreter's lock, so threads gain nothing; processes do.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from pathlib import Path

import msgspec

from zhicheng.certificate.crew import Crew
from zhicheng.certificate.facts import CertificateFacts
from zhicheng.certificate.keys import open_keys
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.sign import PadesSigner, Signer
from zhicheng.kernel.refusal import Refusal, RefusalCode

MOST_WORKERS = 4
WORTH_STARTING = 64
"""From how many files on workers pay: starting them takes a second, in which one process makes some forty."""
CREW = Crew()
"""The workers of this process."""


class Order(msgspec.Struct, frozen=True):
    """What is needed for one file: the facts (MessagePack) and the instant that the signature bears."""

    facts: bytes
    at: datetime

    @classmethod
    def of(cls, facts: CertificateFacts, at: datetime) -> "Order":
        """The order for ``facts``, signed as of ``at``."""
        return cls(msgspec.msgpack.encode(facts), at)


class Made(msgspec.Struct, frozen=True):
    """A signed file, and which key signed it."""

    pdf: bytes
    key_id: str


Line = Callable[[Sequence[Order]], Iterator[Made | Refusal]]
"""Takes orders and gives, in the same order, a file or the reason why there is none."""


def make(signer: Signer, order: Order) -> Made:
    """The file of ``order``: the same order and key give the same bytes. Raises Refusal for what cannot be printed."""
    facts = msgspec.msgpack.decode(order.facts, type=CertificateFacts)
    return Made(signer.sign_pdf(render_certificate(facts), at=order.at), signer.key_id)


@contextmanager
def workshop(signer: Signer, keys: Path, many: int, *, workers: int | None = None) -> Iterator[Line]:
    """A line that makes files, with worker processes when ``many`` are to come and no other crew is at work.

    ``workers`` overrules the number of processors; one means: in this process. Workers sign with the keys under
    ``keys``, this process with ``signer``.
    """
    crew = min(len(os.sched_getaffinity(0)), MOST_WORKERS) if workers is None else workers
    here = partial(map, partial(_here, signer))
    if crew < 2 or many < WORTH_STARTING:
        yield here
        return
    with CREW.lent(crew) as pool:
        yield here if pool is None else partial(_beside, pool, signer, keys)


def _beside(
    pool: ProcessPoolExecutor, signer: Signer, keys: Path, orders: Sequence[Order]
) -> Iterator[Made | Refusal]:
    """Hand every order to the workers at once; what a dead worker leaves is made here."""
    pending: list[Future[Made | tuple[str, str]] | None] = []
    for order in orders:
        try:
            pending.append(pool.submit(_work, keys, order))
        except BrokenProcessPool:
            pending.append(None)

    def results() -> Iterator[Made | Refusal]:
        for order, future in zip(orders, pending, strict=True):
            try:
                answer = future.result() if future else _here(signer, order)
            except BrokenProcessPool:
                answer = _here(signer, order)
            yield Refusal(RefusalCode(answer[0]), answer[1]) if isinstance(answer, tuple) else answer

    return results()


def _here(signer: Signer, order: Order) -> Made | Refusal:
    try:
        return make(signer, order)
    except Refusal as refusal:
        return refusal


def _work(keys: Path, order: Order) -> Made | tuple[str, str]:
    """What a worker does; a refusal goes back as its code and sentence."""
    answer = _here(_signer(keys), order)
    return (answer.code.value, answer.sentence) if isinstance(answer, Refusal) else answer


@cache
def _signer(keys: Path) -> Signer:
    """The worker's own signer, opened once."""
    return PadesSigner(open_keys(keys))
