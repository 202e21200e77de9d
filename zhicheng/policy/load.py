"""Read a year's file strictly: a wrong key or value is refused with file, key path and what was expected."""

import hashlib
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.workdays import WorkCalendar
from zhicheng.policy.consistency import faults
from zhicheng.policy.load_wording import read_cures, read_wordings, wording_folder
from zhicheng.policy.strict import decode
from zhicheng.policy.year import PolicyYear, YearFile

HERE = Path(__file__).parent
_CYCLE = re.compile(r"\d{4}", re.ASCII)


class DaysOff(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday, both ends included."""

    name: str
    first: date
    last: date
    of: Literal["national", "xinjiang"]
    source: str
    confirmed: bool


class DayWorked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A weekend day that is worked in exchange."""

    name: str
    day: date
    of: Literal["national", "xinjiang"]
    source: str
    confirmed: bool


class CalendarFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file ``calendars/<year>.toml``."""

    schema: Literal["zhicheng.calendar/1"]
    year: int
    off: tuple[DaysOff, ...]
    worked: tuple[DayWorked, ...]


def cycles() -> list[str]:
    """The cycles whose files are there."""
    return sorted(path.stem for path in (HERE / "years").glob("*.toml"))


@cache
def load_year(cycle: str) -> PolicyYear:
    """The policy of ``cycle``, whole and consistent, or a Refusal ``bad_input`` that says where the file is wrong."""
    path = HERE / "years" / f"{cycle}.toml"
    if _CYCLE.fullmatch(cycle) is None or not path.is_file():
        known = "、".join(cycles())
        raise Refusal(
            RefusalCode.BAD_INPUT, f"没有{cycle[:20]}年度的政策文件，现有：{known}。", cycle=cycle[:20]
        )
    return read_year(path, HERE / "calendars")


def read_year(path: Path, calendars: Path) -> PolicyYear:
    """Read a year's file, all work calendars and the year's wordings from the given places."""
    content = path.read_bytes()
    file = decode(path, content, YearFile)
    found = faults(file)
    if file.cycle != path.stem:
        found = [f"cycle：应与文件名一致（{path.stem}），现为{file.cycle}", *found]
    if found:
        raise Refusal(
            RefusalCode.BAD_INPUT, f"政策文件{path.name}有误。" + "；".join(found) + "。", file=path.name
        )
    wordings = wording_folder(path, HERE / "years")
    calendar_paths = sorted(calendars.glob("*.toml"))
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in calendar_paths)).hexdigest()
    return PolicyYear(
        **{name: getattr(file, name) for name in YearFile.__struct_fields__},
        sha256=f"sha256:{hashlib.sha256(content).hexdigest()}",
        calendar_sha256=f"sha256:{digest}",
        calendar=work_calendar(calendar_paths),
        routes={route.code: route for route in file.route},
        materials={material.kind: material for material in file.material},
        title_names={titles.series: titles.names for titles in file.titles},
        wording=read_wordings(wordings),
        cures=read_cures(wordings),
    )


def work_calendar(paths: list[Path]) -> WorkCalendar:
    """All the years given, as one table."""
    files = [read_calendar(path) for path in paths]
    return WorkCalendar(
        years=frozenset(file.year for file in files),
        days_off=frozenset(
            off.first + timedelta(days=number)
            for file in files
            for off in file.off
            for number in range((off.last - off.first).days + 1)
        ),
        days_worked=frozenset(worked.day for file in files for worked in file.worked),
    )


def read_calendar(path: Path) -> CalendarFile:
    """One calendar file; days outside its year, or a holiday that ends before it begins, are refused."""
    file = decode(path, path.read_bytes(), CalendarFile)
    for number, off in enumerate(file.off):
        if not (off.first.year == off.last.year == file.year and off.first <= off.last):
            message = f"工作日历{path.name}有误。off[{number}]：应在{file.year}年内且首日不晚于末日，"
            raise Refusal(RefusalCode.BAD_INPUT, f"{message}现为{off.first}至{off.last}。", file=path.name)
    for number, worked in enumerate(file.worked):
        if worked.day.year != file.year:
            message = (
                f"工作日历{path.name}有误。worked[{number}].day：应在{file.year}年内，现为{worked.day}。"
            )
            raise Refusal(RefusalCode.BAD_INPUT, message, file=path.name)
    return file
