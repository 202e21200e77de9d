"""Stand-ins for rehearsals and dry runs: nothing is kept, nothing is printed, everything else is real."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.press import Printed, Printing
from zhicheng.certificate.workshop import Order
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear


class NoFiles:
    """A file store that knows the digest of what it is given and forgets the rest."""

    def put(self, content: bytes | BinaryIO) -> str:
        """The digest of ``content``, which is not kept."""
        return hashlib.sha256(content if isinstance(content, bytes) else content.read()).hexdigest()

    def open(self, digest: str) -> BinaryIO:
        """Never: nothing was kept."""
        raise Refusal(RefusalCode.NOT_FOUND, "演练中没有保存文件，无法打开。", digest=digest)

    def read(self, digest: str) -> bytes:
        """Never: nothing was kept."""
        raise Refusal(RefusalCode.NOT_FOUND, "演练中没有保存文件，无法读取。", digest=digest)

    def exists(self, digest: str) -> bool:
        """Never."""
        return False


class PaperlessPress:
    """A press without paper: a digest of the number stands for the file."""

    def order(self, session: Session, year: PolicyYear, certificate: Certificate) -> Order:
        """The number is all that is printed."""
        return Order(certificate.number.encode(), certificate.reserved_at)

    @contextmanager
    def printing(self, many: int) -> Iterator[Printing]:
        """What would have been printed, as a digest."""
        yield lambda orders: (
            Printed(hashlib.sha256(b"rehearsal " + order.facts).hexdigest(), "rehearsal") for order in orders
        )
