"""The unified social credit code, GB 32100-2015 (domain.md 11).

python-stdnum computes the check character rightly (31 becomes 0), but its ``validate`` wants digits where the standard
allows letters (registering bodies N and Y), so the form is judged here.
"""

import re
from functools import lru_cache

from stdnum.cn import uscc

_SHAPE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}", re.ASCII)


def normal_code(text: str) -> str:
    """Without spaces around, letters in capitals."""
    return text.strip().upper()


@lru_cache(maxsize=4096)
def is_valid(code: str) -> bool:
    """18 characters of the alphabet, and the last one is the check character. A mismatch is a warning, never a wall.

    Remembered, since a unit recommends many.
    """
    return _SHAPE.fullmatch(code) is not None and uscc.calc_check_digit(code[:17]) == code[17]


def prefix(code: str) -> str:
    """Registering body and kind: 12 public institution, 91 enterprise, 11 government organ, …"""
    return code[:2]
