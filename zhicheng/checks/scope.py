"""Clause 2 (whose people may file) and clause 3.0 (not where an examination stands instead)."""

from zhicheng.checks.dossier import Dossier
from zhicheng.checks.finding import Finding
from zhicheng.kernel.credit_code import is_valid, normal_code, prefix
from zhicheng.policy.vocabulary import EmployerKind, Outcome
from zhicheng.policy.year import Exam, ExamForSpecialties, PolicyYear

_EXAM = {
    "E": (Outcome.INELIGIBLE, "该层级实行以考代评，须通过全国统一考试取得，不能以本方式申报。"),
    "X": (Outcome.NEEDS_REVIEW, "该层级实行考评结合，能否以本方式申报请经办人员核定。"),
    "unknown": (Outcome.NEEDS_REVIEW, "该系列是否以考代评尚未查明，请经办人员核定。"),
    "R": (Outcome.ELIGIBLE, "该层级不实行以考代评，符合。"),
}


def judge_scope(dossier: Dossier, year: PolicyYear) -> list[Finding]:
    """Clause 2: region, kind of unit (P-14), and whether the credit code agrees with it."""
    return [_region(dossier, year), _kind(dossier, year), *_credit_code(dossier, year)]


def judge_exam(dossier: Dossier, year: PolicyYear) -> list[Finding]:
    """Clause 3.0, P-13: the target level decides; an exam that holds for some specialties only is for a person."""
    sought, exams = dossier.title_sought, year.exam_list
    exam = exams.series[sought.series][sought.level]
    outcome, advice = _EXAM[exam]
    facts: dict[str, object] = {"series": sought.series.value, "level": sought.level.value, "exam": exam}
    for special in exams.specialties if exam == "R" else ():
        concerned = special.series is sought.series and sought.level in special.levels and special.exam != "R"
        if concerned and _named(sought.specialty, special):
            by: Exam = special.exam
            facts |= {"exam": by, "specialty": sought.specialty}
            outcome, advice = Outcome.NEEDS_REVIEW, f"{special.note}。"
            break
    have = f"申报{sought.series.label}（{sought.specialty}）{sought.level.label}"
    message = f"要求：不属于国家以考代评的专业。现有：{have}。{advice}"
    answered: dict[str, str] = {"P-13": year.parameter.exam_matrix.value}
    return [Finding(year.exam.clause, "exam", outcome, message, facts, answered)]


def _named(specialty: str, special: ExamForSpecialties) -> bool:
    for word in special.unless:
        specialty = specialty.replace(word, "")
    return any(word in specialty for word in special.words)


def _region(dossier: Dossier, year: PolicyYear) -> Finding:
    scope, region = year.scope, dossier.employer.region
    within = region.startswith(scope.region_prefix)
    advice = "符合。" if within else "请向单位所在地的职称主管部门申报。"
    message = f"要求：{scope.region_label}的单位（行政区划代码以{scope.region_prefix}开头）。现有：{region}。{advice}"
    return Finding(
        scope.clause,
        "region",
        Outcome.ELIGIBLE if within else Outcome.INELIGIBLE,
        message,
        {"region": region},
    )


def _kind(dossier: Dossier, year: PolicyYear) -> Finding:
    scope, kind = year.scope, dossier.employer.kind
    answered: dict[str, str] = {}
    if kind in scope.excluded:
        outcome, advice = Outcome.INELIGIBLE, "不在申报范围内。"
    elif kind in scope.asked:
        answered = {"P-14": year.parameter.other_units.value}
        inside = year.parameter.other_units.value == "yes"
        outcome = Outcome.ELIGIBLE if inside else Outcome.NEEDS_REVIEW
        advice = "按本年度口径在申报范围内。" if inside else "是否在申报范围内，请经办人员核定。"
    elif kind in scope.doubtful:
        outcome, advice = Outcome.NEEDS_REVIEW, "是否在申报范围内，请经办人员核定。"
    else:
        outcome, advice = Outcome.ELIGIBLE, "符合。"
    required = "、".join(each.label for each in scope.holding)
    message = f"要求：{required}的专业技术人员。现有：{kind.label}。{advice}"
    return Finding(scope.clause, "employer_kind", outcome, message, {"kind": kind.value}, answered)


def _credit_code(dossier: Dossier, year: PolicyYear) -> list[Finding]:
    scope, kind = year.scope, dossier.employer.kind
    if dossier.employer.uscc is None:
        return []
    code = normal_code(dossier.employer.uscc)
    findings = []
    expected: tuple[EmployerKind, ...] = scope.code_prefixes.get(prefix(code), (EmployerKind.OTHER,))
    if kind not in expected:
        likely = "或".join("其他类型单位" if each is EmployerKind.OTHER else each.label for each in expected)
        message = f"统一社会信用代码以{prefix(code)}开头，一般为{likely}，与填报的“{kind.label}”不一致。请经办人员核定单位性质。"
        facts: dict[str, object] = {"uscc": code, "kind": kind.value}
        findings.append(Finding(scope.clause, "credit_code_kind", Outcome.NEEDS_REVIEW, message, facts))
    if not is_valid(code):
        message = f"统一社会信用代码{code}的校验码不符，请核对是否误填。"
        findings.append(Finding(scope.clause, "credit_code", Outcome.NOTICE, message, {"uscc": code}))
    return findings
