"""``/``: what waits for me, the year in pictures, what happened since yesterday."""

from datetime import datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from zhicheng.database import db
from zhicheng.door import current_actor, present
from zhicheng.intake.lifecycle import Act
from zhicheng.kernel.audit_counts import last_done
from zhicheng.kernel.clock import beijing_day, start_of
from zhicheng.language.say import say
from zhicheng.policy.load import load_year
from zhicheng.review.figures.reach import Reach
from zhicheng.review.figures.standing import anything_handed_in
from zhicheng.review.history import Step, count_moves, recent_moves
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission
from zhicheng.web.cards import cards
from zhicheng.web.figures.door import KINDS, cycle_at, stamp

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The first page."""
    session, actor, now = db.session(), current_actor(), present()
    reads, cycle = actor.may(Permission.READ_CASES), cycle_at(now)
    year = load_year(cycle)
    begun = reads and anything_handed_in(session, Reach(cycle, actor.offices))
    return render_template(
        "web/home.html",
        cards=cards(session, actor, now),
        reads=reads,
        may_import=actor.may(Permission.IMPORT_CASES),
        cycle=cycle,
        opens=year.window.opens_at,
        closes=year.window.closes_at,
        days_left=(year.closing_day - beijing_day(now)).days,
        kinds=KINDS if begun else {},
        stamp=stamp(actor, now),
        since=happened(session, actor, now) if reads else (),
        moved=counted(session, actor, now) if reads else (),
        keeps=actor.may(Permission.MANAGE_STAFF),
        backed_up=last_done(session, "make_backup") if actor.may(Permission.MANAGE_STAFF) else None,
        day_ago=now - timedelta(days=1),
    )


def yesterday(now: datetime) -> datetime:
    """When yesterday began in Beijing."""
    return start_of(beijing_day(now) - timedelta(days=1))


def counted(session: Session, actor: Actor, now: datetime) -> list[tuple[str, int]]:
    """How much of what was done since yesterday, in the order of the story."""
    numbers = count_moves(session, actor.offices, yesterday(now))
    return [(act.label, numbers[act]) for act in Act if numbers[act]]


def happened(session: Session, actor: Actor, now: datetime) -> list[Step]:
    """The newest moves at the own offices since yesterday morning, each a way to its submission."""
    return [
        Step(
            move.at,
            move.actor_name,
            Markup('<a href="/admin/submission/details/?id={}">{} {}</a>{}{}').format(
                move.submission_id,
                move.submission.number,
                move.submission.applicant.name,
                say("："),
                say(f"第 {move.round_number} 次提交" if move.act is Act.SUBMIT else move.act.label),
            ),
        )
        for move in recent_moves(session, actor.offices, yesterday(now))
    ]
