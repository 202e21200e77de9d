"""Whose submissions a figure counts."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_

from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Beside
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

    @property
    def beside(self) -> ColumnElement[bool]:
        """The same for who starts from the moves or opinions: it leaves out few, so no index is walked for its sake."""
        return and_(
            Beside(Submission.cycle) == self.cycle, Beside(Submission.office).in_(sorted(self.offices))
        )
