"""After a crash: finish the certificates whose numbers were reserved, clear what never became a file, name what is odd.

Doing it twice is doing it once; doing it while others issue is harmless, since the same file has the same bytes and a
number is recorded only once.
"""

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy import String, select
from sqlalchemy.orm import Session

from zhicheng.admin.issuing import Desk
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.inside import record_in
from zhicheng.intake.file_store import FolderStore
from zhicheng.kernel.refusal import Refusal
from zhicheng.kernel.table import Base

HOUR: Final = 3600.0
"""Seconds: a temporary file that old belongs to no upload that is still under way."""


class Unfinished(msgspec.Struct, frozen=True):
    """A number that is reserved and cannot be finished now, and why."""

    number: str
    code: str
    message: str


class Stranger(msgspec.Struct, frozen=True):
    """A file that no row names; ``number`` when it is a certificate."""

    digest: str
    number: str | None


class Recovery(msgspec.Struct, frozen=True):
    """What was found and done."""

    finished: list[str]
    unfinished: list[Unfinished]
    swept: int
    strangers: list[Stranger]

    @property
    def well(self) -> bool:
        """Whether nothing is left that somebody must look at."""
        return not self.unfinished and not self.strangers


def recover(desk: Desk, store: FolderStore, seconds: float, *, compare: bool = True) -> Recovery:
    """Recover at the moment ``seconds`` of the machine's clock (temporary files bear its time, not a rehearsal's).

    ``compare`` looks at every file in the store, which takes longer than the rest.
    """
    reserved = desk.session.scalars(
        select(Certificate.id)
        .where(Certificate.status == CertificateStatus.RESERVED)
        .order_by(Certificate.id)
    ).all()
    finished, unfinished = [], []
    for key, result in desk.finish(reserved):
        if isinstance(result, Refusal):
            number = desk.session.get_one(Certificate, key).number
            unfinished.append(Unfinished(number, result.code.value, result.sentence))
        else:
            finished.append(result)
    swept = store.sweep(seconds - HOUR)
    return Recovery(finished, unfinished, swept, list(strangers(desk.session, store)) if compare else [])


def strangers(session: Session, store: FolderStore) -> Iterator[Stranger]:
    """Files that no row names."""
    known = digests_in_rows(session)
    for digest in store.digests():
        if digest not in known:
            record = record_in(store.read(digest))
            yield Stranger(digest, record.number if record else None)


def digests_in_rows(session: Session) -> set[str]:
    """Every digest of a file that any table names; a new table with such a column is found without being told."""
    known: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("digest") and isinstance(column.type, String):
                known.update(session.scalars(select(column).where(column.is_not(None))))
    return known
