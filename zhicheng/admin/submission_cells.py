"""How a submission's facts look in a list: the few that are more than a column."""

from typing import Any

from flask import g
from markupsafe import Markup

from zhicheng.admin.exporting import Cell
from zhicheng.admin.presentation import NOTHING, whole
from zhicheng.checks.latest import CheckTally, latest_outcome
from zhicheng.door import present
from zhicheng.intake.in_words import round_in_words, title_in_words
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing, minute
from zhicheng.language.chosen import in_chinese
from zhicheng.language.say import say
from zhicheng.policy.load import cycles, load_year
from zhicheng.policy.vocabulary import Series, TitleLevel

URGENT_HOURS = 6
MOST_CLAUSES = 3


def route_choices() -> list[tuple[str, str]]:
    """Every route of every year that we know, by its short name."""
    return list(
        {route.code: route.short_label for cycle in cycles() for route in load_year(cycle).route}.items()
    )


def title_name(row: Submission) -> str:
    """The title sought by its usual name: ``工程师``."""
    return title_in_words(load_year(row.cycle), row.title_sought_series, row.title_sought_level)


def title_text(cycle: str, series: Series, specialty: str, level: TitleLevel) -> str:
    """``机械 → 工程师``, for a file."""
    return f"{specialty} → {title_in_words(load_year(cycle), series, level)}"


EXPORT_CELLS = {
    "sought": Cell(
        ("cycle", "title_sought_series", "title_sought_specialty", "title_sought_level"), title_text
    ),
    "rounds": Cell(("rounds", "cycle"), lambda made, cycle: f"{made}/{load_year(cycle).window.rounds}"),
    "checks": Cell((latest_outcome(),), lambda outcome: outcome.label if outcome else ""),
}
"""What the file of the list says where a column is made of several, or of another table."""


def number(_view: Any, _context: Any, row: Submission, _name: str) -> Markup:
    """The number, never broken over two lines."""
    return whole(row.number)


def route(_view: Any, _context: Any, row: Submission, _name: str) -> Markup:
    """The route by its short name."""
    known = load_year(row.cycle).routes.get(row.route)
    return whole(say(known.short_label) if known else NOTHING)


def sought(_view: Any, _context: Any, row: Submission, _name: str) -> Markup:
    """What is applied for; the series on pointing."""
    series = row.title_sought_series.label
    told = f"{series}系列" if in_chinese() else say(series)
    return Markup('<span title="%s">%s <span class="nowrap">→ %s</span></span>') % (
        told,
        row.title_sought_specialty,
        title_name(row),
    )


def rounds(_view: Any, _context: Any, row: Submission, _name: str) -> str:
    """``2/3``."""
    return round_in_words(row)


def came(_view: Any, _context: Any, row: Submission, _name: str) -> Any:
    """When the latest round came, short."""
    if row.submitted_at is None:
        return NOTHING
    return whole(f"{beijing(row.submitted_at):%m-%d %H:%M}")


def checked(_view: Any, _context: Any, row: Submission, _name: str) -> Any:
    """``✓12 ?1 ✗0`` of the newest run, said in words too; behind it the first clauses that fail."""
    found: CheckTally | None = g.get("check_tallies", {}).get(row.id)
    if found is None:
        return NOTHING
    all_fit = len(found.clauses) <= MOST_CLAUSES
    named = found.clauses if all_fit else (*found.clauses[: MOST_CLAUSES - 1], "…")
    return Markup(
        '<span class="tally"><span class="ok"><span class="quiet-words">%s</span><span aria-hidden="true">✓</span>%s</span> '
        '<span class="%s"><span class="quiet-words">%s</span><span aria-hidden="true">?</span>%s</span> '
        '<span class="%s"><span class="quiet-words">%s</span><span aria-hidden="true">✗</span>%s</span>'
        '<span class="muted small"> %s</span></span>'
    ) % (
        say("符合"),
        found.hold,
        "ask" if found.ask else "muted",
        say("须核定"),
        found.ask,
        "bad" if found.wrong else "muted",
        say("有问题"),
        found.wrong,
        " ".join(named),
    )


def due(_view: Any, _context: Any, row: Submission, _name: str) -> Any:
    """How long a returned one has left."""
    if row.due_at is None:
        return NOTHING
    hours = (row.due_at - present()).total_seconds() / 3600
    words = say(
        "已到期" if hours <= 0 else f"剩 {int(hours * 60)} 分钟" if hours < 1 else f"剩 {int(hours)} 小时"
    )
    return Markup('<time class="deadline nowrap{}" datetime="{}" title="{}" data-deadline>{}</time>').format(
        " urgent" if hours < URGENT_HOURS else "",
        row.due_at.isoformat(),
        say(f"{minute(row.due_at)}（北京时间）"),
        words,
    )
