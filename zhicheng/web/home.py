"""``/``: what waits for me, the most urgent first, each number a way to the list behind it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from zhicheng.certificate.waiting import FOR, HOURS, Waiting, count_waiting
from zhicheng.database import db
from zhicheng.decision.batches_due import count_to_freeze, count_to_publish
from zhicheng.door import current_actor, present
from zhicheng.intake.lifecycle import Act
from zhicheng.integrity.lifts_proposed import count_lifts_for
from zhicheng.kernel.clock import BEIJING, beijing_day, minute
from zhicheng.review.history import recent_moves
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

blueprint = Blueprint("home", __name__)
Card = tuple[str, int, str, str, bool]
"""Label, number, address, hint, urgent."""


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The first page."""
    session, actor, now = db.session(), current_actor(), present()
    reads = actor.may(Permission.READ_CASES)
    return render_template(
        "web/home.html",
        waiting=[card for card in (*cases(session, actor, now), *rest(session, actor)) if card[1]],
        pictures=(),
        since=happened(session, actor, now) if reads else (),
    )


def cases(session: Session, actor: Actor, now: datetime) -> Iterator[Card]:
    """Submissions, by why they wait."""
    for why in Waiting:
        if not FOR[why] & actor.permissions:
            continue
        number, oldest = count_waiting(session, why, actor, now, actor.offices)
        label = why.label if why not in HOURS else f"已退回，{why.label}"
        hint = "" if oldest is None else f"最早 {minute(oldest)}"
        address = f"/admin/submission/?flt_waiting_is={why.value}"
        yield label, number, address, hint, why in (Waiting.OVERDUE, Waiting.WITHIN_2)


def rest(session: Session, actor: Actor) -> Iterator[Card]:
    """Batches to freeze and to publish, lifts to confirm."""
    if actor.may(Permission.FREEZE_BATCH):
        ready = count_to_freeze(session, actor.offices)
        yield "可以冻结的批次", ready, "/admin/batch/?flt_status_is=open", "成员已全部复核通过", False
        frozen = count_to_publish(session, actor.offices)
        yield "等待公布的批次", frozen, "/admin/batch/?flt_status_is=frozen", "已冻结，待填文号", False
    if actor.may(Permission.KEEP_INTEGRITY):
        lifts = count_lifts_for(session, actor)
        yield "待我确认的解除", lifts, "/admin/integrity/", "另一人已提出解除诚信记录", False


def happened(session: Session, actor: Actor, now: datetime) -> list[tuple[datetime, str, str, str]]:
    """Moves at the own offices since yesterday morning."""
    yesterday = datetime.combine(beijing_day(now) - timedelta(days=1), time(), BEIJING)
    return [
        (
            move.at,
            move.actor_name,
            Markup('<a href="/admin/submission/details/?id={}">{} {}</a>：{}').format(
                move.submission_id,
                move.submission.number,
                move.submission.applicant.name,
                f"第 {move.round_number} 次提交" if move.act is Act.SUBMIT else move.act.label,
            ),
            "",
        )
        for move in recent_moves(session, actor.offices, yesterday)
    ]
