"""The same bytes handed in for somebody else as well (clause 4.8): seldom right, always worth a look."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.intake.attachment import Attachment
from zhicheng.intake.submission import Submission


def also_handed_in(session: Session, submission: Submission, digests: Collection[str]) -> dict[str, int]:
    """Digest -> how many other persons handed in the very same file, in whichever office."""
    if not digests:
        return {}
    rows = session.execute(
        select(Attachment.digest, func.count(Submission.applicant_id.distinct()))
        .join(Submission, Attachment.submission_id == Submission.id)
        .where(Attachment.digest.in_(digests), Submission.applicant_id != submission.applicant_id)
        .group_by(Attachment.digest)
    )
    return {str(digest): number for digest, number in rows}
