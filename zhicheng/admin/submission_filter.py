"""Ways to narrow the list of submissions that are no column: the newest check, the batch, why it waits."""

from sqlalchemy import or_, select

from zhicheng.admin.filter import Has, Narrowing, OneOf, labelled
from zhicheng.certificate.waiting import Waiting, waits
from zhicheng.checks.latest import latest_outcome_in
from zhicheng.database import db
from zhicheng.door import current_actor, present
from zhicheng.intake.employer import Employer
from zhicheng.intake.submission import Submission
from zhicheng.policy.vocabulary import Outcome
from zhicheng.review.queue import in_batch

LATEST_OUTCOME = OneOf(
    "outcome", Submission.id, "检查结果", labelled(one for one in Outcome if one is not Outcome.NOTICE),
    lambda codes: latest_outcome_in(db.session(), codes),
)  # fmt: skip
BATCH_NUMBER = Narrowing("batch", Submission.id, "批次号", where=in_batch)
UNIT_NAME = Has(
    "employer.name", Submission.id, "单位",
    where=lambda words: Submission.employer_id.in_(
        select(Employer.id).where(Employer.name.icontains(words.strip(), autoescape=True))
    ),
)  # fmt: skip
"""The few units first, then what came from them."""
WHY_WAITING = OneOf(
    "waiting", Submission.id, "待办", labelled(Waiting),
    lambda codes: or_(*(waits(Waiting(code), current_actor(), present()) for code in codes)),
)  # fmt: skip
