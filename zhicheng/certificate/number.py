"""The number of a certificate: region 4, year 4, route 1, level 1, serial 5, check character 1; 16 in all.

The check character is ISO 7064 MOD 11-2, the one of the identity number: clerks know its ``X``, and it finds every
single wrong character and every two neighbours that changed places.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from zhicheng.kernel.refusal import Refusal, RefusalCode

SERIALS = 99_999
LENGTH = 16
CHECKS = "0123456789X"
IGNORED = re.compile(r"[\s\-‐-―−_.·]+")
SHAPE = re.compile(r"[0-9]{15}[0-9X]")


class NumberPattern(msgspec.Struct, frozen=True):
    """What a year's policy decides about numbers: the region and one digit for each route and level."""

    region: str
    route_digits: Mapping[str, int]
    level_digits: Mapping[str, int]


DEFAULT_PATTERN = NumberPattern(
    region="6501",
    route_digits=MappingProxyType(
        {
            "initial_junior": 1,
            "initial_intermediate": 2,
            "award_intermediate": 3,
            "award_associate_senior": 4,
            "award_senior": 5,
            "fanghuiju": 6,
        }
    ),
    level_digits=MappingProxyType(
        {"technician": 1, "assistant": 2, "intermediate": 3, "associate_senior": 4, "senior": 5}
    ),
)


class CertificateNumber(msgspec.Struct, frozen=True):
    """A number taken apart; ``route`` or ``level`` is None when the pattern no longer knows the digit."""

    text: str
    year: int
    serial: int
    route: str | None
    level: str | None


def make_number(pattern: NumberPattern, *, year: int, route: str, level: str, serial: int) -> str:
    """The number of the ``serial``-th certificate of ``year``; ``bad_input`` when the year's 99,999 are used up."""
    if not 1 <= serial <= SERIALS:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"每年最多编制 {SERIALS:,} 个证书编号；{year} 年的第 {serial:,} 个已超出；请联系系统管理员调整编号规则。",
            serial=serial,
        )
    digits = f"{pattern.region}{year:04}{pattern.route_digits[route]}{pattern.level_digits[level]}{serial:05}"
    if len(digits) != LENGTH - 1 or not digits.isascii() or not digits.isdigit():
        raise ValueError("the pattern of certificate numbers does not make 15 digits")
    return digits + check_character(digits)


def parse_number(text: str, pattern: NumberPattern = DEFAULT_PATTERN) -> CertificateNumber | None:
    """Read what a person typed, spaces, hyphens, full-width digits and a small x forgiven; None when mistyped."""
    plain = IGNORED.sub("", unicodedata.normalize("NFKC", text[:200])).upper()
    if not SHAPE.fullmatch(plain) or not plain.startswith(pattern.region):
        return None
    if check_character(plain[:-1]) != plain[-1]:
        return None
    return CertificateNumber(
        text=plain,
        year=int(plain[4:8]),
        serial=int(plain[10:15]),
        route=_named(pattern.route_digits, int(plain[8])),
        level=_named(pattern.level_digits, int(plain[9])),
    )


def spaced(number: str) -> str:
    """The number as it is printed, to be read aloud: ``6501 2025 33 00123 5``."""
    return f"{number[:4]} {number[4:8]} {number[8:10]} {number[10:15]} {number[15:]}"


def check_character(digits: str) -> str:
    """The ISO 7064 MOD 11-2 check character of ``digits``."""
    remainder = 0
    for digit in digits:
        remainder = (remainder + int(digit)) * 2 % 11
    return CHECKS[(12 - remainder) % 11]


def _named(digits: Mapping[str, int], digit: int) -> str | None:
    return next((name for name, value in digits.items() if value == digit), None)
