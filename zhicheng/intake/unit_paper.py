"""The three papers that a unit hands in (notice 4.7, annexes 1 to 3): filled from submissions, or blank."""

from collections.abc import Mapping, Sequence
from datetime import date

from zhicheng.intake.in_words import title_in_words
from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.partial_date import PartialDate
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.text import LetterText, Line, in_words
from zhicheng.policy.slots import SLOTS
from zhicheng.policy.wording import Wording
from zhicheng.policy.year import PolicyYear

BLANK = "　　　　"
BLANK_DAY = "　　　　年　　月　　日"
FEWEST_ROWS = 5


class UnitPaper(Choice):
    """Which paper; the code is the name of its wording."""

    PUBLICITY = "unit_publicity", "推荐单位公示"
    RESULT = "unit_publicity_result", "推荐单位公示结果"
    REPORT = "unit_report", "推荐报告"


def unit_paper(year: PolicyYear, paper: UnitPaper, submissions: Sequence[Submission] = ()) -> LetterText:
    """The paper for these submissions, which come from one unit and take one route; without any, blank.

    Several persons stand in one publicity list; result and report are about one person each.
    Raises Refusal ``bad_input`` where the persons cannot share a paper.
    """
    must_go_together(paper, submissions)
    wording = year.wording[paper.value]
    each = [person_in_words(year, one, place) for place, one in enumerate(submissions, start=1)]
    blank = blank_facts(year, wording)
    facts = (each[0] if each else blank) | {"count": len(each) or BLANK}
    listed = paper is UnitPaper.PUBLICITY
    opening, *rest = [part for part in SLOTS[wording.name].parts if part not in ("title", "addressee")]
    signature = wording.say("signature", facts) + "\n" + wording.say("signed_on", facts)
    after = [
        wording.say(part, facts) for part in rest if part not in ("signature", "signed_on", "department")
    ]
    return LetterText(
        title=wording.say("title", facts),
        sender=str(facts["unit"]).strip(),
        number="",
        addressee=wording.say("addressee", facts) if "addressee" in wording.part else "",
        lines=with_room(wording.say(opening, facts)),
        pairs=() if listed else tuple(wording.rows(facts)),
        heads=tuple(row.label for row in wording.row) if listed else (),
        rows=tuple(table(wording, each)) if listed else (),
        after=with_room("\n".join(after)),
        signature=tuple(signature.splitlines()),
        postscript=with_room(wording.say("department", facts)) if "department" in wording.part else (),
        day=year.closing_day,
    )


def with_room(text: str) -> tuple[Line, ...]:
    """A line a paragraph; an empty one is room to write."""
    return tuple(Line("paragraph", line.rstrip()) for line in text.splitlines())


def must_go_together(paper: UnitPaper, submissions: Sequence[Submission]) -> None:
    """Refuse ``bad_input`` for persons of several units, routes or years, or several where the paper is about one."""
    shared = {(one.employer_id, one.route, one.cycle) for one in submissions}
    if len(shared) > 1 or (len(submissions) > 1 and paper is not UnitPaper.PUBLICITY):
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"{paper.label}合并出具的，应为同一单位、同一年度、同一类别的申报，且只有公示可以多人一份；"
            f"现有 {len(submissions)} 件不能合并。请分别出具。",
        )


def table(wording: Wording, people: Sequence[Mapping[str, object]]) -> list[tuple[str, ...]]:
    """One line a person; empty lines where there is nobody yet."""
    if not people:
        return [("",) * len(wording.row)] * FEWEST_ROWS
    return [tuple(" ".join(value.split()) for _, value in wording.rows(person)) for person in people]


def blank_facts(year: PolicyYear, wording: Wording) -> dict[str, object]:
    """Room to write by hand, besides what the year says."""
    facts: dict[str, object] = dict.fromkeys(SLOTS[wording.name].knows, BLANK)
    return facts | year_in_words(year) | {"first": BLANK_DAY, "last": BLANK_DAY}


def year_in_words(year: PolicyYear) -> dict[str, object]:
    """What is the same on every paper of the year."""
    return {
        "cycle": year.cycle,
        "body": year.issuing_body,
        "basis": "、".join(year.basis),
        "working_days": year.publicity.working_days,
    }


def person_in_words(year: PolicyYear, submission: Submission, place: int) -> dict[str, object]:
    """One person's facts as declared; room to write where nothing was."""
    person, unit = submission.applicant, submission.employer
    schooling = max(submission.education, key=lambda one: one.completed_on, default=None)
    degree = max(submission.degrees, key=lambda one: one.conferred_on, default=None)
    post = max(submission.employment, key=lambda one: one.from_, default=None)
    held = submission.title_held_level
    series, level, route = (
        submission.title_sought_series,
        submission.title_sought_level,
        year.routes[submission.route],
    )
    held_title = ""
    if held and submission.title_held_series:
        held_title = title_in_words(year, submission.title_held_series, held)
    return year_in_words(year) | {
        "place": place,
        "name": person.name,
        "sex": person.sex.label,
        "birth_month": f"{person.birth_date.year}年{person.birth_date.month}月",
        "education": schooling.level.label if schooling else "",
        "degree": degree.degree.label if degree else "",
        "post": post.post if post else BLANK,
        "held": held_title or "无",
        "held_on": month_in_words(submission.title_held_obtained_on),
        "title": title_in_words(year, series, level),
        "series": series.label,
        "specialty": submission.title_sought_specialty,
        "level": level.label,
        "route": route.label,
        "route_clause": route.clause,
        "unit": unit.name,
        "department": unit.supervising_department or BLANK,
        "first": day_in_words(submission.publicity_from),
        "last": day_in_words(submission.publicity_to),
        "result_on": day_in_words(submission.publicity_result_on),
        "report_on": day_in_words(submission.publicity_report_on),
        "objections": objections_in_words(submission.publicity_objections),
        "appraisals": "；".join(f"{one.year}年{one.result.label}" for one in submission.appraisals) or BLANK,
        "count": 1,
    }


def objections_in_words(objections: bool | None) -> str:
    """What the publicity came to; room for both where nobody said."""
    return {True: "有异议，处理情况：", False: "未收到异议。", None: "□未收到异议　□有异议，处理情况："}[
        objections
    ]


def day_in_words(day: date | None) -> str:
    """The day, or room for one."""
    return in_words(day) if day else BLANK_DAY


def month_in_words(day: PartialDate | None) -> str:
    """As exactly as it is known; nothing where there is none."""
    if day is None:
        return ""
    return in_words(day.earliest) if day.known_to_the_day else f"{day.earliest.year}年{day.earliest.month}月"
