"""One thing that happened, whatever table tells of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhicheng.intake.lifecycle import Act
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.clock import beijing_day


class EventKind(Choice):
    """What sort of thing it was, for narrowing."""

    MOVE = "move", "办理"
    DECLARED = "declared", "填报与更正"
    FILES = "files", "材料"
    CHECK = "check", "核对"
    BATCH = "batch", "批次"
    PLAN = "plan", "批量任务"
    CERTIFICATE = "certificate", "证书"
    LETTER = "letter", "文书"
    LOOK_UP = "look_up", "诚信"
    SEEN = "seen", "查看与下载"
    OTHER = "other", "其他"


PERSONAL = (
    "reveal_identity",
    "show_attachment",
    "download_attachment",
    "download_evidence",
    "look_up_integrity",
)
"""Acts by which somebody saw what is personal."""
Change = tuple[str, Any, Any]
"""A field, its value before and after, as the trail keeps them."""

MOVES = frozenset(act.value for act in Act)
DECLARED = frozenset(
    {
        "register",
        "declare",
        "amend",
        "know_applicant",
        "correct_applicant",
        "correct_person",
        "create",
        "edit",
    }
)
_BY_WORD = (
    (("show_", "download_", "reveal_", "export_"), EventKind.SEEN),
    (("letter",), EventKind.LETTER),
    (("certificate",), EventKind.CERTIFICATE),
    (("batch", "put_in", "take_out"), EventKind.BATCH),
    (("attach", "set_aside"), EventKind.FILES),
    (("look_up", "_record", "lift", "screening"), EventKind.LOOK_UP),
    (("check",), EventKind.CHECK),
)


@dataclass(frozen=True)
class Event:
    """When, who, what and why; ``order`` settles what happened at one instant.

    ``act`` is the code of the trail, which the doors put into words; ``words`` stands in its place where the story
    knows better ("第 2 次提交"). ``number`` and ``submission_id`` name the submission where the event belongs to one.
    """

    at: datetime
    order: int
    actor_id: int | None
    who: str
    kind: EventKind
    act: str
    subject_kind: str
    why: str = ""
    words: str = ""
    changes: Sequence[Change] = field(default=())
    number: str = ""
    submission_id: int | None = None
    subject_id: int | None = None

    @property
    def day(self) -> date:
        """The day in Beijing."""
        return beijing_day(self.at)


def kind_of(act: str, subject_kind: str) -> EventKind:
    """By the words of the act, then by what it was done to."""
    if act in MOVES:
        return EventKind.MOVE
    if act in DECLARED:
        return EventKind.DECLARED
    for words, kind in _BY_WORD:
        if any(word in act for word in words):
            return kind
    return EventKind.LETTER if subject_kind == "letter" else EventKind.OTHER


def narrowed(
    events: Collection[Event],
    kinds: Collection[EventKind] = (),
    actor_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Event]:
    """Those of ``kinds`` (none named: all), by ``actor_id``, from ``since`` on and before ``until``."""
    return [
        event
        for event in events
        if (not kinds or event.kind in kinds)
        and (actor_id is None or event.actor_id == actor_id)
        and (since is None or event.at >= since)
        and (until is None or event.at < until)
    ]
