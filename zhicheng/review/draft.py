"""What somebody has begun to write about a round, kept until the act is done; nobody else reads it, and it decides nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from zhicheng.intake.lifecycle import UNDER_REVIEW, Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import Base
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


class ReviewDraft(Base):
    """One person's draft on one submission. ``round_number`` says which round it is about; an older one counts no more."""

    __tablename__ = "review_draft"
    __table_args__ = (UniqueConstraint("submission_id", "reviewer_id"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    round_number: Mapped[int]
    words: Mapped[dict[str, Any]] = mapped_column(comment="code of the verb -> opinion as typed so far")
    verdicts: Mapped[dict[str, Any]] = mapped_column(comment="key of an attachment -> accepted, defective")
    defects: Mapped[list[Any]] = mapped_column(comment="defects found so far, see pin.py")
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    submission: Mapped[Submission] = relationship(viewonly=True)

    @property
    def opinion(self) -> str:
        """The longest of the opinions begun, for a list of what is unfinished."""
        return max((str(text) for text in self.words.values()), key=len, default="")


def draft_of(session: Session, actor: Actor, submission: Submission) -> ReviewDraft | None:
    """What ``actor`` has begun about the present round, if anything."""
    if actor.id is None:
        return None
    return session.scalar(
        select(ReviewDraft).where(
            ReviewDraft.submission_id == submission.id,
            ReviewDraft.reviewer_id == actor.id,
            ReviewDraft.round_number == submission.rounds,
        )
    )


def begun_draft(session: Session, actor: Actor, now: datetime, submission: Submission) -> ReviewDraft:
    """The draft to write into, begun anew where none is or where it is about an earlier round.

    Raises Refusal ``not_permitted``, ``other_office``; ``wrong_status`` once the submission lies on nobody's desk.
    """
    actor.must(Permission.RETURN, submission.office)
    if actor.id is None:
        raise Refusal(RefusalCode.NOT_PERMITTED, "审核意见须由工作人员本人填写。")
    if submission.status not in UNDER_REVIEW:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"{submission.number} 现在的状态是“{submission.status.label}”，不再审核，草稿没有保存。请刷新页面查看最新情况。",
        )
    draft = session.scalar(
        select(ReviewDraft).where(
            ReviewDraft.submission_id == submission.id, ReviewDraft.reviewer_id == actor.id
        )
    )
    if draft is None:
        draft = ReviewDraft(submission_id=submission.id, reviewer_id=actor.id)
        session.add(draft)
    if draft.round_number != submission.rounds:
        draft.round_number = submission.rounds
        draft.words, draft.verdicts, draft.defects = {}, {}, []
    draft.saved_at = now
    return draft


def unfinished(session: Session, actor: Actor, most: int = 50) -> Sequence[ReviewDraft]:
    """The drafts of ``actor`` about rounds that still wait for their act, the latest first; ``submission`` is loaded."""
    open_to_me = [Status.QUEUED, Status.IN_REVIEW] if actor.may(Permission.REVIEW) else []
    open_to_me += [Status.REVIEWED] if actor.may(Permission.DECIDE) else []
    return session.scalars(
        select(ReviewDraft)
        .join(Submission, Submission.id == ReviewDraft.submission_id)
        .where(
            ReviewDraft.reviewer_id == actor.id,
            ReviewDraft.round_number == Submission.rounds,
            Submission.status.in_(open_to_me),
            Submission.office.in_(sorted(actor.offices)),
        )
        .options(joinedload(ReviewDraft.submission))
        .order_by(ReviewDraft.saved_at.desc(), ReviewDraft.id.desc())
        .limit(most)
    ).all()
