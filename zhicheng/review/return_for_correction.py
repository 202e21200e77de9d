"""Return a submission: the applicant has 48 hours."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.keep_case_letter import keep_case_letter
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.move import move, must_be_movable
from zhicheng.intake.submission import Submission
from zhicheng.intake.window import correction_due
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.letter import LetterKind
from zhicheng.letter.render import refuse_unprintable
from zhicheng.policy.year import PolicyYear
from zhicheng.review.composition import leave_batch
from zhicheng.review.return_letter import return_letter
from zhicheng.review.review import must_give_opinion, write_opinion
from zhicheng.review.review_opinion import Proposal, ReviewOpinion
from zhicheng.staff.actor import Actor


def return_for_correction(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, submission: Submission, opinion: str
) -> ReviewOpinion:
    """Return with a written opinion; clock hours run from ``now``, through nights and holidays (clause 6.1c, P-08).

    The letter is kept with it. Raises Refusal ``opinion_required``; ``bad_input`` for a character that cannot be printed;
    ``no_rounds_left`` when the applicant could not hand in again (6.1d);
    ``closed`` when P-08 ends every correction at the closing instant and it has passed.
    """
    must_be_movable(actor, submission, Act.RETURN)
    must_give_opinion(opinion, "退回")
    refuse_unprintable(opinion, "退回意见")
    if submission.rounds >= year.window.rounds:
        raise Refusal(
            RefusalCode.NO_ROUNDS_LEFT,
            f"{submission.number} 已是第{submission.rounds}次提交，提交次数不得超过{year.window.rounds}次，不能再退回。"
            "请初审通过或建议不通过。",
            rounds=submission.rounds,
        )
    due_at = correction_due(year, now)
    if due_at <= now:
        raise Refusal(
            RefusalCode.CLOSED, "申报已截止，按现行口径退回后没有补正时间，不能退回。请初审通过或建议不通过。"
        )
    text = return_letter(session, year, submission, opinion, now, due_at)
    move(session, actor, now, submission, Act.RETURN, reason=opinion, due_at=due_at)
    leave_batch(session, submission)
    keep_case_letter(session, actor, now, year, LetterKind.RETURN, submission, text, part=submission.rounds)
    return write_opinion(session, actor, now, submission, Proposal.RETURN, opinion)
