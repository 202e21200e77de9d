"""Which units' submissions come back: the share returned of those recommended."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.policy.year import PolicyYear
from zhicheng.review.figures.reach import Reach
from zhicheng.review.figures.returned import units as all_units
from zhicheng.web.chart import Series, bars
from zhicheng.web.figures.figure import Cell, Figure, listed

DRAWN, TOLD = 6, 100


def units(session: Session, reach: Reach, _year: PolicyYear, _now: datetime) -> Figure:
    """The units with the most returned submissions."""
    found = all_units(session, reach)
    handed_in, returned = sum(one.handed_in for one in found), sum(one.returned for one in found)
    shown = [one for one in found[:DRAWN] if one.returned]
    rows = [
        (
            Cell(one.name),
            listed(one.handed_in, reach.cycle, unit_is=one.name, handed_in_is="1"),
            listed(one.returned, reach.cycle, unit_is=one.name, returned_is="1"),
            Cell(f"{one.share:.0%}"),
        )
        for one in found[:TOLD]
    ]
    return Figure(
        f"{len(found):,} 家单位推荐 {handed_in:,} 件，其中 {returned:,} 件至少退回过一次"
        f"（{returned / handed_in:.0%}）。"
        if handed_in
        else "本年度还没有单位推荐的申报。",
        f"推荐单位即申报所填用人单位，同名合计；按退回件数从多到少，表中列前 {TOLD} 家。",
        lambda width: bars(
            [one.name for one in shown],
            [
                Series("退回过", [one.returned for one in shown], "b"),
                Series("未退回", [one.handed_in - one.returned for one in shown], "e"),
            ],
            width,
            [f"{one.returned:,}/{one.handed_in:,}，{one.share:.0%}" for one in shown],
        ),
        ("推荐单位", "提交件数", "退回过的件数", "退回比例"),
        rows,
    )
