"""连续参加基层服务 (3.6): the service must cover the three years, wholly (domain.md 6.1)."""

from datetime import date

from zhicheng.checks.claim import Claim
from zhicheng.checks.finding import Finding
from zhicheng.checks.grades import older_run
from zhicheng.checks.intervals import Interval, joined
from zhicheng.policy.requirement import Grades, Service
from zhicheng.policy.vocabulary import Outcome

Judged = tuple[Outcome, str, list[int]]


def judge_service(requirement: Service, claim: Claim) -> list[Finding]:
    """Every year wholly: holds; a gap, part of a year or another kind: needs_review; a year without any: ineligible.

    Where an older run of years is in question (grades), the service may cover that run instead.
    """
    outcome, have, years = min(
        (_judge(requirement, claim, years) for years in candidate_years(claim)),
        key=lambda each: each[0].weight,
    )
    facts: dict[str, object] = {
        "years": years,
        "service": [
            {"kind": row.kind.value, "from": str(row.from_), "to": None if row.to is None else str(row.to)}
            for row in claim.dossier.grassroots_service
        ],
    }
    named = "、".join(kind.label for kind in requirement.kinds)
    message = f"要求：{years[0]}至{years[-1]}年连续参加基层服务（{named}等）。{have}"
    return [Finding(claim.clause, "service", outcome, message, facts)]


def candidate_years(claim: Claim) -> list[list[int]]:
    """The last N completed years, and an older run of passing years unless the last N are all declared and pass."""
    grades = next((each for each in claim.path.requirement if isinstance(each, Grades)), None)
    run = older_run(grades, claim) if grades else None
    if grades is None or run is None:
        return [claim.last_years]
    passing = {row.year for row in claim.dossier.appraisals if row.result in grades.passing}
    return [claim.last_years] if passing.issuperset(claim.last_years) else [claim.last_years, run]


def _judge(requirement: Service, claim: Claim, years: list[int]) -> Judged:
    rows = [(row.kind, claim.interval(row.from_, row.to)) for row in claim.dossier.grassroots_service]
    named = joined(span for kind, span in rows if span is not None and kind in requirement.kinds)
    every = joined(span for _, span in rows if span is not None)
    empty = [year for year in years if not _days(every, year, claim.as_of)]
    if empty:
        without = "、".join(f"{year}年" for year in empty)
        return Outcome.INELIGIBLE, f"现有：{without}没有基层服务经历，不符合此项。", years
    partial = [year for year in years if _days(named, year, claim.as_of) < _length(year)]
    if not partial:
        return Outcome.ELIGIBLE, "现有：各年度均全年参加，符合。", years
    where = "、".join(f"{year}年" for year in partial)
    if all(_days(every, year, claim.as_of) == _length(year) for year in partial):
        return (
            Outcome.NEEDS_REVIEW,
            f"现有：{where}为通知未列明的其他基层服务，是否认可请经办人员核定。",
            years,
        )
    return Outcome.NEEDS_REVIEW, f"现有：{where}有间断、不足全年或为其他服务，是否认可请经办人员核定。", years


def _days(runs: list[Interval], year: int, until: date) -> int:
    last = min(date(year, 12, 31), until)
    return sum(run.days_within(date(year, 1, 1), last) for run in runs)


def _length(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1
