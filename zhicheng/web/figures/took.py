"""How long applicants waited for a decision."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.policy.year import PolicyYear
from zhicheng.review.figures.reach import Reach
from zhicheng.review.figures.took import SPANS, days_taken, within
from zhicheng.web.chart import Series, columns
from zhicheng.web.figures.figure import Cell, Figure, listed


def took(session: Session, reach: Reach, _year: PolicyYear, _now: datetime) -> Figure:
    """In spans of days, with the days within which half and nine tenths were decided."""
    taken = days_taken(session, reach)
    numbers = [sum(number for days, number in taken if first <= days <= last) for first, last in SPANS]
    whole = sum(numbers)
    used = max((place for place, number in enumerate(numbers) if number), default=0) + 1
    labels = [span_words(*span) for span in SPANS]
    rows = [
        (
            Cell(label),
            listed(number, reach.cycle, took_is=f"{first}-{last}"),
            Cell(f"{number / whole:.0%}"),
        )
        for label, number, (first, last) in zip(labels, numbers, SPANS, strict=True)
        if whole
    ]
    return Figure(
        f"已办结 {whole:,} 件：半数在 {within(taken, 0.5)} 天内，九成在 {within(taken, 0.9)} 天内，"
        f"最长 {taken[-1][0]} 天。"
        if whole
        else "本年度还没有办结的申报。",
        "从首次提交到复核通过或不通过，按日历天数计，退回补正的时间计算在内。",
        lambda width: columns(labels[:used], [Series("办结件数", numbers[:used], "a")], width),
        ("用时", "件数", "占比"),
        rows,
    )


def span_words(first: int, last: int) -> str:
    """``2–3 天``, ``60 天以上``."""
    return f"{first}–{last} 天" if last < SPANS[-1][1] else f"{first - 1} 天以上"
