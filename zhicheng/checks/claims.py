"""All claims that a dossier can make by its route: every path with every diploma or degree that fits it."""

from collections.abc import Iterator
from datetime import date

from zhicheng.checks.claim import Claim
from zhicheng.checks.dossier import DegreeRow, Dossier, Education
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.requirement import DegreeHeld, Diploma
from zhicheng.policy.year import Path, PolicyYear, Route

Credential = Education | DegreeRow | None


def claims_of(dossier: Dossier, year: PolicyYear) -> list[Claim]:
    """Claims on rows that fit a path; where none does, claims that say which row does not fit, under the route's clause."""
    route = year.routes.get(dossier.route)
    if route is None:
        raise Refusal(RefusalCode.BAD_INPUT, f"{year.cycle}年度没有“{dossier.route}”这个申报类别。")
    fitting = [(path, row) for path in route.path for row in _fitting(path, dossier)]
    if fitting:
        return [_claim(dossier, year, route, path, path.clause, row) for path, row in fitting]
    shortest = min(route.path, key=lambda path: path.years)
    clause = route.clause if len(route.path) > 1 else shortest.clause
    return [_claim(dossier, year, route, shortest, clause, row) for row in _any(shortest, dossier)]


def _fitting(path: Path, dossier: Dossier) -> Iterator[Credential]:
    for requirement in path.requirement:
        if isinstance(requirement, Diploma):
            known = {*requirement.levels, *requirement.doubtful, *requirement.unfinished}
            yield from (row for row in dossier.education if row.level in known)
            return
        if isinstance(requirement, DegreeHeld):
            accepted = {*requirement.degrees, *requirement.doubtful}
            yield from (row for row in dossier.degrees if row.degree in accepted)
            return
    yield None


def _any(path: Path, dossier: Dossier) -> tuple[Credential, ...]:
    if any(isinstance(requirement, DegreeHeld) for requirement in path.requirement):
        return dossier.degrees or (None,)
    return dossier.education or (None,)


def _claim(
    dossier: Dossier, year: PolicyYear, route: Route, path: Path, clause: str, row: Credential
) -> Claim:
    as_of = dossier.as_of
    return Claim(
        dossier=dossier,
        year=year,
        route=route,
        path=path,
        clause=clause,
        credential=row,
        favourable=year.parameter.month_precision.value == "first_day",
        month_dates=dossier.has_month_dates,
        as_of=as_of,
        years_as_of=_years_as_of(as_of, year),
    )


def _years_as_of(as_of: date, year: PolicyYear) -> date:
    """P-01: the day to which years are counted."""
    answer = year.parameter.as_of.value
    if answer == "close":
        return year.closing_day
    if answer == "year_end":
        return date(year.closing_day.year, 12, 31)
    return year.window.opens_at.date() if answer == "open" else as_of
