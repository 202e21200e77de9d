"""What this submission must hand in, and whether it lies there: read out of the newest run's findings."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhicheng.checks.finding import kinds_named
from zhicheng.policy.year import PolicyYear


@dataclass(frozen=True)
class Demand:
    """One thing to hand in; ``for_year`` for the kinds with a star."""

    kind: str
    label: str
    clause: str
    for_year: int | None
    present: bool


def demands(
    findings: Iterable[Mapping[str, Any]], handed_in: Collection[tuple[str, int | None]], year: PolicyYear
) -> list[Demand]:
    """Every demand in the order of the notice; ``handed_in`` is what lies there now, which may be more than the run saw."""
    wanted: dict[tuple[str, int | None], None] = {}
    for finding in findings:
        facts = finding.get("facts", {})
        for kind in _kinds(finding["code"], facts, year):
            for for_year in facts.get("years", [None]) if year.materials[kind].yearly else [None]:
                wanted[kind, for_year] = None
    order = {kind: place for place, kind in enumerate(year.materials)}
    listed = sorted(wanted, key=lambda each: (order[each[0]], each[1] or 0))
    return [
        Demand(
            kind,
            year.materials[kind].label,
            year.materials[kind].clause,
            for_year,
            (kind, for_year) in handed_in,
        )
        for kind, for_year in listed
    ]


def _kinds(code: str, facts: Mapping[str, Any], year: PolicyYear) -> list[str]:
    if code in ("material", "exemption", "foreign_study"):
        return kinds_named(facts)
    if code == "appraisal_proof":
        return [year.appraisal.material]
    if code == "continuing_education" and "years" in facts:
        return [year.continuing_education.common, year.continuing_education.specialty]
    return []
