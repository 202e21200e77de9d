"""The number of a certificate, by the year's pattern: ``6501{year}{route}{level}{serial:05d}{check}``, 16 characters.

The check character is ISO 7064 MOD 11-2, the one of the identity number: clerks know its ``X``, and it finds every
single wrong character and every two neighbours that changed places.
"""

import re
import unicodedata
from functools import cache
from string import Formatter

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.vocabulary import TitleLevel
from zhicheng.policy.year import PolicyYear

DEFAULT_PATTERN = "6501{year}{route}{level}{serial:05d}{check}"
CHECKS = "0123456789X"
IGNORED = re.compile(r"[\s\-‐-―−_.·]+")


def make_number(year: PolicyYear, *, route: str, level: TitleLevel, issued_in: int, serial: int) -> str:
    """The number of the ``serial``-th certificate issued in the year ``issued_in``."""
    return compose_number(
        year.certificate.number_pattern,
        year=issued_in,
        route_digit=year.routes[route].digit,
        level_digit=str(level.rank),
        serial=serial,
    )


def compose_number(pattern: str, *, year: int, route_digit: str, level_digit: str, serial: int) -> str:
    """Fill ``pattern``; ``bad_input`` when the serial has outgrown its digits (a number never changes its length)."""
    body = pattern.replace("{check}", "").format(
        year=f"{year:04}", route=route_digit, level=level_digit, serial=serial
    )
    number = pattern.replace("{check}", check_character(body)).format(
        year=f"{year:04}", route=route_digit, level=level_digit, serial=serial
    )
    if serial < 1 or not _shape(pattern).fullmatch(number):
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"证书编号应符合规则 {pattern}；{year} 年的第 {serial:,} 个编号放不下；"
            "请联系系统管理员调整政策中的编号规则。",
            serial=serial,
        )
    return number


def parse_number(text: str, pattern: str = DEFAULT_PATTERN) -> str | None:
    """The number that a person typed, spaces, hyphens, full-width digits and a small x forgiven; None when mistyped."""
    match = _understood(text, pattern)
    return match and match.string


def year_and_serial(text: str, pattern: str = DEFAULT_PATTERN) -> tuple[int, int] | None:
    """Of which year the number in ``text`` is, and which serial it bears there; None when mistyped."""
    match = _understood(text, pattern)
    return match and (int(match["year"]), int(match["serial"]))


def series_of(year: int) -> str:
    """The counter of the numbers of ``year``: one for both offices, all routes and levels."""
    return f"certificate {year}"


def check_character(text: str) -> str:
    """The ISO 7064 MOD 11-2 check character of the digits in ``text``."""
    remainder = 0
    for digit in re.findall("[0-9]", text):
        remainder = (remainder + int(digit)) * 2 % 11
    return CHECKS[(12 - remainder) % 11]


def _understood(text: str, pattern: str) -> re.Match[str] | None:
    plain = IGNORED.sub("", unicodedata.normalize("NFKC", text[:200])).upper()
    match = _shape(pattern).fullmatch(plain)
    if match is None:
        return None
    body = plain[: match.start("check")] + plain[match.end("check") :]
    right = check_character(body) == match["check"] and int(match["serial"]) > 0
    return match if right else None


@cache
def _shape(pattern: str) -> re.Pattern[str]:
    """The regular expression of the numbers that ``pattern`` makes."""
    shape = ""
    for literal, part, width, _ in Formatter().parse(pattern):
        digits = {"year": 4, "route": 1, "level": 1, "check": 1}.get(part or "", int((width or "05d")[:-1]))
        shape += re.escape(literal)
        if part is not None:
            shape += f"(?P<{part}>[0-9X])" if part == "check" else f"(?P<{part}>[0-9]{{{digits}}})"
    return re.compile(shape)
