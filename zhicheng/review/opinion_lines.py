"""The numbered lines of an opinion: one more, one less, counted anew; what the reviewer wrote around them stays."""

import re
from typing import Final

NUMBERED: Final = re.compile(r"^\s*\d+[.．、]\s*")


def line_of(clause: str, text: str) -> str:
    """A defect as the opinion names it, without its number: ``〔通知 4.2〕学位证书 第1页：印章不清``."""
    return f"〔通知 {clause}〕{text}"


def place_of(label: str, year: int | None, page: int | None) -> str:
    """Where a defect is: ``年度考核证明材料（2024年度） 第1页``."""
    return label + (f"（{year}年度）" if year else "") + (f" 第{page}页" if page else "")


def add_line(opinion: str, line: str) -> str:
    """``opinion`` with ``line`` after its last numbered one (else after its first sentence); once is enough."""
    lines = opinion.split("\n") if opinion.strip() else []
    if any(NUMBERED.sub("", one).strip() == line for one in lines):
        return opinion
    last = max((place for place, one in enumerate(lines) if NUMBERED.match(one)), default=None)
    lines.insert(min(len(lines), 1) if last is None else last + 1, f"0. {line}")
    return counted("\n".join(lines))


def drop_line(opinion: str, line: str) -> str:
    """``opinion`` without ``line``, if it still stands there as it was written."""
    lines = opinion.split("\n")
    kept = [one for one in lines if not (NUMBERED.match(one) and NUMBERED.sub("", one).strip() == line)]
    return opinion if len(kept) == len(lines) else counted("\n".join(kept))


def counted(opinion: str) -> str:
    """The numbered lines numbered from 1."""
    number, lines = 0, []
    for one in opinion.split("\n"):
        if NUMBERED.match(one):
            number += 1
            one = f"{number}. {NUMBERED.sub('', one)}"
        lines.append(one)
    return "\n".join(lines)
