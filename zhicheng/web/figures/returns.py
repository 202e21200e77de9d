"""Why submissions were returned: by clause, the most frequent first."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.policy.notice import load_notice
from zhicheng.policy.year import PolicyYear
from zhicheng.review.figures.reach import Reach
from zhicheng.review.figures.returned import returns_by_clause
from zhicheng.web.chart import pareto
from zhicheng.web.figures.figure import Cell, Figure, listed

MOST = 10
LONGEST = 18


def returns(session: Session, reach: Reach, year: PolicyYear, _now: datetime) -> Figure:
    """The ten clauses that explain most of them in the chart, every clause in the table."""
    named = returns_by_clause(session, reach)
    whole = sum(number for _, number in named)
    rows, together = [], 0
    for clause, number in named:
        together += number
        rows.append(
            (
                Cell(clause),
                Cell(words_of_clause(year, clause)),
                listed(number, reach.cycle, returned_for_is=clause),
                Cell(f"{together / whole:.0%}"),
            )
        )
    few = named[:3]
    sentence = (
        f"退回最多的条款是 {'、'.join(f'{clause}（{number:,} 件）' for clause, number in few)}，"
        f"占全部退回原因的 {sum(number for _, number in few) / whole:.0%}。"
        if named
        else "本年度还没有写明条款的退回。"
    )
    shown = named[:MOST]
    return Figure(
        sentence,
        "按退回意见中写明的通知条款计，每件申报每个条款计一次；一次退回可有多个原因。",
        lambda width: pareto([clause for clause, _ in shown], [number for _, number in shown], width),
        ("条款", "内容", "退回件数", "累计占比"),
        rows,
    )


def words_of_clause(year: PolicyYear, clause: str) -> str:
    """What a clause is about: the materials that it demands, else the route or path that it opens."""
    materials = [one.label for one in year.material if one.clause == clause]
    paths = [path.label for route in year.route for path in route.path if path.clause == clause]
    named = [route.label for route in year.route if route.clause == clause]
    found = materials or named or paths or words_of_notice(year.cycle, clause)
    first = "、".join(found[:3])
    return f"{first}等" if len(found) > 3 else first


def words_of_notice(cycle: str, clause: str) -> list[str]:
    """The heading of the clause in the notice, else how it begins."""
    notice = load_notice(cycle)
    found = [one.heading or one.text for one in notice.clause if one.number == clause] if notice else []
    return [one if len(one) <= LONGEST else f"{one[:LONGEST]}…" for one in found if one]
