"""Clause 6.3: no promotion while an integrity record runs (P-09)."""

from zhicheng.checks.dossier import Dossier
from zhicheng.checks.finding import Finding
from zhicheng.integrity.bar import Bar, bar_until, barred_on, in_scope
from zhicheng.kernel.workdays import ONE_DAY
from zhicheng.policy.vocabulary import Outcome
from zhicheng.policy.year import PolicyYear


def judge_conduct(dossier: Dossier, year: PolicyYear) -> list[Finding]:
    """Barred through the corresponding day ``years`` after the decision, inclusive; the latest end counts."""
    clause, years = year.integrity.clause, year.integrity.years
    scope = year.parameter.bar_scope.value
    bars = [Bar(row.from_, bar_until(row.from_, years), row.lifted_on) for row in dossier.integrity_records]
    as_of = dossier.as_of
    last = barred_on(bars, as_of)
    answered: dict[str, str] = {"P-09": scope}
    facts: dict[str, object] = {"records": len(bars), "barred_until": last, "as_of": as_of}
    if last is None:
        have = "有诚信记录，但不在记录期内" if bars else "没有诚信记录"
        return [Finding(clause, "integrity", Outcome.ELIGIBLE, f"截至{as_of}{have}。", facts, answered)]
    held = dossier.title_held.level if dossier.title_held else None
    if not in_scope(scope, held, dossier.title_sought.level):
        message = f"诚信记录期至{last}（含），但申报的职称不在限制范围内。"
        return [Finding(clause, "integrity", Outcome.NOTICE, message, facts, answered)]
    free = last + ONE_DAY
    after = "，已在本年度申报截止之后" if free > year.closing_day else ""
    message = (
        f"要求：不在职称评审诚信记录期内（记录期{years}年）。现有：记录期至{last}（含）。"
        f"记录期内不得晋升高一级职称，{free}起方可申报{after}。"
    )
    return [Finding(clause, "integrity", Outcome.INELIGIBLE, message, facts, answered, free)]
