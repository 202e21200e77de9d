"""When the act is done, its draft goes; what mattered in it is kept for good beside the opinion."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from zhicheng.checks.run_checks import latest_run
from zhicheng.intake.attach import current_attachments
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import append
from zhicheng.policy.desk_file import load_desk
from zhicheng.review.accepted import declared, facts_of
from zhicheng.review.defect import Defect
from zhicheng.review.draft import ReviewDraft, draft_of
from zhicheng.review.material_verdict import Judgement, MaterialVerdict
from zhicheng.review.review_opinion import Proposal, ReviewOpinion
from zhicheng.staff.actor import Actor


def settle_draft(
    session: Session, actor: Actor, now: datetime, submission: Submission, opinion: ReviewOpinion
) -> None:
    """Keep the verdict on every file, and every defect unless the submission passed; then drop the draft."""
    draft = draft_of(session, actor, submission)
    if draft is None:
        return
    desk, dossier = load_desk(submission.cycle), declared(latest_run(session, submission))
    files = {one.id: one for one in current_attachments(session, submission)}
    for key, judgement in draft.verdicts.items():
        file = files.get(int(key))
        if file is not None:
            append(
                session,
                MaterialVerdict,
                **_about(submission, file),
                digest=file.digest,
                facts=facts_of(dossier, file.kind, desk),
                judgement=Judgement(judgement),
                reviewer_id=actor.id,
                given_at=now,
            )
    for one in draft.defects if opinion.proposal is not Proposal.PASS else ():
        file = files.get(int(one["attachment"]))
        if file is not None:
            append(
                session,
                Defect,
                **_about(submission, file),
                opinion_id=opinion.id,
                page=one["page"],
                box=one["box"],
                clause=one["clause"],
                reason=one["reason"],
                found_at=now,
            )
    session.delete(draft)
    session.flush()


def _about(submission: Submission, file: Attachment) -> dict[str, object]:
    return {
        "submission_id": submission.id,
        "round_number": submission.rounds,
        "attachment_id": file.id,
        "kind": file.kind,
        "year": file.year,
    }


def drop_draft(session: Session, actor: Actor, submission: Submission) -> None:
    """The act is done without an opinion of the reviewer's kind: what was begun goes."""
    session.execute(
        delete(ReviewDraft).where(
            ReviewDraft.submission_id == submission.id, ReviewDraft.reviewer_id == actor.id
        )
    )
