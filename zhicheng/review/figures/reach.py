"""Whose submissions a figure counts."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_

from zhicheng.intake.submission import Submission
from zhicheng.staff.office import Office


@dataclass(frozen=True)
class Reach:
    """The submissions of one cycle at some offices."""

    cycle: str
    offices: Collection[Office]

    @property
    def holds(self) -> ColumnElement[bool]:
        """The condition on ``Submission``."""
        return and_(Submission.cycle == self.cycle, Submission.office.in_(sorted(self.offices)))
