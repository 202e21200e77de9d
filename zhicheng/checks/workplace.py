"""乡镇及以下 (3.2): where the person works now and worked all the years (P-11, P-12; domain.md 6.1)."""

from datetime import date

from zhicheng.checks.claim import Claim
from zhicheng.checks.dossier import Employment
from zhicheng.checks.finding import Finding
from zhicheng.checks.intervals import full_day, reached_by
from zhicheng.checks.work import come_back, work_runs
from zhicheng.policy.requirement import Workplace
from zhicheng.policy.vocabulary import Outcome, Place


def judge_workplace(requirement: Workplace, claim: Claim) -> list[Finding]:
    """Now and all the years there: holds. Now there, part elsewhere: P-12. 街道、社区: P-11. Higher: ineligible."""
    parameter = claim.year.parameter
    present = _present(claim)
    outcome, have, earliest_on = _judge(requirement, claim, present)
    facts: dict[str, object] = {"places_now": sorted(row.place.value for row in present if row.place)}
    answered: dict[str, str] = {"P-11": parameter.subdistrict.value, "P-12": parameter.township_years.value}
    message = f"要求：在乡镇及以下单位工作。{have}"
    return [Finding(claim.clause, "workplace", outcome, message, facts, answered, earliest_on)]


def _judge(
    requirement: Workplace, claim: Claim, present: list[Employment]
) -> tuple[Outcome, str, date | None]:
    if not present:
        return Outcome.INELIGIBLE, "现有：没有专业技术工作经历。请核对工作经历。", None
    streets = claim.year.parameter.subdistrict.value
    low = {*requirement.places, *(requirement.doubtful if streets == "yes" else ())}
    places = {row.place for row in present}
    now = "、".join(sorted(place.label for place in places if place))
    if places & low:
        return _judge_years(claim, low)
    if places & set(requirement.doubtful):
        if streets == "review":
            have = f"现有：目前在{now}工作。街道、社区是否视同乡镇及以下，请经办人员核定。"
            return Outcome.NEEDS_REVIEW, have, None
    elif None in places:
        have = "现有：目前岗位没有填写工作地点。请补填实际工作地点（市、区、街道、社区、县、乡镇、村）。"
        return Outcome.RETURNABLE, have, None
    return Outcome.INELIGIBLE, f"现有：目前在{now}工作，不属于乡镇及以下。请按通知选择其他申报类别。", None


def _judge_years(claim: Claim, low: set[Place]) -> tuple[Outcome, str, date | None]:
    """They work there now; were all the years spent there?"""
    years, convention = claim.path.years, claim.year.parameter.full_year.value
    rows = [row for row in claim.dossier.employment if row.professional]
    runs = work_runs(claim, False, claim.floor, [row for row in rows if row.place in low])
    current = next((run for run in runs if run.holds_on(claim.years_as_of)), None)
    full = None if current is None else full_day(current.start, years, convention)
    done = full is not None and full <= claim.years_as_of
    elsewhere = [row for row in rows if row.place not in low and _counts(claim, row, recent=done)]
    if not elsewhere:
        spent = f"{years}年" if done else "毕业以来"
        return Outcome.ELIGIBLE, f"现有：{spent}均在乡镇及以下工作，符合。", None
    if any(row.place is None for row in elsewhere):
        have = "现有：目前在乡镇及以下工作，但有的工作经历没有填写工作地点。请补填实际工作地点。"
        return Outcome.RETURNABLE, have, None
    have = f"现有：目前在乡镇及以下工作，但{years}年中有一部分{'同时' if done else ''}在别处。"
    if done or claim.year.parameter.township_years.value == "posted_now":
        return Outcome.NEEDS_REVIEW, f"{have}是否认可，请经办人员核定。", None
    if full is None:
        return Outcome.INELIGIBLE, f"{have}请核对工作经历。", None
    return Outcome.INELIGIBLE, have + come_back(claim, full), full


def _counts(claim: Claim, row: Employment, *, recent: bool) -> bool:
    """Whether a post elsewhere falls into the time that counts: since the diploma, or into the last N years."""
    years, convention = claim.path.years, claim.year.parameter.full_year.value
    return any(
        not recent or full_day(reached_by(run, claim.years_as_of), years, convention) > claim.years_as_of
        for run in work_runs(claim, False, claim.floor, [row])
        if run.start <= claim.years_as_of
    )


def _present(claim: Claim) -> list[Employment]:
    """The professional posts held on the day; where none is, the last one (its end is a finding of the years)."""
    begun = []
    for row in claim.dossier.employment:
        stretch = claim.interval(row.from_, row.to)
        if row.professional and stretch is not None and stretch.start <= claim.as_of:
            begun.append((stretch, row))
    held = [row for stretch, row in begun if stretch.holds_on(claim.as_of)]
    if held or not begun:
        return held
    return [max(begun, key=lambda pair: pair[0].end or claim.as_of)[1]]
