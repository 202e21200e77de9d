"""Confirm a plan with the words that its verb needs; from now on it may run. Or drop it."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.plan.plan import Plan, PlanStatus
from zhicheng.plan.verbs import Words, verb_of
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def confirm_plan(
    session: Session, actor: Actor, now: datetime, plan: Plan, opinion: str | None = None
) -> Plan:
    """Sign the plan, with other words than it was drafted with where some are given.

    Raises Refusal ``not_permitted``, ``wrong_status``, ``opinion_required``.
    """
    must_be_own(actor, plan)
    must_be(plan, PlanStatus.DRAFTED)
    verb = verb_of(plan.verb)
    words = str(plan.words["opinion"]) if opinion is None else opinion.strip()
    if verb.words is Words.MUST and not words:
        raise Refusal(
            RefusalCode.OPINION_REQUIRED, f"“{verb.label}”须写明意见，现在意见是空的。请填写后确认。"
        )
    plan.words = {"opinion": words}
    plan.status = PlanStatus.RUNNING
    session.flush()
    audit.note(session, actor, now, "confirm_plan", plan, {"status": ["drafted", "running"]}, words)
    return plan


def drop_plan(session: Session, actor: Actor, now: datetime, plan: Plan) -> Plan:
    """Give a plan up. What a running one has done stays done; the rest stays undone."""
    must_be_own(actor, plan)
    must_be(plan, PlanStatus.DRAFTED, PlanStatus.RUNNING)
    before, plan.status, plan.finished_at = plan.status, PlanStatus.DROPPED, now
    session.flush()
    audit.note(session, actor, now, "drop_plan", plan, {"status": [before.value, "dropped"]})
    return plan


def must_be_own(actor: Actor, plan: Plan) -> None:
    """Refuse ``not_permitted`` to everybody but who drafted the plan and still may do its verb."""
    actor.must(Permission.READ_PLANS)
    actor.must(verb_of(plan.verb).permission)
    if plan.drafted_by_id != actor.id:
        raise Refusal(
            RefusalCode.NOT_PERMITTED, f"这个批量任务由{plan.drafted_by_name}拟定，只能由本人确认和执行。"
        )


def must_be(plan: Plan, *wanted: PlanStatus) -> None:
    """Refuse ``wrong_status`` unless the plan is that far."""
    if plan.status not in wanted:
        raise Refusal(
            RefusalCode.WRONG_STATUS, f"这个批量任务现在是“{plan.status.label}”，不能这样办理。请刷新页面。"
        )
