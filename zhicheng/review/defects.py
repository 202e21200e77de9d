"""The one list of everything that must be mended: what the reviewer wrote, line by line, and what the checks found."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhicheng.policy.cures import SlowCure
from zhicheng.policy.vocabulary import Outcome
from zhicheng.review.opinion_lines import NUMBERED

CLAUSE: Final = re.compile(r"^〔通知\s*([\d.]+)〕")
FRAME: Final = re.compile(
    r"您的申报材料经审核有以下问题，请一次补正：|经审核，不符合申报条件：|"
    r"请在退回后\d+小时内再次提交，逾期不予受理。(?:本次为第\d+次提交，含初次共\d+次。)?"
)
"""What a suggested opinion opens and closes with: the letter says that in its own words."""


@dataclass(frozen=True)
class Wrong:
    """One line of the list: the clause (empty where none was named), the words, and the materials concerned, if known."""

    clause: str
    text: str
    materials: frozenset[str] = frozenset()

    def takes_longer(self, cure: SlowCure) -> bool:
        """Whether ``cure`` is about this."""
        return bool(self.materials.intersection(cure.materials)) or any(
            word in self.text for word in cure.words
        )


def defects_of(opinion: str, findings: Iterable[Mapping[str, Any]] = ()) -> list[Wrong]:
    """Everything to mend, each once, in the reviewer's order.

    An opinion that names clauses is a list that somebody went through: what was struck from it stays struck. One in
    free words is completed with the findings that can be mended, for an applicant is told everything at once.
    """
    found = [one for one in findings if one["outcome"] == Outcome.RETURNABLE.value]
    materials = {str(one["message"]): kinds_of(one) for one in found}
    written = [wrong_of(line, materials) for line in opinion.splitlines() if line.strip()]
    listed = [one for one in written if one.text]
    if not any(one.clause for one in listed):
        said = {one.text for one in listed}
        listed += [
            Wrong(str(one["clause"]), str(one["message"]), kinds_of(one))
            for one in found
            if one["message"] not in said
        ]
    return list(dict.fromkeys(listed))


def wrong_of(line: str, materials: Mapping[str, frozenset[str]]) -> Wrong:
    """A line of an opinion without its number, its clause taken off; a sentence of the frame becomes empty."""
    text = NUMBERED.sub("", line).strip()
    named = CLAUSE.match(text)
    plain = FRAME.sub("", CLAUSE.sub("", text)).strip()
    return Wrong(named[1] if named else "", plain, materials.get(plain, frozenset()))


def kinds_of(finding: Mapping[str, Any]) -> frozenset[str]:
    """The material that a finding is about."""
    kind = (finding.get("facts") or {}).get("kind")
    return frozenset({str(kind)}) if kind else frozenset()
