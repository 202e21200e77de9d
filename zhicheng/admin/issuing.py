"""Make certificates, many at a time: numbers first, then files, then the record; each row its own promise.

The order is that of docs/certificates.md: numbers are committed before the first file is begun, and no transaction is
open while files are made. While workers make one part, the numbers of the next and the record of the last are written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from zhicheng.admin.files import press
from zhicheng.certificate.each import order_each, record_each, reserve_each
from zhicheng.certificate.press import Press, Printed, Printing
from zhicheng.certificate.reconcile import reconcile
from zhicheng.certificate.workshop import Order
from zhicheng.database import db, transaction
from zhicheng.door import current_actor, present
from zhicheng.kernel.refusal import Refusal
from zhicheng.plan.issue_rows import record_rows, reserve_rows, upcoming
from zhicheng.plan.plan import Plan, RowOutcome
from zhicheng.plan.tally import tally
from zhicheng.review.batch import Batch
from zhicheng.staff.actor import Actor

AT_ONCE: Final = 200
"""How many a single request makes: about four seconds, then the page shows how far it is."""
PART: Final = 50
"""How many share a transaction."""

Part = TypeVar("Part")
Result = str | Refusal
"""The number of a certificate that was issued, or why it was not."""


@dataclass(frozen=True)
class Row:
    """What became of one submission."""

    submission: str
    key: int
    result: Result

    @property
    def refusal(self) -> Refusal | None:
        """Why it was not issued."""
        return self.result if isinstance(self.result, Refusal) else None


@dataclass
class Run:
    """One stretch of work: what was done now, what was refused since the beginning, how much is left."""

    rows: list[Row] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)
    left: int = 0


@dataclass(frozen=True)
class Desk:
    """Where certificates are made: the database, who issues, the clock, the press."""

    session: Session
    actor: Actor
    clock: Callable[[], datetime]
    press: Press

    def begun(
        self, printing: Printing, certificates: Sequence[int]
    ) -> Callable[[], dict[int, Printed | Refusal]]:
        """Order the files of reserved certificates; call what comes back to wait until they lie in the store."""
        orders = order_each(self.session, self.press, certificates)
        self.session.rollback()
        clear = {key: order for key, order in orders.items() if isinstance(order, Order)}
        files = printing(list(clear.values()))

        def finished() -> dict[int, Printed | Refusal]:
            refused = {key: order for key, order in orders.items() if isinstance(order, Refusal)}
            return {**dict(zip(clear, files, strict=True)), **refused}

        return finished

    def record(self, printed: dict[int, Printed | Refusal]) -> dict[int, Result]:
        """Record files in one transaction."""
        with transaction(self.session):
            return record_each(self.session, self.actor, self.clock(), printed)

    def issue(self, submissions: Sequence[int]) -> Iterator[tuple[int, Result]]:
        """Issue for each key of a submission, in order; what was reserved before keeps its number."""
        with self.press.printing(len(submissions)) as printing:

            def begin(part: Sequence[int]) -> Callable[[], list[tuple[int, Result]]]:
                with transaction(self.session):
                    reserved = reserve_each(self.session, self.actor, self.clock(), part)
                numbers = {key: one for key, one in reserved.items() if isinstance(one, int)}
                refused = {key: one for key, one in reserved.items() if isinstance(one, Refusal)}
                finished = self.begun(printing, list(numbers.values()))

                def end() -> list[tuple[int, Result]]:
                    told = self.record(finished())
                    return [(key, refused[key] if key in refused else told[numbers[key]]) for key in part]

                return end

            for rows in overlapping(parts(submissions), begin):
                yield from rows

    def finish(self, certificates: Sequence[int]) -> Iterator[tuple[int, Result]]:
        """Make the files of reserved certificates and record them, by key."""
        with self.press.printing(len(certificates)) as printing:

            def begin(part: Sequence[int]) -> Callable[[], dict[int, Result]]:
                finished = self.begun(printing, part)
                return lambda: self.record(finished())

            for told in overlapping(parts(certificates), begin):
                yield from told.items()


def run_some(batch_key: int, skipped: set[int]) -> Run:
    """Issue for up to ``AT_ONCE`` members of the batch; who was refused before in this run is tried again in the last
    stretch, so that its page says why."""
    session = db.session()
    waiting = {one.id: one.number for one in reconcile(session, session.get_one(Batch, batch_key)).to_issue}
    fresh = [key for key in waiting if key not in skipped]
    again = [key for key in waiting if key in skipped]
    todo = fresh[:AT_ONCE] + (again[:AT_ONCE] if len(fresh) <= AT_ONCE else [])
    rows = [Row(waiting[key], key, result) for key, result in office_desk().issue(todo)]
    refused = {row.key for row in rows if row.refusal is not None}
    rows.sort(key=lambda row: row.refusal is None)
    return Run(rows, skipped - set(todo) | refused, len(fresh[AT_ONCE:]))


def run_plan_some(key: int) -> tuple[int, Refusal | None]:
    """Up to ``AT_ONCE`` rows of a plan that issues: how many are left, and why it did not go on."""
    desk = office_desk()
    session, stopped = desk.session, None

    def begin(part: Sequence[int]) -> Callable[[], int]:
        with transaction(session):
            reserved = reserve_rows(session, desk.actor, desk.clock(), session.get_one(Plan, key), part)
        finished = desk.begun(printing, list(reserved.values()))

        def end() -> int:
            printed = finished()
            with transaction(session):
                plan = session.get_one(Plan, key)
                return record_rows(session, desk.actor, desk.clock(), plan, reserved, printed)

        return end

    keys = upcoming(session, session.get_one(Plan, key), AT_ONCE)
    with desk.press.printing(len(keys)) as printing:
        try:
            for _ in overlapping(iter(list(parts(keys)) or [()]), begin):
                pass
        except Refusal as refusal:
            stopped = refusal
    return tally(session, session.get_one(Plan, key))[RowOutcome.WILL_DO], stopped


def office_desk() -> Desk:
    """The desk of the person who is signed in."""
    return Desk(db.session(), current_actor(), present, press())


def parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """The keys, ``PART`` at a time."""
    return (keys[first : first + PART] for first in range(0, len(keys), PART))


def overlapping(
    work: Iterator[Sequence[int]], begin: Callable[[Sequence[int]], Callable[[], Part]]
) -> Iterator[Part]:
    """Begin each part before the one before it is ended, so that workers never wait for the database."""
    waiting: Callable[[], Part] | None = None
    for part in work:
        try:
            ahead = begin(part)
        except Refusal:
            if waiting is not None:
                yield waiting()
            raise
        if waiting is not None:
            yield waiting()
        waiting = ahead
    if waiting is not None:
        yield waiting()
