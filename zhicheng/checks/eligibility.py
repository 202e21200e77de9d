"""Section 3 of the notice: which path and which diploma carry the claim, and what every requirement says of it."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

import msgspec

from zhicheng.checks.claim import Claim
from zhicheng.checks.credential import judge_degree, judge_diploma, judge_exit
from zhicheng.checks.finding import Finding, earliest, worst
from zhicheng.checks.grades import judge_grades
from zhicheng.checks.service import judge_service
from zhicheng.checks.title import judge_level_given, judge_not_yet_held, judge_present_title
from zhicheng.checks.work import judge_work
from zhicheng.checks.workplace import judge_workplace
from zhicheng.policy.requirement import (
    DegreeHeld,
    Diploma,
    Grades,
    LevelGiven,
    NotYetHeld,
    PostdoctoralExit,
    PresentTitle,
    Requirement,
    Service,
    Work,
    Workplace,
)
from zhicheng.policy.vocabulary import Outcome

_MONTH_ONLY = "（有关日期只精确到月，按该月首日与末日理解结论不同，请补充到日或由经办人员核定。）"


def judge_section_three(claim: Claim) -> list[Finding]:
    """The route's own requirements, and those of the claim's path with a line on which path was taken."""
    at_route = claim.at_route()
    shared = [found for each in claim.route.requirement for found in _judge_both_ends(each, at_route)]
    own = [found for each in claim.path.requirement for found in _judge_both_ends(each, claim)]
    if claim.clause == claim.route.clause:
        return [*shared, *own]
    return [_path_taken(claim, own), *shared, *own]


def badness(findings: Iterable[Finding]) -> tuple[int, date, int]:
    """How claims are compared: by worst outcome, then by the day on which they would hold, then by what is wanting."""
    listed = list(findings)
    return (
        worst(listed).weight,
        earliest(listed) or date.max,
        sum(found.outcome.weight > Outcome.ELIGIBLE.weight for found in listed),
    )


def _judge(requirement: Requirement, claim: Claim) -> list[Finding]:  # noqa: PLR0911 - one line per kind
    match requirement:
        case Diploma():
            return judge_diploma(requirement, claim)
        case DegreeHeld():
            return judge_degree(requirement, claim)
        case PostdoctoralExit():
            return judge_exit(requirement, claim)
        case Work():
            return judge_work(requirement, claim)
        case Workplace():
            return judge_workplace(requirement, claim)
        case Grades():
            return judge_grades(requirement, claim)
        case Service():
            return judge_service(requirement, claim)
        case PresentTitle():
            return judge_present_title(requirement, claim)
        case LevelGiven():
            return judge_level_given(requirement, claim)
        case NotYetHeld():
            return judge_not_yet_held(requirement, claim)
        case _:
            assert_never(requirement)


def _judge_both_ends(requirement: Requirement, claim: Claim) -> list[Finding]:
    """P-15: dates known to the month are read against the applicant; where the other end differs, a person decides."""
    against = _judge(requirement, claim)
    if claim.favourable or not claim.month_dates:
        return against
    other = _judge(requirement, claim.read_favourably())
    if worst(against) is worst(other):
        return against
    worse, better = sorted((against, other), key=lambda found: -worst(found).weight)
    limit = worst(better).weight
    answered: dict[str, str] = {"P-15": claim.year.parameter.month_precision.value}
    return [
        found
        if found.outcome.weight <= limit
        else msgspec.structs.replace(
            found,
            outcome=Outcome.NEEDS_REVIEW,
            message=found.message + _MONTH_ONLY,
            parameters=found.parameters | answered,
            earliest_on=None,
        )
        for found in worse
    ]


def _path_taken(claim: Claim, own: list[Finding]) -> Finding:
    outcome = worst(own)
    message = f"按“{claim.path.label}”（{claim.path.clause}）核对，结论：{outcome.label}。"
    return Finding(
        claim.route.clause, "path", outcome, message, {"path": claim.path.clause}, earliest_on=earliest(own)
    )
