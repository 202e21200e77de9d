"""Field differences in words: labels from the forms on which the fields are typed, codes as their labels."""

import re
from functools import cache
from typing import Any

from sqlalchemy import Enum

from zhicheng.admin.audit_words import FIELDS, words_of
from zhicheng.admin.career_forms import KINDS, PARTS
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.employer import Employer
from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.language.say import say
from zhicheng.timeline.event import Change

_DIGEST = re.compile(r"[0-9a-f]{64}")
TABLES = {"submission": Submission, "applicant": Applicant, "employer": Employer}


def change_in_words(subject_kind: str, change: Change) -> tuple[str, str, str]:
    """Field, before, after, as people say it."""
    name, before, after = change
    return label_of(name), value_of(subject_kind, name, before), value_of(subject_kind, name, after)


def label_of(name: str) -> str:
    """``education.completed_on`` as ``学历：毕业时间``; a field that no form has keeps the word of the trail."""
    kind, _, field = name.rpartition(".")
    if kind in KINDS:
        return f"{KINDS[kind].label}：{_labels().get(name, FIELDS.get(field, '内容'))}"
    return _labels().get(name) or FIELDS.get(name, "内容")


def value_of(subject_kind: str, name: str, value: Any) -> str:
    """A code by the label of its column's closed list, anything else as the trail has it."""
    kind, _, field = name.rpartition(".")
    table = KINDS[kind].table if kind in KINDS else TABLES.get(subject_kind)
    column = None if table is None else table.__table__.columns.get(field.rstrip("_"), None)
    choice = (
        getattr(column.type, "enum_class", None)
        if column is not None and isinstance(column.type, Enum)
        else None
    )
    if choice is not None and issubclass(choice, Choice):
        label = {member.value: member.label for member in choice}.get(str(value))
        if label is not None:
            return say(str(label))
    words = words_of(subject_kind, field, value)
    return f"{words[:12]}…" if _DIGEST.fullmatch(words) else words


@cache
def _labels() -> dict[str, str]:
    """Field -> label, from the forms; fields of a list carry its name."""
    forms = [("", form) for _, form in PARTS.values()] + [
        (f"{name}.", kind.form) for name, kind in KINDS.items()
    ]
    return {f"{prefix}{field.name}": str(field.label.text) for prefix, form in forms for field in form()}
