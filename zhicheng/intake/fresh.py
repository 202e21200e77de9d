"""Two people on one submission: the slower one is told who was faster."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.submission import Submission, Transition
from zhicheng.kernel.clock import minute
from zhicheng.kernel.refusal import Refusal, RefusalCode


def must_be_fresh(session: Session, submission: Submission, seen_version: int) -> None:
    """Refuse ``stale`` when the row changed since ``seen_version`` was on the screen."""
    if submission.version == seen_version:
        return
    last = session.scalar(
        select(Transition)
        .where(Transition.submission_id == submission.id)
        .order_by(Transition.id.desc())
        .limit(1)
    )
    who = f"{last.actor_name} 于 {minute(last.at)} 办理了“{last.act.label}”" if last else "内容刚刚被更正"
    raise Refusal(
        RefusalCode.STALE,
        f"{submission.number} 在您查看之后已有变化：{who}，现在的状态是“{submission.status.label}”。"
        "您填写的文字仍在，请核对后重新提交。",
        status=submission.status.value,
    )
