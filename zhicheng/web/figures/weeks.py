"""Arrivals and decisions, week by week."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from zhicheng.kernel.clock import beijing_day
from zhicheng.policy.year import PolicyYear
from zhicheng.review.figures.days import busy_days
from zhicheng.review.figures.days import weeks as by_weeks
from zhicheng.review.figures.reach import Reach
from zhicheng.web.chart import Series, columns
from zhicheng.web.figures.figure import Cell, Figure, listed


def weeks(session: Session, reach: Reach, year: PolicyYear, now: datetime) -> Figure:
    """From the opening week to this one."""
    days = busy_days(session, reach)
    opened, today = beijing_day(year.window.opens_at), beijing_day(now)
    course = by_weeks(days, min([opened, *(one.day for one in days[:1])]), today)
    arrived, decided = sum(one.arrived for one in course), sum(one.decided for one in course)
    last = course[-1]
    shown = [
        Series("首次提交", [one.arrived for one in course], "a"),
        Series("再次提交", [one.again for one in course], "e"),
    ]
    line = Series("办结", [one.decided for one in course], "b")
    rows = []
    for one in reversed(course):
        span = {"from": f"{one.day}", "until": f"{one.day + timedelta(days=6)}"}
        rows.append(
            (
                Cell(f"{one.day} 至 {one.day + timedelta(days=6):%m-%d}"),
                listed(
                    one.arrived,
                    reach.cycle,
                    **{f"arrived_{edge}": day for edge, day in span.items()},
                ),
                Cell(f"{one.again:,}"),
                listed(
                    one.decided,
                    reach.cycle,
                    **{f"decided_{edge}": day for edge, day in span.items()},
                ),
            )
        )
    return Figure(
        f"开放以来首次提交 {arrived:,} 件，办结 {decided:,} 件；本周首次提交 {last.arrived:,} 件，办结 {last.decided:,} 件。",
        "一周从周一算起；办结指复核通过或不通过。",
        lambda width: columns([f"{one.day:%m-%d}" for one in course], shown, width, line),
        ("一周", "首次提交", "再次提交", "办结"),
        rows,
    )
