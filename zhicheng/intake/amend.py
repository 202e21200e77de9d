"""Correct single facts of what was declared, by hand, while the file lies with the applicant (clause 6.1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from zhicheng.intake.career import Fact
from zhicheng.intake.declare import must_be_correctable
from zhicheng.intake.fresh import must_be_fresh
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import Base
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

LONG = frozenset({"work_summary"})
"""Too long for the trail, which says how many characters there were and are."""


def amend(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    seen: int,
    values: Mapping[str, Any],
) -> Submission:
    """Set fields of the submission's own. Raises Refusal ``wrong_status``, ``stale``, ``other_office``."""
    _begin(session, actor, submission, seen)
    _write(session, actor, now, submission, submission, values, "")
    return submission


def add_fact(
    session: Session, actor: Actor, now: datetime, submission: Submission, seen: int, kind: str, fact: Fact
) -> Base:
    """Add a row to the list ``kind`` of the submission, e.g. ``education``. Raises as ``amend``."""
    _begin(session, actor, submission, seen)
    fact.submission_id = submission.id
    session.add(fact)
    _touch(session, submission, kind)
    changes = {f"{kind}.{name}": [None, value] for name, value in _values(fact).items() if value is not None}
    audit.note(session, actor, now, "amend", submission, changes)
    return fact


def change_fact(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    seen: int,
    kind: str,
    key: int,
    values: Mapping[str, Any],
) -> Base:
    """Set fields of one row of the list ``kind``. Raises as ``amend``, and ``not_found``."""
    _begin(session, actor, submission, seen)
    fact = fact_of(submission, kind, key)
    _write(session, actor, now, submission, fact, values, f"{kind}.")
    return fact


def remove_fact(
    session: Session, actor: Actor, now: datetime, submission: Submission, seen: int, kind: str, key: int
) -> None:
    """Take one row out of the list ``kind``. Raises as ``change_fact``."""
    _begin(session, actor, submission, seen)
    fact = fact_of(submission, kind, key)
    changes = {f"{kind}.{name}": [value, None] for name, value in _values(fact).items() if value is not None}
    session.delete(fact)
    _touch(session, submission, kind)
    audit.note(session, actor, now, "amend", submission, changes)


def fact_of(submission: Submission, kind: str, key: int) -> Base:
    """The row of the list ``kind`` with that key; ``not_found`` where the submission has none."""
    for fact in getattr(submission, kind):
        if fact.id == key:
            found: Base = fact
            return found
    raise Refusal(RefusalCode.NOT_FOUND, "这一条已不在申报内容中，可能已被移除。请返回刷新后核对。")


def _begin(session: Session, actor: Actor, submission: Submission, seen: int) -> None:
    actor.must(Permission.EDIT_FILES, submission.office)
    must_be_correctable(submission)
    must_be_fresh(session, submission, seen)


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    row: Base,
    values: Mapping[str, Any],
    prefix: str,
) -> None:
    before = {name: getattr(row, name) for name in values}
    changes = {
        f"{prefix}{name}": [_told(name, before[name]), _told(name, value)]
        for name, value in values.items()
        if value != before[name]
    }
    for name, value in values.items():
        setattr(row, name, value)
    if changes:
        _touch(session, submission)
        audit.note(session, actor, now, "amend", submission, changes)


def _touch(session: Session, submission: Submission, *lists: str) -> None:
    """Count the version up although only rows beside it may have changed: who still sees the old ones learns it."""
    flag_modified(submission, "reference")
    session.flush()
    if lists:
        session.expire(submission, lists)


def _values(fact: Base) -> dict[str, Any]:
    names = [column.key for column in fact.__mapper__.column_attrs]
    return {name: getattr(fact, name) for name in names if name not in ("id", "submission_id")}


def _told(name: str, value: Any) -> Any:
    return f"{len(value)} 字符" if name in LONG and value else value
