"""The timeline as a page: narrowed by kind, person and day, in words, ready to be printed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from zhicheng.admin.audit_subjects import POINTERS, names_of
from zhicheng.admin.audit_words import ACTS, SUBJECTS
from zhicheng.admin.query_arguments import row_key
from zhicheng.admin.timeline_words import change_in_words
from zhicheng.kernel.clock import BEIJING
from zhicheng.timeline.event import Event, EventKind, narrowed

NARROWED_BY = frozenset({"kind", "who", "from", "to"})
"""What stands behind the question mark beside ``id``."""
ICONS = {
    EventKind.MOVE: "arrow-clockwise",
    EventKind.DECLARED: "pencil",
    EventKind.FILES: "file-earmark-text",
    EventKind.CHECK: "check2-square",
    EventKind.BATCH: "collection",
    EventKind.PLAN: "list-check",
    EventKind.CERTIFICATE: "patch-check",
    EventKind.LETTER: "send",
    EventKind.LOOK_UP: "shield-check",
    EventKind.SEEN: "eye",
    EventKind.OTHER: "info-circle",
}


def timeline_page(
    view: Any, row: Any, events: Sequence[Event], *, title: str, back: str, with_number: bool
) -> ResponseReturnValue:
    """The page over ``events``; an argument that makes no sense narrows nothing."""
    kind, who = kind_asked(), row_key(request.args.get("who"))
    first, last = day_asked("from"), day_asked("to")
    shown = narrowed(
        events,
        () if kind is None else (kind,),
        who,
        None if first is None else datetime.combine(first, time(), BEIJING),
        None if last is None else datetime.combine(last + timedelta(days=1), time(), BEIJING),
    )
    files = {("attachment", event.subject_id) for event in shown if event.subject_id is not None}
    names = names_of(view.session.session, files)

    def what(event: Event) -> str:
        """What was done, in words; to which file where it was one."""
        words = event.words or ACTS.get(event.act, SUBJECTS.get(event.subject_kind, "办理"))
        file = names.get((event.subject_kind, event.subject_id or 0))
        if file is None:
            return words
        page = next((f" 第 {after} 页" for field, _, after in event.changes if field == "page"), "")
        return f"{words}：{file.partition(' ')[2]}{page}"

    people = {event.actor_id: event.who for event in events if event.actor_id is not None}
    page: str = view.render(
        "admin/timeline.html",
        row=row,
        heading=title,
        back=back,
        with_number=with_number,
        events=shown,
        total=len(events),
        kinds=[each for each in EventKind if any(event.kind is each for event in events)],
        people=sorted(people.items(), key=lambda each: each[1]),
        chosen={"kind": kind, "who": who, "from": first, "to": last},
        icons=ICONS,
        what=what,
        differences=differences,
    )
    return page


def differences(event: Event) -> list[tuple[str, str, str]]:
    """Field, before, after in words; what reads the same before and after is no difference."""
    told = (
        change_in_words(event.subject_kind, change)
        for change in event.changes
        if change[0] not in POINTERS and change[0] != "page"
    )
    return [each for each in told if each[1] != each[2]]


def kind_asked() -> EventKind | None:
    """The kind that the address names."""
    return next((each for each in EventKind if each.value == request.args.get("kind")), None)


def day_asked(name: str) -> date | None:
    """A day that the address names, Beijing."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if date.min + timedelta(days=2) < day < date.max - timedelta(days=2) else None
