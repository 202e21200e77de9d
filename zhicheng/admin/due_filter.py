"""Ways to narrow lists to what the first page counts: so that a card and the list behind it agree."""

from typing import Any

from sqlalchemy import or_

from zhicheng.admin.filter import OneOf
from zhicheng.decision.batches_due import BatchDue, due
from zhicheng.door import current_actor, present
from zhicheng.integrity.lifts_proposed import lift_waits_for
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.integrity.record_standing import RecordStanding, stands
from zhicheng.kernel.clock import beijing_day
from zhicheng.plan.plan import Plan
from zhicheng.plan.unfinished import unfinished_by
from zhicheng.review.batch import Batch
from zhicheng.staff.accounts_due import AccountDue, account_due
from zhicheng.staff.staff import Staff


class BatchesDue(OneOf):
    """Batches to freeze, to publish."""

    def __init__(self) -> None:
        super().__init__("due", Batch.id, "待办", [(one.value, one.label) for one in BatchDue])

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(or_(*(due(BatchDue(one), current_actor()) for one in value)))


class LiftsDue(OneOf):
    """Lifts that wait for whoever looks."""

    def __init__(self) -> None:
        super().__init__("due", IntegrityRecord.id, "待办", [("lift", "待我确认的解除")])

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(lift_waits_for(current_actor()))


class RecordsStanding(OneOf):
    """Records by whether they bar today."""

    def __init__(self) -> None:
        labels = [(one.value, one.label) for one in RecordStanding]
        super().__init__("standing", IntegrityRecord.id, "今天", labels)

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        today = beijing_day(present())
        return query.filter(or_(*(stands(RecordStanding(one), today) for one in value)))


class PlansDue(OneOf):
    """Own plans that are not at their end."""

    def __init__(self) -> None:
        super().__init__("due", Plan.id, "待办", [("mine", "我没有办完的批量任务")])

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(unfinished_by(current_actor()))


class AccountsDue(OneOf):
    """Accounts that are locked, or wait for their first password."""

    def __init__(self) -> None:
        super().__init__("due", Staff.id, "待办", [(one.value, one.label) for one in AccountDue])

    def apply(self, query: Any, value: list[str], alias: Any = None) -> Any:
        """Narrow the query."""
        return query.filter(or_(*(account_due(AccountDue(one), present()) for one in value)))
