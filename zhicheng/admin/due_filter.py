"""Ways to narrow lists to what the first page counts: so that a card and the list behind it agree."""

from sqlalchemy import or_

from zhicheng.admin.filter import OneOf, labelled
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

BATCHES_DUE = OneOf(
    "due", Batch.id, "待办", labelled(BatchDue),
    lambda codes: or_(*(due(BatchDue(code), current_actor()) for code in codes)),
)  # fmt: skip
LIFTS_DUE = OneOf(
    "due", IntegrityRecord.id, "待办", [("lift", "待我确认的解除")],
    lambda _: lift_waits_for(current_actor()),
)  # fmt: skip
RECORDS_STANDING = OneOf(
    "standing", IntegrityRecord.id, "今天", labelled(RecordStanding),
    lambda codes: or_(*(stands(RecordStanding(code), beijing_day(present())) for code in codes)),
)  # fmt: skip
PLANS_DUE = OneOf(
    "due", Plan.id, "待办", [("mine", "我没有办完的批量任务")],
    lambda _: unfinished_by(current_actor()),
)  # fmt: skip
ACCOUNTS_DUE = OneOf(
    "due", Staff.id, "待办", labelled(AccountDue),
    lambda codes: or_(*(account_due(AccountDue(code), present()) for code in codes)),
)  # fmt: skip
