"""Hand a submission in. Stands here, not in intake, because handing in looks at window, archive and checks together."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.checks.receipt import receipt
from zhicheng.checks.run_checks import run_checks
from zhicheng.intake.keep_case_letter import keep_case_letter
from zhicheng.intake.lifecycle import OPEN, Act, permission_for
from zhicheng.intake.move import move, must_be_movable
from zhicheng.intake.submission import Round, Submission
from zhicheng.intake.window import must_be_open
from zhicheng.integrity.screen import must_not_be_barred
from zhicheng.integrity.screening import Stage
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import append
from zhicheng.letter.letter import LetterKind
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor


def submit(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    submission: Submission,
    submitted_at: datetime | None = None,
) -> Submission:
    """Open the next round: window, 48 hours and rounds (6.1), archive (6.3), then the checks run and
    are stored, and the receipt is kept.

    ``submitted_at`` is the instant that the platform stamped, ``now`` when it reaches us; clocks judge the former.
    Raises Refusal ``not_open``, ``closed``, ``past_48_hours``, ``no_rounds_left``, ``barred``, ``wrong_status``.
    """
    at = submitted_at or now
    if at > now:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            "提交时间晚于现在，不能受理。请核对案卷中的提交时间（须带时区）。",
            submitted_at=at.isoformat(),
        )
    actor.must(permission_for(Act.SUBMIT), submission.office)
    if submission.rounds < year.window.rounds or submission.status not in OPEN:
        must_be_movable(actor, submission, Act.SUBMIT)
    must_be_open(year, submission, at)
    must_not_be_barred(session, actor, at, year, submission, Stage.SUBMIT)
    submission.rounds += 1
    submission.submitted_at = at
    append(
        session,
        Round,
        submission_id=submission.id,
        number=submission.rounds,
        submitted_at=at,
        received_at=now,
    )
    move(session, actor, now, submission, Act.SUBMIT)
    run_checks(session, actor, now, year, submission)
    text = receipt(session, year, submission, now)
    keep_case_letter(session, actor, now, year, LetterKind.RECEIPT, submission, text, part=submission.rounds)
    return submission
