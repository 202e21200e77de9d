"""Take a submission from the queue into a batch."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move
from zhicheng.intake.submission import Submission
from zhicheng.review.batch import Batch, BatchMember
from zhicheng.review.composition import join_batch, open_batch
from zhicheng.staff.actor import Actor


def start_review(
    session: Session, actor: Actor, now: datetime, submission: Submission, batch: Batch | None = None
) -> BatchMember:
    """Begin the review and put the submission into ``batch``, or into the office's open batch, opened if there is none.

    Raises Refusal ``batch_frozen``, ``other_office`` and what ``move`` raises.
    """
    move(session, actor, now, submission, Act.START_REVIEW)
    chosen = batch or open_batch(session, actor, now, submission.cycle, submission.office)
    return join_batch(session, now, submission, chosen)
