"""Ends that are laid down, so that a year of any size has every status and today's desks have work in both offices."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhicheng.intake.lifecycle import Status
from zhicheng.kernel.clock import BEIJING

OPENING = datetime(2025, 5, 6, 11, 0, tzinfo=BEIJING)
TODAY = datetime(2025, 9, 18, 10, 30, tzinfo=BEIJING)
STEP = timedelta(days=1)
CLOCK = timedelta(hours=60)
"""A clock of 48 hours has run out, and the night has passed."""


@dataclass(frozen=True)
class Fate:
    """A case of ``route`` that comes to ``end`` at the hour ``at``, one step a day before that."""

    route: str
    end: Status
    at: datetime

    @property
    def returned(self) -> bool:
        """Whether the reviewer returns it, so that it needs a defect."""
        return self.end in (Status.RETURNED, Status.LAPSED)

    @property
    def judged(self) -> datetime | None:
        """When the reviewer is done with it."""
        if self.end is Status.LAPSED:
            return self.at - CLOCK
        if self.end in (Status.APPROVED, Status.DECLINED):
            return self.at - STEP
        return self.at if self.end in (Status.REVIEWED, Status.RETURNED) else None

    @property
    def taken(self) -> datetime | None:
        """When a reviewer takes it into review."""
        if self.end is Status.IN_REVIEW:
            return self.at
        return self.judged and self.judged - STEP

    @property
    def arrives(self) -> datetime:
        """When it comes in."""
        if self.end in (Status.DRAFT, Status.QUEUED):
            return self.at
        return (self.taken or self.at) - STEP


def _fates(end: Status, text: str) -> list[Fate]:
    """``route day-time`` pairs, separated by commas."""
    words = [one.split() for one in text.split(",")]
    return [
        Fate(route, end, datetime.fromisoformat(f"2025-{at}").replace(tzinfo=BEIJING)) for route, at in words
    ]


FATES = (
    # Approved in time for the three closings.
    *_fates(
        Status.APPROVED,
        """initial_junior 05-26T11:20, initial_junior 05-28T16:05, initial_junior 05-30T10:40,
        award_intermediate 07-15T15:30, initial_intermediate 07-16T11:10, award_associate_senior 07-18T17:25,
        fanghuiju 07-21T12:15, award_senior 07-22T10:30, award_intermediate 07-23T16:45,
        initial_junior 08-19T12:35, initial_junior 08-21T10:50, initial_junior 08-22T18:10,
        initial_junior 08-25T11:45, initial_junior 08-26T17:30, initial_junior 08-27T15:05""",
    ),
    *_fates(Status.DECLINED, "initial_junior 09-12T16:20, award_intermediate 09-15T11:35"),
    *_fates(Status.WITHDRAWN, "initial_junior 09-11T10:15, fanghuiju 09-16T17:40"),
    *_fates(Status.LAPSED, "initial_junior 09-12T23:30, award_intermediate 09-16T00:10"),
    # Clocks that run: two end within two hours from TODAY, two within twelve, four within forty-eight.
    *_fates(
        Status.RETURNED,
        """initial_junior 09-16T12:00, award_intermediate 09-16T12:20, initial_junior 09-16T15:30,
        fanghuiju 09-16T18:30, initial_junior 09-17T11:00, award_intermediate 09-17T15:30,
        initial_junior 09-17T18:30, initial_intermediate 09-18T10:00""",
    ),
    *_fates(
        Status.REVIEWED,
        """initial_junior 09-15T16:50, award_intermediate 09-16T11:40, initial_junior 09-17T12:10,
        award_associate_senior 09-17T17:20""",
    ),
    *_fates(
        Status.IN_REVIEW,
        """initial_junior 09-17T16:10, award_intermediate 09-17T17:05, initial_junior 09-18T10:05,
        fanghuiju 09-18T10:20""",
    ),
    *_fates(
        Status.QUEUED,
        """initial_junior 09-17T15:25, award_intermediate 09-17T18:40, initial_junior 09-18T10:12,
        initial_intermediate 09-18T10:26""",
    ),
    *_fates(Status.DRAFT, "initial_junior 09-17T17:55, award_intermediate 09-18T10:08"),
)
