"""All findings and what they come to: the worst wins (domain.md section 5)."""

from datetime import date

import msgspec

from zhicheng.checks.finding import Finding
from zhicheng.policy.vocabulary import Outcome


class Verdict(msgspec.Struct, frozen=True):
    """What the rules say of one dossier on one day."""

    reference: str
    cycle: str
    rules: str
    """``sha256:…`` of the year's file."""
    route: str
    as_of: date
    outcome: Outcome
    earliest_on: date | None
    """Where only dates stand in the way: the day on which all of them would hold."""
    findings: tuple[Finding, ...]
