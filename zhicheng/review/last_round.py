"""What changed since the round before: the pictures of both rounds, fetched and compared."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.dossier import dossier_from_json
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.submission import Round, Submission
from zhicheng.policy.desk_file import load_desk
from zhicheng.policy.load import load_year
from zhicheng.review.compare_rounds import Asked, Change, HandedIn, RoundPicture, compare_rounds
from zhicheng.review.defect import defects_kept


def since_last_round(session: Session, submission: Submission) -> list[Change]:
    """Every change between the round before and the present one; nothing in the first round."""
    if submission.rounds < 2:
        return []
    year, desk = load_year(submission.cycle), load_desk(submission.cycle)
    before = picture_of(session, submission, submission.rounds - 1)
    after = picture_of(session, submission, submission.rounds)
    if before is None or after is None:
        return []
    asked = [
        Asked(one.kind, one.year, one.clause, one.reason + (f"（第{one.page}页）" if one.page else ""))
        for one in defects_kept(session, submission, submission.rounds - 1)
    ]
    return compare_rounds(before, after, asked, desk, year)


def picture_of(session: Session, submission: Submission, number: int) -> RoundPicture | None:
    """The picture of round ``number``: its newest check run, and the files that stood when it was handed in."""
    run = session.scalar(
        select(CheckRun)
        .where(CheckRun.submission_id == submission.id, CheckRun.round_number == number)
        .order_by(CheckRun.id.desc())
        .limit(1)
    )
    came = session.scalar(
        select(Round.received_at).where(Round.submission_id == submission.id, Round.number == number)
    )
    if run is None or came is None:
        return None
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.submission_id == submission.id, Attachment.round_number <= number)
        .order_by(Attachment.id)
    )
    files = [
        HandedIn(one.kind, one.year, one.digest, one.file_name)
        for one in rows
        if one.superseded_at is None or one.superseded_at > came
    ]
    return RoundPicture(dossier_from_json(run.dossier), files, run.findings)
