"""``policy check``: is a year's file whole, and what should somebody still look at before the year opens?"""

from typing import Literal

import msgspec

from zhicheng.kernel.refusal import Refusal
from zhicheng.policy.desk_file import load_desk
from zhicheng.policy.load import HERE, load_year, read_calendar
from zhicheng.policy.year import PolicyYear


class Remark(msgspec.Struct, frozen=True):
    """One thing found: an error keeps the year from being used, a warning wants a look."""

    weight: Literal["error", "warning"]
    where: str
    message: str


def check_year(cycle: str) -> list[Remark]:
    """Everything found in the year's file and its work calendars; empty when there is nothing to say."""
    try:
        year = load_year(cycle)
        load_desk(cycle)
    except Refusal as refusal:
        return [Remark("error", str(refusal.facts.get("path", "")), refusal.sentence)]
    return [*_wording(year), *_calendar(year), *_titles(year)]


def _wording(year: PolicyYear) -> list[Remark]:
    """Letters that speak in the words of an earlier year."""
    if (HERE / "years" / year.cycle).is_dir():
        return []
    message = f"没有{year.cycle}年度自己的文书用语，沿用以前年度。请复制文件夹years/以前年度/并核对每一份。"
    return [Remark("warning", f"years/{year.cycle}/", message)]


def _calendar(year: PolicyYear) -> list[Remark]:
    needed = {year.window.opens_at.year, year.window.closes_at.year}
    remarks = [
        Remark("error", f"calendars/{each}.toml", f"缺少{each}年的新疆工作日历，公示期无法计算。")
        for each in sorted(needed - year.calendar.years)
    ]
    for each in sorted(needed & year.calendar.years):
        file = read_calendar(HERE / "calendars" / f"{each}.toml")
        remarks += [
            Remark(
                "warning",
                f"calendars/{each}.toml",
                f"{off.name}（{off.first}至{off.last}）尚未对照原文件核实。",
            )
            for off in file.off
            if not off.confirmed
        ]
    return remarks


def _titles(year: PolicyYear) -> list[Remark]:
    """Titles whose names nobody has checked against a source."""
    unread = [titles.series.label for titles in year.titles if titles.source == "GK"]
    if not unread:
        return []
    return [Remark("warning", "titles", f"{len(unread)}个系列的职称名称尚未核实来源：{'、'.join(unread)}。")]
