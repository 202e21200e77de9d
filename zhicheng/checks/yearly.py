"""What is asked year by year: appraisals (4.4) and continuing education (4.3). Both the row and its proof are demanded."""

from zhicheng.checks.claim import Claim
from zhicheng.checks.finding import Finding
from zhicheng.checks.grades import required_years
from zhicheng.policy.vocabulary import Outcome


def judge_appraisal_proofs(claim: Claim) -> list[Finding]:
    """4.4, P-04: a row and a proof for each required year."""
    rule, answer = claim.year.appraisal, claim.year.parameter.appraisal_years.value
    label = claim.year.materials[rule.material].label
    rows = {row.year for row in claim.dossier.appraisals}
    proofs = _proofs(claim, rule.material)
    years = required_years(claim)
    if answer == "unit_statement":
        missing = [] if proofs else [f"{label}未上传"]
    else:
        missing = [f"{year}年年度考核结果未填报" for year in years if year not in rows]
        missing += [f"{year}年{label}未上传" for year in years if year not in proofs]
    facts: dict[str, object] = {"years": years}
    return [
        _finding(
            rule.clause,
            "appraisal_proof",
            f"{_span(years)}年度考核结果及证明材料",
            missing,
            facts,
            {"P-04": answer},
        )
    ]


def judge_continuing_education(claim: Claim) -> list[Finding]:
    """4.3, P-18: common and specialty subjects for each required year, or the exemption form, which a person judges."""
    rule, dossier = claim.year.continuing_education, claim.dossier
    if dossier.employer.kind not in rule.employer_kinds:
        message = f"单位性质为{dossier.employer.kind.label}，通知不要求继续教育证明。"
        return [Finding(rule.clause, "continuing_education", Outcome.ELIGIBLE, message)]
    form = claim.year.materials[rule.exemption].label
    has_form = any(row.kind == rule.exemption for row in dossier.attachments)
    if has_form:
        message = f"已提供{form}，是否符合免学政策请经办人员核定。"
        return [Finding(rule.clause, "exemption", Outcome.NEEDS_REVIEW, message, {"kind": rule.exemption})]
    if dossier.continuing_education_exemption:
        message = (
            f"要求：申请免除继续教育学习的，须上传{form}。现有：未上传。请补传，或改交各年度培训合格证书。"
        )
        return [Finding(rule.clause, "exemption", Outcome.RETURNABLE, message, {"kind": rule.exemption})]
    rows = {row.year: row for row in dossier.continuing_education}
    years = _education_years(claim)
    missing = []
    for subject, kind in (("公需科目", rule.common), ("专业科目", rule.specialty)):
        proofs = _proofs(claim, kind)
        for year in years:
            row = rows.get(year)
            if row is None or not (row.common if kind == rule.common else row.specialty):
                missing.append(f"{year}年{subject}未填报合格")
            if year not in proofs:
                missing.append(f"{year}年{subject}合格证书未上传")
    answered: dict[str, str] = {"P-18": claim.year.parameter.continuing_education_years.value}
    label = f"{_span(years)}继续教育公需科目、专业科目培训合格证书"
    return [_finding(rule.clause, "continuing_education", label, missing, {"years": years}, answered)]


def _education_years(claim: Claim) -> list[int]:
    floor = claim.floor
    if claim.year.parameter.continuing_education_years.value == "since_graduation":
        graduations = [claim.begins(row.completed_on) for row in claim.dossier.education]
        since = floor or max(graduations, default=None)
        if since is not None:
            return list(range(min(since.year, claim.last_years[-1]), claim.as_of.year))
    return claim.last_years


def _proofs(claim: Claim, kind: str) -> set[int | None]:
    return {row.year for row in claim.dossier.attachments if row.kind == kind}


def _finding(
    clause: str, code: str, label: str, missing: list[str], facts: dict[str, object], answered: dict[str, str]
) -> Finding:
    if missing:
        message = f"要求：{label}。现有：{'，'.join(missing)}。请补齐。"
        return Finding(clause, code, Outcome.RETURNABLE, message, facts | {"missing": missing}, answered)
    return Finding(clause, code, Outcome.ELIGIBLE, f"{label}齐全。", facts, answered)


def _span(years: list[int]) -> str:
    if not years:
        return "相应年度"
    return f"{years[0]}年" if len(years) == 1 else f"{years[0]}至{years[-1]}年"
