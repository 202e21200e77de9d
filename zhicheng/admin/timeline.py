"""The timeline as a page: narrowed by kind, person and day, in words, ready to be printed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
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

    def what(run: Sequence[Event]) -> str:
        """What was done, in words; to which files where it was to files."""
        words = run[0].words or ACTS.get(run[0].act, SUBJECTS.get(run[0].subject_kind, "办理"))
        named = dict.fromkeys(file for event in reversed(run) if (file := file_of(event)))
        return f"{words}：{'、'.join(named)}" if named else words

    def file_of(event: Event) -> str:
        """The file it was done to and the page of it, if it was one."""
        name = names.get((event.subject_kind, event.subject_id or 0), "").partition(" ")[2]
        page = next((f" 第 {after} 页" for field, _, after in event.changes if field == "page"), "")
        return name and f"{name}{page}"

    people = {event.actor_id: event.who for event in events if event.actor_id is not None}
    page: str = view.render(
        "admin/timeline.html",
        row=row,
        heading=title,
        back=back,
        with_number=with_number,
        runs=in_runs(shown),
        number=len(shown),
        total=len(events),
        kinds=[each for each in EventKind if any(event.kind is each for event in events)],
        people=sorted(people.items(), key=lambda each: each[1]),
        chosen={"kind": kind, "who": who, "from": first, "to": last},
        icons=ICONS,
        what=what,
        differences=differences,
    )
    return page


def in_runs(events: Sequence[Event]) -> list[list[Event]]:
    """Looks at one submission's files, one after the other by one person on one day, together; the rest one by one."""

    def of_one_run(event: Event) -> object:
        looked = event.act == "show_attachment"
        return (event.day, event.actor_id, event.submission_id) if looked else id(event)

    return [list(run) for _, run in groupby(events, of_one_run)]


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
