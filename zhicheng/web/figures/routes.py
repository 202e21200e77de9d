"""Where the submissions of each route stand, office by office."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import Status
from zhicheng.language.say import say
from zhicheng.policy.year import PolicyYear
from zhicheng.review.figures.reach import Reach
from zhicheng.review.figures.standing import standing_by_route
from zhicheng.staff.office import Office
from zhicheng.web.chart import Series, bars
from zhicheng.web.figures.figure import Cell, Figure, listed

GROUPS: Final[Sequence[tuple[str, tuple[Status, ...], str]]] = (
    ("已通过", (Status.APPROVED,), "c"),
    ("在办", (Status.QUEUED, Status.IN_REVIEW, Status.REVIEWED), "a"),
    ("已退回", (Status.RETURNED,), "b"),
    ("未通过", (Status.DECLINED, Status.LAPSED, Status.WITHDRAWN, Status.ANNULLED), "e"),
)
"""What belongs together, and its tone."""


def routes(session: Session, reach: Reach, year: PolicyYear, _now: datetime) -> Figure:
    """Only what the offices concerned handle."""
    standing = standing_by_route(session, reach)
    known = [one for one in year.route if one.code in standing]
    labels = [f"{one.short_label} · {Office(one.office).label}" for one in known]
    counts = [
        [sum(standing[one.code][status] for status in group) for one in known] for _, group, _ in GROUPS
    ]
    totals = [sum(standing[one.code].values()) for one in known]
    rows = []
    for place, one in enumerate(known):
        cells = [Cell(labels[place])]
        for (_, group, _), numbers in zip(GROUPS, counts, strict=True):
            cells.append(
                listed(
                    numbers[place],
                    reach.cycle,
                    route_is=one.code,
                    status_is=",".join(group),
                    handed_in_is="1",
                )
            )
        rows.append((*cells, Cell(f"{totals[place]:,}")))
    sums = "，".join(
        f"{say(name)} {say(f'{sum(numbers):,} 件')}"
        for (name, _, _), numbers in zip(GROUPS, counts, strict=True)
    )
    return Figure(
        f"已提交 {sum(totals):,} 件：{sums}。",
        "在办含待审核、审核中、待复核；未通过含不通过、逾期不予受理、撤回和撤销。草稿不计。",
        lambda width: bars(
            labels,
            [Series(name, numbers, tone) for (name, _, tone), numbers in zip(GROUPS, counts, strict=True)],
            width,
            [f"{total:,} 件" for total in totals],
        ),
        ("类别与科室", *(name for name, _, _ in GROUPS), "合计"),
        rows,
    )
