"""Where the work on the desk leads: as many come and leave each working day as did on the last ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhicheng.kernel.workdays import ONE_DAY, WorkCalendar, count_working_days, nth_working_day
from zhicheng.review.figures.days import Day

LOOK_BACK = 10
"""Working days that the forecast is made of."""


@dataclass(frozen=True)
class Forecast:
    """``course`` is the work with the office at the end of each day so far, ``ahead`` the days to come until the close.

    ``comes`` and ``leaves`` are means per working day; ``at_close`` is what is left then, ``done_on`` the day on which
    the desk is empty (None: not at this pace, or the calendar of that year is not known).
    """

    course: list[tuple[date, int]]
    ahead: list[tuple[date, float]]
    comes: float
    leaves: float
    at_close: int
    done_on: date | None


def forecast(days: Sequence[Day], today: date, closes: date, calendar: WorkCalendar) -> Forecast:
    """The forecast as of ``today``, which counts as a day gone by; new ones come until ``closes``."""
    course, standing = [], 0
    by_day = {one.day: one for one in days}
    day = min(by_day, default=today)
    while day <= today:
        moved = by_day.get(day)
        standing += moved.came - moved.left if moved else 0
        course.append((day, standing))
        day += ONE_DAY
    since = _working_days_before(today, LOOK_BACK, calendar)
    of = [one for one in days if since <= one.day <= today]
    comes, leaves = (sum(getattr(one, name) for one in of) / LOOK_BACK for name in ("came", "left"))
    ahead, left, done_on = [(today, float(standing))], float(standing), None
    while day <= closes:
        if calendar.is_working_day(day):
            left = max(0.0, left + comes - leaves)
            done_on = done_on or (day if standing and left == 0 else None)
        ahead.append((day, left))
        day += ONE_DAY
    if done_on is None and leaves and standing:
        done_on = _emptied(max(closes, today) + ONE_DAY, -int(-left // leaves), calendar)
    return Forecast(course, ahead, comes, leaves, round(left), done_on)


def _emptied(start: date, working_days: int, calendar: WorkCalendar) -> date | None:
    """The day on which so many working days from ``start`` on are over; None beyond the years that are known."""
    last_known = date(max(calendar.years), 12, 31)
    if start > last_known or count_working_days(start, last_known, calendar) < working_days:
        return None
    return nth_working_day(start, max(1, working_days), calendar)


def _working_days_before(today: date, number: int, calendar: WorkCalendar) -> date:
    """The first of the last ``number`` working days, ``today`` included."""
    day, left = today, number
    while left > 0:
        left -= calendar.is_working_day(day)
        day -= ONE_DAY
    return day + ONE_DAY
