"""业务指南 for staff: a year told in plain Chinese, from the year's data and nothing else."""

from collections.abc import Iterator
from datetime import date

import msgspec

from zhicheng.kernel.workdays import ONE_DAY, nth_working_day
from zhicheng.policy.material import Condition, Material
from zhicheng.policy.parameters import NUMBERS, Answer
from zhicheng.policy.requirement import (
    Diploma,
    Grades,
    LevelGiven,
    NotYetHeld,
    Requirement,
    Service,
    Work,
    Workplace,
)
from zhicheng.policy.vocabulary import EducationLevel
from zhicheng.policy.year import Path, PolicyYear, Route


class Question(msgspec.Struct, frozen=True):
    """An open question with the answer in force, and the others."""

    number: str
    question: str
    answer: str
    others: tuple[str, ...]


def questions(year: PolicyYear) -> list[Question]:
    """P-01 … P-22 in order."""
    return [_question(number, getattr(year.parameter, field)) for field, number in NUMBERS.items()]


def asks(requirement: Requirement, path: Path | None) -> str:  # noqa: PLR0911 - one line per kind
    """One requirement as a sentence without its full stop."""
    match requirement:
        case Diploma(label=label, doubtful=doubtful):
            asked = f"{label}，{'须为全日制' if requirement.full_time else '不要求全日制'}"
            return f"{asked}；{_levels(doubtful)}须人工核定" if doubtful else asked
        case Work():
            since = "此前的工作经历按 P-03 处理" if requirement.earlier_may_count else "毕业之前的工作不计"
            what = "本专业工作" if requirement.same_specialty else "专业技术工作"
            years = f"满 {path.years} 年" if path else "满所需年限"
            return f"连续从事{what}{years}，自取得学历、学位或出站之日起算；{since}"
        case Workplace():
            places = "、".join(place.label for place in requirement.places)
            doubtful_places = "、".join(place.label for place in requirement.doubtful)
            return f"在{places}工作；{doubtful_places}按 P-11，部分年限在别处按 P-12"
        case Grades():
            failing = "、".join(result.label for result in requirement.failing)
            doubtful_grades = "、".join(result.label for result in requirement.doubtful)
            return f"{requirement.label}（{failing}不符合，{doubtful_grades}须人工核定）"
        case Service():
            kinds = "、".join(kind.label for kind in requirement.kinds)
            return f"所需年度连续参加{kinds}"
        case LevelGiven():
            if requirement.next_level:
                return "申报层级为现有职称的高一级"
            levels = "、".join(level.label for level in requirement.levels)
            return f"可以申报{levels}"
        case NotYetHeld():
            lower = "；已有较低职称的按 P-17" if requirement.first else ""
            return f"没有同一系列同级或更高的职称{lower}"
        case _:
            label = getattr(requirement, "label", "")
            return label or "已取得职称，系列、专业与申报一致，且在所需年度之前取得"


def publicity_end(year: PolicyYear, start: date) -> date:
    """The last day of the shortest publicity that begins on ``start`` (4.7, P-10)."""
    first = start if year.parameter.publicity_counting.value == "W-incl" else start + ONE_DAY
    return nth_working_day(first, year.publicity.working_days, year.calendar)


def who_hands_in(year: PolicyYear, material: Material, route: Route | None = None) -> str:
    """Who must hand in a kind of material; among those of ``route``, where one is named."""
    if material.kind == year.foreign_study.material:
        return "用国外学历、学位申报的"
    if material.kind == year.continuing_education.exemption:
        return "符合免学政策、不交继续教育证书的"
    if material.yearly == "continuing_education":
        kinds = "、".join(kind.label for kind in year.continuing_education.employer_kinds)
        return f"{kinds}的，所需每个年度一份（P-18）"
    if material.yearly == "appraisal":
        return "全部，所需每个年度一份（P-04）"
    if not material.when:
        return "自愿提供"
    asked = [one for one in material.when if route is None or _reaches(one, route)]
    return "；".join(dict.fromkeys(_condition(year, one, route) for one in asked))


def materials_of(year: PolicyYear, route: Route) -> list[Material]:
    """Materials that this route may demand, in the order of the year."""
    return [one for one in year.material if _touches(one, route)]


def _touches(material: Material, route: Route) -> bool:
    if not material.when:
        return material.yearly is not None
    return any(_reaches(condition, route) for condition in material.when)


def _reaches(condition: Condition, route: Route) -> bool:
    return not condition.routes or route.code in condition.routes


def _condition(year: PolicyYear, condition: Condition, route: Route | None) -> str:
    return "，".join(_parts(year, condition, route)) or "全部"


def _parts(year: PolicyYear, condition: Condition, route: Route | None) -> Iterator[str]:
    if condition.routes and route is None:
        yield "、".join(year.routes[code].short_label for code in condition.routes)
    if condition.employer_kinds:
        yield "、".join(kind.label for kind in condition.employer_kinds)
    if condition.series:
        series = "、".join(one.label for one in condition.series)
        yield f"{series}系列"
    if condition.level_at_least:
        yield f"{condition.level_at_least.label}及以上"
    if condition.declared:
        yield {"education": "填报了学历的", "degrees": "填报了学位的"}[condition.declared]


def _levels(levels: tuple[EducationLevel, ...]) -> str:
    return "、".join(dict.fromkeys(level.label for level in levels))


def _question(number: str, answer: Answer[str]) -> Question:
    others = tuple(words for code, words in answer.alternatives.items() if code != answer.value)
    return Question(number, answer.question, answer.alternatives[answer.value], others)
