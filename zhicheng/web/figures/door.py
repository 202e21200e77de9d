"""``/figures/<name>``: one figure with its table; ``/figures/<name>.svg``: its picture alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from zhicheng.database import db
from zhicheng.door import current_actor, present
from zhicheng.language.chosen import in_chinese
from zhicheng.policy.load import cycles, load_year
from zhicheng.policy.year import PolicyYear
from zhicheng.review.figures.reach import Reach
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission
from zhicheng.web.figures.ahead import ahead
from zhicheng.web.figures.figure import Figure
from zhicheng.web.figures.returns import returns
from zhicheng.web.figures.routes import routes
from zhicheng.web.figures.took import took
from zhicheng.web.figures.units import units
from zhicheng.web.figures.weeks import weeks

blueprint = Blueprint("figures", __name__, url_prefix="/figures")
WIDE, NARROW, KEPT_SECONDS = 480, 330, 300
Maker = Callable[[Session, Reach, PolicyYear, datetime], Figure]


@dataclass(frozen=True)
class Kind:
    """A figure that there is: its title, what its picture shows, who makes it."""

    title: str
    shows: str
    make: Maker


KINDS: Final = {
    "weeks": Kind("每周提交与办结", "每周首次提交、再次提交和办结的件数", weeks),
    "ahead": Kind("在办与截止日推算", "每天的在办件数，以及到截止日的推算", ahead),
    "routes": Kind("各类别办到哪一步", "各类别、各科室已通过、在办、已退回和未通过的件数", routes),
    "returns": Kind("退回原因", "按通知条款从多到少的退回件数和累计占比", returns),
    "units": Kind("推荐单位退回比例", "退回最多的推荐单位，退回过的件数和提交件数", units),
    "took": Kind("从提交到办结的时间", "办结用时的分布", took),
}


@blueprint.get("/<name>")
def show(name: str) -> ResponseReturnValue:
    """The page of a figure."""
    kind, made = _made(name)
    return render_template(
        "web/figure.html",
        name=name,
        kind=kind,
        kinds=KINDS,
        figure=made,
        stamp=stamp(current_actor(), present()),
    )


@blueprint.get("/<name>.svg")
def picture(name: str) -> Response:
    """The picture, for whoever asked, kept by the browser while its address lasts (see ``stamp``)."""
    _, made = _made(name)
    response = Response(made.draw(NARROW if request.args.get("narrow") else WIDE), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


def _made(name: str) -> tuple[Kind, Figure]:
    current_actor().must(Permission.READ_CASES)
    kind, now = KINDS.get(name), present()
    if kind is None:
        abort(404)
    cycle = cycle_at(now)
    return kind, kind.make(db.session(), Reach(cycle, current_actor().offices), load_year(cycle), now)


def cycle_at(now: datetime) -> str:
    """The newest cycle that has opened; before the first one, that."""
    known = cycles()
    return next((one for one in reversed(known) if load_year(one).window.opens_at <= now), known[0])


def stamp(actor: Actor, now: datetime) -> str:
    """What makes the address of a picture another one: other offices, other five minutes, another language."""
    language = "" if in_chinese() else "-en"
    return f"{'-'.join(sorted(actor.offices))}-{int(now.timestamp()) // KEPT_SECONDS}{language}"
