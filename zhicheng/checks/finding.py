"""What one rule found: which clause, how bad, and a sentence for the applicant and for the office."""

from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Any

import msgspec

from zhicheng.policy.vocabulary import Outcome

_WEIGHT = attrgetter("weight")


class Finding(msgspec.Struct, frozen=True):
    """``message`` says what is required, what we have, and what to do next; ``facts`` are the values it rests on.

    ``earliest_on``: the day from which an ineligible finding would hold, where a date decides.
    ``parameters``: the open questions (P-xx) that were answered to come here.
    """

    clause: str
    code: str
    outcome: Outcome
    message: str
    facts: dict[str, object] = {}
    parameters: dict[str, str] = {}
    earliest_on: date | None = None


def kinds_named(facts: Mapping[str, Any]) -> list[str]:
    """The kinds of files that a finding itself names, in its stored facts."""
    return list(facts.get("kinds") or ([facts["kind"]] if "kind" in facts else []))


def worst(findings: list[Finding]) -> Outcome:
    """The worst outcome among findings; a notice changes nothing, no finding is eligible."""
    found = max((finding.outcome for finding in findings), key=_WEIGHT, default=Outcome.ELIGIBLE)
    return Outcome.ELIGIBLE if found is Outcome.NOTICE else found


def earliest(findings: list[Finding]) -> date | None:
    """The latest day among the ineligible findings; None when one of them has none, or nothing is ineligible."""
    days = [finding.earliest_on for finding in findings if finding.outcome is Outcome.INELIGIBLE]
    known = [day for day in days if day is not None]
    return max(known) if days and len(known) == len(days) else None
