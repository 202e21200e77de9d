"""Ways to narrow the list of submissions as the figures of the year count them: so that a number and its list agree."""

from datetime import date
from typing import Any

from sqlalchemy import or_

from zhicheng.admin.filter import From, Narrowing, OneOf, Until, YesNo
from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Beside
from zhicheng.policy.load import cycles
from zhicheng.review.figures.days import arrived, decided
from zhicheng.review.figures.returned import recommended_by, returned_once
from zhicheng.review.figures.took import SPANS, took_between


class Cycle(OneOf):
    """The year filed for."""

    def __init__(self) -> None:
        super().__init__("cycle", Submission.cycle, "年度", [(one, one) for one in cycles()])

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query, whose index is that of the list: nearly all are of one year."""
        return query.filter(Beside(Submission.cycle).in_(value))


class ArrivedFrom(From):
    """First handed in on that day or later."""

    def __init__(self) -> None:
        super().__init__("arrived", Submission.submitted_at, "首次提交")

    def apply(self, query: Any, value: date, alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(arrived(value, None))


class ArrivedUntil(Until):
    """First handed in on that day or earlier."""

    def __init__(self) -> None:
        super().__init__("arrived", Submission.submitted_at, "首次提交")

    def apply(self, query: Any, value: date, alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(arrived(None, value))


class DecidedFrom(From):
    """Decided on that day or later."""

    def __init__(self) -> None:
        super().__init__("decided", Submission.submitted_at, "办结")

    def apply(self, query: Any, value: date, alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(decided(value, None))


class DecidedUntil(Until):
    """Decided on that day or earlier."""

    def __init__(self) -> None:
        super().__init__("decided", Submission.submitted_at, "办结")

    def apply(self, query: Any, value: date, alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(decided(None, value))


class HandedIn(YesNo):
    """Handed in at least once: no draft."""

    def __init__(self) -> None:
        super().__init__("handed_in", Submission.rounds, "已提交过")

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter((Submission.rounds > 0).in_([code == "1" for code in value]))


class ReturnedOnce(YesNo):
    """Returned at least once, in whichever round."""

    def __init__(self) -> None:
        super().__init__("returned", Submission.id, "退回过")

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(returned_once().in_([code == "1" for code in value]))


class ReturnedFor(Narrowing):
    """Returned for a clause of the notice at least once."""

    def __init__(self) -> None:
        super().__init__("returned_for", Submission.id, "退回所依条款")

    def apply(self, query: Any, value: str, alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(returned_once(value.strip()))


class UnitNamed(Narrowing):
    """Recommended by the unit of exactly that name."""

    def __init__(self) -> None:
        super().__init__("unit", Submission.employer_id, "推荐单位")

    def apply(self, query: Any, value: str, alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(recommended_by(value.strip()))


class Took(OneOf):
    """Decided after so many days."""

    def __init__(self) -> None:
        options = [(f"{first}-{last}", f"{first} 至 {last} 天") for first, last in SPANS[:-1]]
        last = SPANS[-1]
        options.append((f"{last[0]}-{last[1]}", f"{last[0] - 1} 天以上"))
        super().__init__("took", Submission.id, "办结用时", options)

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        spans = (map(int, one.split("-")) for one in value)
        return query.filter(or_(*(took_between(*span) for span in spans)))


FIGURE_FILTERS = (
    Cycle,
    ArrivedFrom,
    ArrivedUntil,
    DecidedFrom,
    DecidedUntil,
    HandedIn,
    ReturnedOnce,
    ReturnedFor,
    UnitNamed,
    Took,
)
