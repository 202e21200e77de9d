"""退回补正通知: everything to mend in one list, until when, how often still, and what will not wait (clause 6.1)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.checks.run_checks import latest_run
from zhicheng.intake.in_words import case_in_words
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing_day
from zhicheng.letter.compose import compose
from zhicheng.letter.text import LetterText, in_words, items, minute_in_words, paragraphs, warnings
from zhicheng.policy.holidays import days_off_between, long_break
from zhicheng.policy.wording import Wording
from zhicheng.policy.year import PolicyYear
from zhicheng.review.defects import Wrong, defects_of


def return_letter(
    session: Session,
    year: PolicyYear,
    submission: Submission,
    opinion: str,
    returned_at: datetime,
    due_at: datetime,
) -> LetterText:
    """The letter that a return with this opinion sends; nothing is stored."""
    run = latest_run(session, submission)
    wrong = defects_of(opinion, run.findings if run else ())
    wording = year.wording["return_letter"]
    facts = case_in_words(year, submission, returned_at) | {
        "returned_at": minute_in_words(returned_at),
        "due_at": minute_in_words(due_at),
        "hours": year.window.resubmit_within_hours,
        "count": len(wrong),
        "next_round": submission.rounds + 1,
    }
    deadline = "\n".join(wording.say(part, facts) for part in ("deadline", "late", "rounds_left"))
    return compose(
        wording,
        facts,
        sender=year.issuing_body,
        day=beijing_day(returned_at),
        lines=(
            *paragraphs(wording.say("opening", facts)),
            *items([one_of(wording, one, facts) for one in wrong]),
            *paragraphs(deadline),
            *warnings(*slow_cures(year, wrong, facts), holiday_ahead(year, returned_at, due_at, facts)),
            *paragraphs(wording.say("closing", facts)),
        ),
    )


def one_of(wording: Wording, wrong: Wrong, facts: dict[str, object]) -> str:
    """A line of the list."""
    part = "defect_with_clause" if wrong.clause else "defect"
    return wording.say(part, facts | {"clause": wrong.clause, "defect": wrong.text})


def slow_cures(year: PolicyYear, wrong: Sequence[Wrong], facts: dict[str, object]) -> Iterable[str]:
    """A warning for each cure that takes longer than the deadline (clause 4.2)."""
    for cure in year.cures.slow:
        if any(one.takes_longer(cure) for one in wrong):
            yield year.wording["return_letter"].say(
                "slow_cure", facts | {"what": cure.what, "days": cure.days}
            )


def holiday_ahead(year: PolicyYear, returned_at: datetime, due_at: datetime, facts: dict[str, object]) -> str:
    """A warning where a long holiday lies in the hours that run; the hours run on (domain.md 5.3)."""
    first, last = beijing_day(returned_at), beijing_day(due_at)
    found = long_break(year.calendar, first, last, year.cures.long_holiday_days)
    if found is None:
        return ""
    names = "、".join(dict.fromkeys(off.name for off in days_off_between(*found)))
    return year.wording["return_letter"].say(
        "holiday",
        facts
        | {
            "holiday": names or "连续休息日",
            "first": in_words(found[0]),
            "last": in_words(found[1]),
            "days_off": (found[1] - found[0]).days + 1,
        },
    )
