"""What every scene of the demonstration year needs: the people, the clock of the play, chance."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy.orm import Session

from zhicheng.certificate.press import Press
from zhicheng.demo.fates import OPENING, TODAY
from zhicheng.intake.file_store import FileStore
from zhicheng.kernel.clock import BEIJING
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office

Event = Callable[[Session, datetime], None]


@dataclass
class Play:
    """A queue of events by time. ``random`` decides fates, so one seed makes one year."""

    year: PolicyYear
    files: FileStore
    press: Press
    random: Random
    people: dict[str, Actor] = field(default_factory=dict)
    queue: list[tuple[datetime, int, Event]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def run(self, session: Session) -> Iterator[int]:
        """Let everything up to TODAY happen in the caller's transaction; how many events so far, after each."""
        done = 0
        while self.queue and self.queue[0][0] <= TODAY:
            at, _, event = heapq.heappop(self.queue)
            self.happen(session, at, event)
            done += 1
            yield done

    def happen(self, session: Session, at: datetime, event: Event) -> None:
        """One event, whole or not at all. That a record bars an approval is part of the play; nothing else is."""
        try:
            with session.begin_nested():
                event(session, at)
        except Refusal as refusal:
            if refusal.code is not RefusalCode.BARRED:
                raise

    def at(self, when: datetime, event: Event) -> None:
        """Let ``event`` happen at ``when``."""
        heapq.heappush(self.queue, (when, next(self.order), event))

    def office_hour(self, when: datetime) -> datetime:
        """The same day between 10:00 and 18:59; never before the opening, never after TODAY."""
        moved = when.astimezone(BEIJING).replace(
            hour=self.random.randrange(10, 19), minute=self.random.randrange(60)
        )
        return max(
            min(moved, TODAY - timedelta(minutes=self.random.randrange(5, 90))),
            OPENING + timedelta(minutes=1),
        )

    def later(self, now: datetime, days_from: float, days_to: float) -> datetime:
        """Office time some days on."""
        moved = (now + timedelta(days=self.random.uniform(days_from, days_to))).astimezone(BEIJING)
        moved = moved.replace(hour=self.random.randrange(10, 19), minute=self.random.randrange(60))
        return max(moved, now + timedelta(minutes=20))

    def reviewer(self, office: Office) -> Actor:
        """Somebody who reviews for the office."""
        second = "chushen2" if office is Office.JUNIOR_OFFICE else "chushen3"
        return self.people[self.random.choice(("chushen", second))]

    def approver(self) -> Actor:
        """Somebody who decides."""
        return self.people[self.random.choice(("fuhe", "fuhe2"))]
