"""The one hand that writes a status."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Act, Move, Status, find_move, permission_for
from zhicheng.intake.submission import Submission, Transition
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import append
from zhicheng.staff.actor import Actor


def move(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    act: Act,
    *,
    reason: str = "",
    due_at: datetime | None = None,
) -> Submission:
    """Move ``submission`` by ``act``: check the map, the permission and the office, write transition, status and audit.

    ``due_at`` (UTC) is the deadline that starts to run with a return; any other move ends it. The transition is written
    past the session, for it must stand before the status changes: a trigger asks for it.
    Raises Refusal ``not_permitted``, ``other_office`` or ``wrong_status``, in this order.
    """
    step = must_be_movable(actor, submission, act)
    append(
        session,
        Transition,
        submission_id=submission.id,
        act=act,
        from_status=step.before,
        to_status=step.after,
        round_number=submission.rounds,
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        reason=reason,
    )
    submission.status = step.after
    submission.due_at = due_at
    session.flush()
    audit.note(
        session, actor, now, act.value, submission, {"status": [step.before.value, step.after.value]}, reason
    )
    return submission


def must_be_movable(actor: Actor, submission: Submission, act: Act) -> Move:
    """The move that ``act`` makes, once it is sure that ``actor`` may do so for this office and the map has it.

    Who may not act at all learns nothing of where the submission stands.
    """
    actor.must(permission_for(act), submission.office)
    step = find_move(act, submission.status)
    if step is None:
        raise Refusal(
            wrong_code(submission.status),
            f"{submission.number} 现在的状态是“{submission.status.label}”，不能{act.label}。请刷新页面查看最新情况。",
            status=submission.status.value,
        )
    return step


def wrong_code(status: Status) -> RefusalCode:
    """A lapsed submission answers with its own code; any other wrong status with ``wrong_status``."""
    return RefusalCode.LAPSED if status is Status.LAPSED else RefusalCode.WRONG_STATUS
