"""Titles held and sought (the routes' own clauses; P-05, P-17; domain.md 5.1 and 6.1)."""

from datetime import date

from zhicheng.checks.claim import Claim
from zhicheng.checks.finding import Finding
from zhicheng.checks.service import candidate_years
from zhicheng.policy.requirement import LevelGiven, NotYetHeld, PresentTitle
from zhicheng.policy.vocabulary import Outcome, Series, TitleLevel

_LOWER_TITLE = {
    "review": (Outcome.NEEDS_REVIEW, "已有较低职称者能否“初次确定”，请经办人员核定。"),
    "yes": (Outcome.ELIGIBLE, "符合。"),
    "no": (Outcome.INELIGIBLE, "已有职称者不得再“初次确定”，请按通知选择其他申报类别。"),
}


def judge_not_yet_held(requirement: NotYetHeld, claim: Claim) -> list[Finding]:
    """The level sought, or a higher one, must not be held already; "first" means that nothing lower is held either."""
    held, sought = claim.dossier.title_held, claim.dossier.title_sought
    if held is None:
        message = "要求：申报的职称高于现有职称。现有：没有填报现有职称。"
        return [Finding(claim.clause, "not_yet_held", Outcome.ELIGIBLE, message)]
    answered: dict[str, str] = {}
    if held.level.rank >= sought.level.rank and held.series is sought.series:
        outcome, advice = Outcome.INELIGIBLE, "同一系列已有同级或更高职称，不得重复申报。"
    elif held.level.rank >= sought.level.rank:
        outcome, advice = Outcome.NEEDS_REVIEW, "已在其他系列取得同级或更高职称，能否申报请经办人员核定。"
    elif requirement.first:
        answered = {"P-17": claim.year.parameter.lower_title.value}
        outcome, advice = _LOWER_TITLE[claim.year.parameter.lower_title.value]
    else:
        outcome, advice = Outcome.ELIGIBLE, "符合。"
    message = (
        f"要求：申报的职称高于现有职称。现有：{held.series.label}{held.level.label}（{held.obtained_on}取得），"
        f"申报{sought.series.label}{sought.level.label}。{advice}"
    )
    facts: dict[str, object] = {
        "held": _facts(held.series, held.level),
        "sought": _facts(sought.series, sought.level),
    }
    return [Finding(claim.clause, "not_yet_held", outcome, message, facts, answered)]


def judge_level_given(requirement: LevelGiven, claim: Claim) -> list[Finding]:
    """A level that the route cannot give, or that the series does not have, is a slip of the form: returnable."""
    held, sought = claim.dossier.title_held, claim.dossier.title_sought
    levels, answered = _levels(requirement, claim)
    if requirement.next_level and held is not None and not levels:
        return []  # there is no higher level: a finding of the present title
    facts: dict[str, object] = {"sought": sought.level.value, "given": [level.value for level in levels]}
    if levels and sought.level not in levels:
        given = "或".join(level.label for level in levels)
        message = f"要求：本类别可申报{given}。现有：申报{sought.level.label}。请更正申报的职称层级。"
        return [Finding(claim.clause, "level_given", Outcome.RETURNABLE, message, facts, answered)]
    if sought.level not in claim.year.title_names[sought.series]:
        message = f"要求：申报本系列设有的层级。现有：{sought.series.label}系列没有{sought.level.label}。请更正申报的职称层级。"
        return [Finding(claim.clause, "level_given", Outcome.RETURNABLE, message, facts, answered)]
    if not levels:
        return []
    message = f"申报{sought.series.label}{sought.level.label}，本类别可以授予。"
    return [Finding(claim.clause, "level_given", Outcome.ELIGIBLE, message, facts, answered)]


def judge_present_title(_: PresentTitle, claim: Claim) -> list[Finding]:
    """3.6: a title below 正高, in the series and specialty sought, obtained before the first of the required years."""
    held, sought = claim.dossier.title_held, claim.dossier.title_sought

    def found(code: str, outcome: Outcome, message: str, **facts: object) -> Finding:
        return Finding(claim.clause, code, outcome, message, facts)

    if held is None:
        message = "要求：已取得职称。现有：没有填报现有职称，不能高定。请按初次确定或授予申报。"
        return [found("present_title", Outcome.INELIGIBLE, message)]
    if held.level is TitleLevel.SENIOR:
        message = "要求：认定现专业高一级职称。现有：正高级，没有更高一级，不符合此项。"
        return [found("present_title", Outcome.INELIGIBLE, message, held=held.level.value)]
    same_as = "要求：认定现专业高一级职称。"
    have = f"现有：{held.series.label}（{held.specialty}），申报{sought.series.label}（{sought.specialty}）。"
    findings = []
    if held.series is not sought.series:
        advice = "不得改报其他系列。"
        findings.append(
            found("same_series", Outcome.INELIGIBLE, same_as + have + advice, held=held.series.value)
        )
    elif held.specialty.strip() != sought.specialty.strip():
        advice = "专业不完全一致，是否属于现专业请经办人员核定。"
        findings.append(
            found("same_specialty", Outcome.NEEDS_REVIEW, same_as + have + advice, held=held.specialty)
        )
    else:
        findings.append(
            found("same_specialty", Outcome.ELIGIBLE, f"{same_as}{have}符合。", held=held.specialty)
        )
    obtained = claim.begins(held.obtained_on)
    outcome, first = min(
        ((_obtained(obtained, years[0]), years[0]) for years in candidate_years(claim)),
        key=lambda each: each[0].weight,
    )
    advice = {
        Outcome.ELIGIBLE: "符合。",
        Outcome.NEEDS_REVIEW: "在首个年度之内取得，该年度能否计算请经办人员核定。",
        Outcome.INELIGIBLE: "晚于首个年度，三年服务不全在取得职称之后，不符合此项。",
    }[outcome]
    message = f"要求：在{first}年之前取得现有职称。现有：{held.obtained_on}取得。{advice}"
    return [
        *findings,
        found("title_obtained", outcome, message, obtained_on=str(held.obtained_on), first_year=first),
    ]


def _obtained(obtained: date, first_year: int) -> Outcome:
    if obtained.year < first_year:
        return Outcome.ELIGIBLE
    return Outcome.NEEDS_REVIEW if obtained.year == first_year else Outcome.INELIGIBLE


def _levels(requirement: LevelGiven, claim: Claim) -> tuple[tuple[TitleLevel, ...], dict[str, str]]:
    """The levels that the path gives here, and the parameters that decided it."""
    if requirement.next_level:
        held = claim.dossier.title_held
        rank = held.level.rank if held else len(TitleLevel)
        return tuple(level for level in TitleLevel if level.rank == rank + 1), {}
    fixed = claim.path.level_by_diploma
    if fixed is None:
        return requirement.levels, {}
    answer = claim.year.parameter.junior_level.value
    return (requirement.levels if answer == "technician_or_assistant" else (fixed,)), {"P-05": answer}


def _facts(series: Series, level: TitleLevel) -> dict[str, str]:
    return {"series": series.value, "level": level.value}
