"""Is what the year demands handed in? (domain.md section 7; clauses 4.1, 4.2, 4.6, 4.7 and those a route implies)"""

from collections import defaultdict
from collections.abc import Mapping

from zhicheng.checks.claim import Claim
from zhicheng.checks.dossier import DegreeRow, Education
from zhicheng.checks.finding import Finding
from zhicheng.policy.material import Condition, Material
from zhicheng.policy.vocabulary import Outcome


def judge_materials(claim: Claim) -> list[Finding]:
    """Each missing material is returnable under its own clause; what is there is one finding per clause."""
    handed_in = {row.kind for row in claim.dossier.attachments}
    demanded = _demanded(claim)
    present: dict[str, list[Material]] = defaultdict(list)
    findings = []
    for material in demanded.values():
        if material.kind in handed_in:
            present[material.clause].append(material)
        else:
            hint = f"（{material.hint}）" if material.hint else ""
            message = f"要求：上传{material.label}{hint}。现有：未上传。请补传正向、清晰的原件扫描件。"
            findings.append(
                Finding(material.clause, "material", Outcome.RETURNABLE, message, {"kind": material.kind})
            )
    for clause, materials in present.items():
        message = f"已上传：{'、'.join(material.label for material in materials)}。"
        kinds: dict[str, object] = {"kinds": [material.kind for material in materials]}
        findings.append(Finding(clause, "material", Outcome.ELIGIBLE, message, kinds))
    return [*findings, *_post_quota(claim, handed_in, demanded)]


def judge_foreign_study(claim: Claim) -> list[Finding]:
    """4.2: study abroad on the row that carries the claim (where no row does: on any row) wants number and file."""
    rule, dossier = claim.year.foreign_study, claim.dossier
    rows: tuple[Education | DegreeRow, ...] = (*dossier.education, *dossier.degrees)
    rows = rows if claim.credential is None else (claim.credential,)
    abroad = [row for row in rows if row.foreign]
    if not abroad:
        return []
    missing = []
    if not all(row.certification_no and row.certification_no.strip() for row in abroad):
        missing.append("认证书编号未填")
    if all(row.kind != rule.material for row in dossier.attachments):
        missing.append("认证书未上传")
    label = claim.year.materials[rule.material].label
    facts: dict[str, object] = {"kind": rule.material, "rows": len(abroad)}
    if missing:
        message = f"要求：国外学习经历须提供{label}及编号。现有：{'，'.join(missing)}。请补齐；{rule.hint}。"
        return [Finding(rule.clause, "foreign_study", Outcome.RETURNABLE, message, facts)]
    message = f"已提供{label}及编号，请经办人员在认证系统查询真伪。"
    return [Finding(rule.clause, "foreign_study", Outcome.ELIGIBLE, message, facts)]


def _demanded(claim: Claim) -> dict[str, Material]:
    """By kind, in the order of the notice, the materials of which any condition holds."""
    return {
        material.kind: material
        for material in claim.year.material
        for condition in material.when
        if _holds(condition, claim)
    }


def _holds(condition: Condition, claim: Claim) -> bool:
    sought, dossier = claim.dossier.title_sought, claim.dossier
    at_least = condition.level_at_least
    return (
        (not condition.routes or dossier.route in condition.routes)
        and (not condition.employer_kinds or dossier.employer.kind in condition.employer_kinds)
        and (not condition.series or sought.series in condition.series)
        and (at_least is None or sought.level.rank >= at_least.rank)
        and (condition.declared is None or bool(getattr(dossier, condition.declared)))
    )


def _post_quota(claim: Claim, handed_in: set[str], demanded: Mapping[str, Material]) -> list[Finding]:
    """P-19: outside the teachers' series, a public institution's vacancy is only mentioned, or demanded."""
    rule, answer = claim.year.publicity, claim.year.parameter.post_quota.value
    material = claim.year.materials[rule.quota_material]
    concerned = (
        claim.dossier.employer.kind is rule.quota_elsewhere
        and claim.dossier.title_sought.level.rank >= rule.quota_level.rank
        and material.kind not in demanded
    )
    if not concerned or material.kind in handed_in:
        return []
    facts: dict[str, object] = {"kind": material.kind}
    if answer == "block":
        message = f"要求：事业单位在岗位职数内推荐，须上传{material.label}。现有：未上传。请补传。"
        return [Finding(rule.clause, "post_quota", Outcome.RETURNABLE, message, facts, {"P-19": answer})]
    message = "事业单位一般应在岗位职数内推荐，未见空岗说明；通知只对中小学、中职教师系列要求，仅作提示。"
    return [Finding(rule.clause, "post_quota", Outcome.NOTICE, message, facts, {"P-19": answer})]
