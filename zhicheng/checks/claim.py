"""What is claimed: a route by one of its paths, on the strength of one diploma, degree or exit; and how dates are read."""

from datetime import date

import msgspec

from zhicheng.checks.dossier import DegreeRow, Dossier, Education
from zhicheng.checks.intervals import Interval
from zhicheng.kernel.partial_date import PartialDate
from zhicheng.policy.year import Path, PolicyYear, Route


class Claim(msgspec.Struct, frozen=True):
    """One way of reading a dossier. ``favourable``: months are read for the applicant instead of against (P-15)."""

    dossier: Dossier
    year: PolicyYear
    route: Route
    path: Path
    clause: str
    credential: Education | DegreeRow | None
    favourable: bool
    month_dates: bool
    """Whether any date is known to the month only, so that both readings must be tried."""
    as_of: date
    """The day of the submission."""
    years_as_of: date
    """The day to which years are counted (P-01)."""

    def at_route(self) -> "Claim":
        """The same, speaking for the whole route."""
        if self.clause == self.route.clause:
            return self
        return msgspec.structs.replace(self, clause=self.route.clause)

    def read_favourably(self) -> "Claim":
        """The same, with months read for the applicant."""
        return msgspec.structs.replace(self, favourable=True)

    def begins(self, day: PartialDate) -> date:
        """A beginning (diploma, degree, exit, post, title): early is good for the applicant."""
        return day.earliest if self.favourable else day.latest

    def ends(self, day: PartialDate) -> date:
        """An end: late is good for the applicant. "First day" (P-15) means the first day here too."""
        if self.year.parameter.month_precision.value == "first_day":
            return day.earliest
        return day.latest if self.favourable else day.earliest

    def interval(self, first: PartialDate, last: PartialDate | None) -> Interval | None:
        """A stretch of time as it is read; None when nothing of it is left."""
        start = self.begins(first)
        end = None if last is None else self.ends(last)
        return None if end is not None and end < start else Interval(start, end)

    @property
    def floor(self) -> date | None:
        """The day of the diploma, degree or exit, from which work counts."""
        match self.credential:
            case Education(completed_on=day) | DegreeRow(conferred_on=day):
                return self.begins(day)
            case None:
                exit_on = self.dossier.postdoctoral_exit_on
                return None if exit_on is None else self.begins(exit_on)

    @property
    def last_years(self) -> list[int]:
        """The last N completed calendar years before the submission, oldest first."""
        return list(range(self.as_of.year - self.path.years, self.as_of.year))
