"""Which rows a person may see at all. A screen names one of these; there is no default."""

from collections.abc import Callable
from typing import Any

from zhicheng.kernel.table import Beside
from zhicheng.staff.actor import Actor

Scope = Callable[[Any, Actor], Any]
"""Takes a query (or select) and the person; returns it narrowed."""


def whole_register(query: Any, _actor: Actor) -> Any:
    """Every row: for registers that both offices share."""
    return query


def office_of(column: Any, *path: Any) -> Scope:
    """Rows whose office is one of the person's.

    ``column`` is the office column; ``path`` leads there over relationships, nearest first:
    ``office_of(Submission.office)``, ``office_of(Submission.office, Certificate.submission)``.
    """

    def scope(query: Any, actor: Actor) -> Any:
        inside = Beside(column).in_(sorted(actor.offices))
        for step in reversed(path):
            inside = step.has(inside)
        return query.filter(inside)

    return scope
