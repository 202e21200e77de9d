"""The single entry: a dossier and a policy year in, a verdict out. Pure; clauses 1 and 6.1 are for the verbs."""

from functools import cache

from zhicheng.checks.claim import Claim
from zhicheng.checks.claims import claims_of
from zhicheng.checks.conduct import judge_conduct
from zhicheng.checks.dossier import Dossier
from zhicheng.checks.eligibility import badness, judge_section_three
from zhicheng.checks.finding import Finding, earliest, worst
from zhicheng.checks.identity import judge_identity
from zhicheng.checks.materials import judge_foreign_study, judge_materials
from zhicheng.checks.publicity import judge_publicity
from zhicheng.checks.scope import judge_exam, judge_scope
from zhicheng.checks.summary import judge_summary
from zhicheng.checks.verdict import Verdict
from zhicheng.checks.yearly import judge_appraisal_proofs, judge_continuing_education
from zhicheng.policy.year import PolicyYear


def assess(dossier: Dossier, year: PolicyYear) -> Verdict:
    """Every finding of every clause, those that hold included; the worst wins."""
    claim, by_claim = min(
        ((claim, _judge_claim(claim)) for claim in claims_of(dossier, year)),
        key=lambda each: badness(each[1]),
    )
    findings = [
        *judge_scope(dossier, year),
        *judge_exam(dossier, year),
        *by_claim,
        *judge_identity(dossier, year),
        *judge_materials(claim),
        *judge_summary(dossier, year),
        *judge_publicity(dossier, year),
        *judge_conduct(dossier, year),
    ]
    findings.sort(key=lambda finding: _clause_order(finding.clause))
    return Verdict(
        reference=dossier.reference,
        cycle=year.cycle,
        rules=year.sha256,
        route=dossier.route,
        as_of=dossier.as_of,
        outcome=worst(findings),
        earliest_on=earliest(findings),
        findings=tuple(findings),
    )


def _judge_claim(claim: Claim) -> list[Finding]:
    """What depends on which path and diploma carry the claim: section 3, foreign study, the required years."""
    return [
        *judge_section_three(claim),
        *judge_foreign_study(claim),
        *judge_continuing_education(claim),
        *judge_appraisal_proofs(claim),
    ]


@cache
def _clause_order(clause: str) -> tuple[int, ...]:
    return tuple(int(part) for part in clause.split("."))
