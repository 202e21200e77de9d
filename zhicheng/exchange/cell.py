"""From a cell of a spreadsheet to a value of a case file. What cannot be read stays as it is: the case file says why not."""

import re
from datetime import date, datetime

from zhicheng.kernel.clock import BEIJING

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)", re.ASCII)
_FLAGS = {
    "是": True,
    "有": True,
    "true": True,
    "1": True,
    "否": False,
    "无": False,
    "false": False,
    "0": False,
}


class DigitsLost(ValueError):
    """A number where text must stand: a spreadsheet keeps fifteen digits of a number and drops the rest."""


def text_of(cell: object) -> str | None:
    """Text; a whole number as its digits."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() or None


def number_of(cell: object) -> str | None:
    """An identity number or the like, which must be text: as a number it has lost digits already."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise DigitsLost
    return text_of(cell)


def date_of(cell: object) -> object:
    """A day, or a month where only that is known: ``2024-06-21``, ``2024/6``, ``2024年6月21日``, or a date cell."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = text_of(cell)
    found = _DATE.fullmatch(text or "")
    if found is None:
        return text
    year, month, day = found.groups()
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def instant_of(cell: object) -> object:
    """An instant; a spreadsheet knows no zones, so one without a zone is Beijing time."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=BEIJING).isoformat()
    text = text_of(cell)
    try:
        instant = datetime.fromisoformat((text or "").replace("/", "-"))
    except ValueError:
        return text
    return (instant if instant.tzinfo else instant.replace(tzinfo=BEIJING)).isoformat()


def flag_of(cell: object) -> object:
    """是 or 否, or what stands for them."""
    if isinstance(cell, bool):
        return cell
    text = text_of(cell)
    return _FLAGS.get((text or "").lower(), text)


def year_of(cell: object) -> object:
    """A calendar year."""
    text = text_of(cell)
    return int(text) if text and text.isascii() and text.isdigit() else text
