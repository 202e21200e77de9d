"""May it come in now? Asked here only, for every door (clauses 1, 6.1)."""

from datetime import datetime, timedelta

from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import minute
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear


def must_be_open(year: PolicyYear, submission: Submission, at: datetime) -> None:
    """Refuse what comes too early, too late, or once too often; ``at`` is when it arrived.

    First round: ``not_open`` before the opening instant (clause 1), ``closed`` from the closing instant on (6.1a).
    Later rounds: ``past_48_hours`` after the deadline, which is inclusive (6.1c); ``no_rounds_left`` after the third (6.1d).
    """
    if submission.rounds >= year.window.rounds:
        raise Refusal(
            RefusalCode.NO_ROUNDS_LEFT,
            f"提交次数不得超过{year.window.rounds}次（含初次上报），"
            f"{submission.number} 已提交{submission.rounds}次，不能再次提交。",
            rounds=submission.rounds,
        )
    if submission.status is Status.RETURNED:
        if submission.due_at is not None and at > submission.due_at:
            raise Refusal(
                RefusalCode.PAST_48_HOURS,
                f"应在 {minute(submission.due_at)}（北京时间）前再次提交，提交时间为 {minute(at)}，逾期不予受理。",
                due_at=submission.due_at.isoformat(),
            )
        return
    if at < year.window.opens_at:
        raise Refusal(
            RefusalCode.NOT_OPEN,
            f"申报自 {minute(year.window.opens_at)}（北京时间）起受理，提交时间为 {minute(at)}。请在开放后提交。",
        )
    if at >= year.window.closes_at:
        raise Refusal(
            RefusalCode.CLOSED,
            f"申报已于 {minute(year.window.closes_at)}（北京时间）截止，提交时间为 {minute(at)}。本年度不再受理初次提交。",
        )


def correction_due(year: PolicyYear, now: datetime) -> datetime:
    """Until when a submission returned at ``now`` may come back: 48 clock hours, that instant included (clause 6.1c).

    P-08: ``I-48`` lets them run beyond the closing instant, ``I-min`` ends them there.
    """
    due = now + timedelta(hours=year.window.resubmit_within_hours)
    if year.parameter.resubmission_deadline.value == "I-min":
        return min(due, year.window.closes_at)
    return due
