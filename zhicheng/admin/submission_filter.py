"""Ways to narrow the list of submissions that are no column: the newest check, the batch, why it waits."""

from typing import Any

from sqlalchemy import or_, select

from zhicheng.admin.filter import Narrowing, OneOf
from zhicheng.certificate.waiting import Waiting, waits
from zhicheng.checks.latest import latest_outcome_in
from zhicheng.door import current_actor, present
from zhicheng.intake.employer import Employer
from zhicheng.intake.submission import Submission
from zhicheng.policy.vocabulary import Outcome
from zhicheng.review.queue import in_batch


class LatestOutcome(OneOf):
    """What the newest check run came to."""

    def __init__(self) -> None:
        options = [(one.value, one.label) for one in Outcome if one is not Outcome.NOTICE]
        super().__init__("outcome", Submission.id, "检查结果", options)

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(latest_outcome_in(query.session, value))


class BatchNumber(Narrowing):
    """The batch it stands in, by number."""

    def __init__(self) -> None:
        super().__init__("batch", Submission.id, "批次号")

    def apply(self, query: Any, value: str, alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(in_batch(value))


class UnitName(Narrowing):
    """The unit's name contains the words: the few units first, then what came from them."""

    tail, word = "has", "含"

    def __init__(self) -> None:
        super().__init__("employer.name", Submission.id, "单位")

    def apply(self, query: Any, value: str, alias: Any = None) -> Any:
        """Narrow the query."""
        named = select(Employer.id).where(Employer.name.icontains(value.strip(), autoescape=True))
        return query.filter(Submission.employer_id.in_(named))


class WhyWaiting(OneOf):
    """Why it waits, as the first page counts it."""

    def __init__(self) -> None:
        super().__init__("waiting", Submission.id, "待办", [(one.value, one.label) for one in Waiting])

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(or_(*(waits(Waiting(one), current_actor(), present()) for one in value)))
