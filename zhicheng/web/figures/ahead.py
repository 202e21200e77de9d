"""The work on the desk so far, and where it leads by the closing day."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import UNDER_REVIEW, Status
from zhicheng.kernel.clock import beijing_day
from zhicheng.policy.year import PolicyYear
from zhicheng.review.figures.days import busy_days
from zhicheng.review.figures.forecast import LOOK_BACK, Forecast, forecast
from zhicheng.review.figures.reach import Reach
from zhicheng.review.figures.standing import standing_by_route
from zhicheng.web.chart import Series, lines
from zhicheng.web.figures.figure import Cell, Figure, listed


def ahead(session: Session, reach: Reach, year: PolicyYear, now: datetime) -> Figure:
    """The forecast, in one line with what it was made of."""
    today = beijing_day(now)
    seen = forecast(busy_days(session, reach), today, year.closing_day, year.calendar)
    standing = standing_by_route(session, reach)
    rows = []
    for status in Status:
        if status in UNDER_REVIEW:
            number = sum(one[status] for one in standing.values())
            rows.append((Cell(status.label), listed(number, reach.cycle, status_is=status.value)))
    rows += [
        (Cell("每个工作日新到"), Cell(f"{seen.comes:.1f} 件")),
        (Cell("每个工作日办出"), Cell(f"{seen.leaves:.1f} 件")),
        (Cell(f"预计 {year.closing_day} 截止时在办"), Cell(f"{seen.at_close:,} 件")),
        (Cell("预计全部办完"), Cell(f"{seen.done_on}" if seen.done_on else "照此速度无法推算")),
    ]
    return Figure(
        sentence(seen, year, today >= year.closing_day),
        f"按最近 {LOOK_BACK} 个工作日平均每日新到和办出（含退回）的件数推算，休息日不计，截止后不再有新到。",
        lambda width: draw(seen, width),
        ("项目", "数"),
        rows,
    )


def sentence(seen: Forecast, year: PolicyYear, closed: bool) -> str:
    """What the forecast comes to."""
    now = seen.course[-1][1]
    pace = f"现在办 {now:,} 件，每个工作日新到 {seen.comes:.1f} 件、办出 {seen.leaves:.1f} 件"
    if not now and not seen.comes:
        return "目前没有在办的申报。"
    done = f"，约 {seen.done_on} 全部办完" if seen.done_on else ""
    if closed:
        return f"{pace}；申报已截止{done}。"
    return f"{pace}；照此到 {year.closing_day} 截止时约有 {seen.at_close:,} 件在办{done}。"


def draw(seen: Forecast, width: int) -> str:
    """So far as a line, from today on dashed."""
    so_far, guessed = seen.course, seen.ahead
    days = [day for day, _ in so_far] + [day for day, _ in guessed[1:]]
    return lines(
        [f"{day:%m-%d}" for day in days],
        [
            (Series("在办", [number for _, number in so_far], "a"), 0, False),
            (Series("推算", [number for _, number in guessed], "b"), len(so_far) - 1, True),
        ],
        width,
    )
