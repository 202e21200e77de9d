"""A submission in the words that letters and templates use."""

from datetime import datetime

from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing_day
from zhicheng.letter.text import in_words, minute_in_words
from zhicheng.policy.load import load_year
from zhicheng.policy.vocabulary import Series, TitleLevel
from zhicheng.policy.year import PolicyYear


def title_in_words(year: PolicyYear, series: Series, level: TitleLevel) -> str:
    """The title by its usual name, or its level where the series has no name for it."""
    names = year.title_names.get(series, {}).get(level)
    return names[0] if names else level.label


def round_in_words(submission: Submission) -> str:
    """Which round it is of how many: ``2/3``."""
    return f"{submission.rounds}/{load_year(submission.cycle).window.rounds}"


def case_in_words(year: PolicyYear, submission: Submission, now: datetime) -> dict[str, object]:
    """What every letter about a case can say: fact name (policy/slots.py) -> words."""
    series, level = submission.title_sought_series, submission.title_sought_level
    at = submission.submitted_at
    return {
        "body": year.issuing_body,
        "office": submission.office.label,
        "cycle": year.cycle,
        "number": submission.number,
        "name": submission.applicant.name,
        "unit": submission.employer.name,
        "title": title_in_words(year, series, level),
        "series": series.label,
        "specialty": submission.title_sought_specialty,
        "level": level.label,
        "route": year.routes[submission.route].label,
        "round": submission.rounds,
        "rounds": year.window.rounds,
        "day": in_words(beijing_day(now)),
        "submitted_at": minute_in_words(at) if at else "",
    }
