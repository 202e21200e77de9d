"""The resident identity number, GB 11643: form, calendar date and check digit; never area code or age (domain.md 11)."""

import re
import unicodedata
from datetime import date
from operator import mul
from typing import Literal

_SHAPE = re.compile(r"\d{17}[\dXx]", re.ASCII)
_GAP = r"[\s·.\-\u2010-\u2015]{0,2}"
_WITHIN = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def normal_number(text: str) -> str:
    """One form of what was typed: capitals, no full-width digits, no spaces or invisible characters anywhere."""
    if has_shape(text):
        return text.upper()
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf").upper()


def has_shape(number: str) -> bool:
    """17 digits and a digit or X."""
    return _SHAPE.fullmatch(number) is not None


def numbers_within(text: str) -> list[str]:
    """Every number in ``text``, whatever stands around it: full-width, grouped (650102 19080101 0014), beside a name."""
    plain = unicodedata.normalize("NFKC", text)
    return ["".join(c for c in found if c.isalnum()).upper() for found in _WITHIN.findall(plain)]


def check_digit(number: str) -> str:
    """The check digit that belongs to the first 17 digits."""
    return _CHECK[sum(map(mul, map(int, number[:17]), _WEIGHTS)) % 11]


def birth_date(number: str) -> date | None:
    """The date of birth written in the number, or None where no calendar has that day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex(number: str) -> Literal["male", "female"]:
    """Digit 17: odd is male."""
    return "male" if int(number[16]) % 2 else "female"


def is_valid(number: str) -> bool:
    """Right form, right check digit, and a day that exists."""
    return has_shape(number) and check_digit(number) == number[17].upper() and birth_date(number) is not None


def masked(number: str) -> str:
    """What may be shown in lists and on public pages: ``650102********0014``; other documents keep two at each end."""
    if has_shape(number):
        return number[:6] + "*" * 8 + number[14:]
    if len(number) <= 4:
        return "*" * len(number)
    return number[:2] + "*" * (len(number) - 4) + number[-2:]
