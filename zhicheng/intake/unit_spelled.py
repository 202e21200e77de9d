"""Units by the pinyin of their names, or its initials: there are thousands at most, so they are read, not indexed."""

from itertools import accumulate

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.employer import Employer
from zhicheng.kernel.pinyin import syllables


def units_spelled(session: Session, letters: str) -> list[int]:
    """The keys of the units whose name, from any of its characters on, is spelled so: ``shiyanzhan`` or ``syz``."""
    letters = letters.lower()
    return [
        key for key, name in session.execute(select(Employer.id, Employer.name)) if _spelled(name, letters)
    ]


def _spelled(name: str, letters: str) -> bool:
    """Whether ``letters`` begin at the beginning of a syllable, or are initials in a row."""
    found = syllables(name)
    if letters in "".join(syllable[0] for syllable in found):
        return True
    whole = "".join(found)
    starts = accumulate((len(syllable) for syllable in found), initial=0)
    return letters in whole and any(whole.startswith(letters, start) for start in starts)
