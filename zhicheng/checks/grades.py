"""考核 (the routes' own clauses): the results of the required years; missing years are a matter of 4.4."""

from zhicheng.checks.claim import Claim
from zhicheng.checks.finding import Finding
from zhicheng.policy.requirement import Grades
from zhicheng.policy.vocabulary import Outcome


def judge_grades(requirement: Grades, claim: Claim) -> list[Finding]:
    """A failing grade: ineligible; a doubtful one: needs_review; any other that does not pass: ineligible.

    3.6 asks that all pass, and an older run of as many passing years makes a grade between (合格) a question.
    """
    results = {row.year: row.result for row in claim.dossier.appraisals}
    years = required_years(claim)
    shown = {year: results[year] for year in years if year in results}
    failing = [year for year, result in shown.items() if result in requirement.failing]
    doubtful = [year for year, result in shown.items() if result in requirement.doubtful]
    short = [
        year
        for year, result in shown.items()
        if result not in requirement.passing and year not in failing and year not in doubtful
    ]
    run = older_run(requirement, claim)
    if failing or (short and run is None):
        outcome, advice = Outcome.INELIGIBLE, "不符合此项。"
    elif short and run is not None:
        outcome = Outcome.NEEDS_REVIEW
        advice = f"最近{len(years)}年不全是优秀，但{run[0]}至{run[-1]}年连续优秀，能否采用请经办人员核定。"
    elif doubtful:
        outcome, advice = Outcome.NEEDS_REVIEW, f"{_listed(doubtful)}不确定等次，是否认可请经办人员核定。"
    elif len(shown) < len(years):
        return []
    else:
        outcome, advice = Outcome.ELIGIBLE, "符合。"
    have = "，".join(f"{year}年{result.label}" for year, result in shown.items()) or "未要求逐年填报"
    facts: dict[str, object] = {"years": years, "results": {str(year): shown[year].value for year in shown}}
    answered: dict[str, str] = {"P-04": claim.year.parameter.appraisal_years.value}
    message = f"要求：{requirement.label}。现有：{have}。{advice}"
    return [Finding(claim.clause, "grades", outcome, message, facts, answered)]


def required_years(claim: Claim) -> list[int]:
    """P-04: the last N completed calendar years; every year the counted work touches; or those that are declared."""
    answer = claim.year.parameter.appraisal_years.value
    if answer == "unit_statement":
        declared = {row.year for row in claim.dossier.appraisals}
        return [year for year in claim.last_years if year in declared]
    floor = claim.floor
    if answer == "every_touched_year" and floor is not None:
        starts = [claim.begins(row.from_) for row in claim.dossier.employment if row.professional]
        first = max(min(starts, default=floor), floor).year
        return list(range(min(first, claim.last_years[0]), claim.as_of.year))
    return claim.last_years


def older_run(requirement: Grades, claim: Claim) -> list[int] | None:
    """The newest unbroken run of N passing years that ends before the last completed year."""
    if not requirement.older_run:
        return None
    count = claim.path.years
    passing = {row.year for row in claim.dossier.appraisals if row.result in requirement.passing}
    for last in sorted((year for year in passing if year < claim.as_of.year - 1), reverse=True):
        run = list(range(last - count + 1, last + 1))
        if passing.issuperset(run):
            return run
    return None


def _listed(years: list[int]) -> str:
    return "、".join(f"{year}年" for year in years)
