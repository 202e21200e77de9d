"""Diploma (3.1, 3.2), degree (3.3, 3.4) and postdoctoral exit (3.5): is it the one that the path names?"""

from datetime import date

from zhicheng.checks.claim import Claim
from zhicheng.checks.dossier import DegreeRow, Education
from zhicheng.checks.finding import Finding
from zhicheng.checks.work import come_back
from zhicheng.policy.requirement import DegreeHeld, Diploma, PostdoctoralExit
from zhicheng.policy.vocabulary import Outcome


def judge_diploma(requirement: Diploma, claim: Claim) -> list[Finding]:
    """毕业 of the named level holds; 结业 and 肄业 do not; levels near or above it are for a person; then 全日制."""
    row = claim.credential
    if not isinstance(row, Education):
        return [
            _missing(
                claim, "diploma", requirement.label, "没有填报学历", "请补充学历，或按通知选择其他申报类别。"
            )
        ]
    mode = {True: "全日制", False: "非全日制", None: "未填是否全日制"}[row.full_time]
    have = f"现有：{row.level.label}（{mode}，{row.completed_on}）。"
    facts: dict[str, object] = {
        "level": row.level.value,
        "full_time": row.full_time,
        "completed_on": str(row.completed_on),
    }

    def found(outcome: Outcome, advice: str, earliest_on: date | None = None) -> list[Finding]:
        message = f"要求：{requirement.label}。{have}{advice}"
        return [Finding(claim.clause, "diploma", outcome, message, facts, {}, earliest_on)]

    if row.level in requirement.unfinished:
        return found(Outcome.INELIGIBLE, "结业、肄业不是毕业，不符合此项。")
    if row.level not in requirement.levels and row.level not in requirement.doubtful:
        return found(Outcome.INELIGIBLE, "学历层次不符合此项，请按通知选择其他申报类别。")
    if requirement.full_time and row.full_time is False:
        return found(Outcome.INELIGIBLE, "此项只认全日制学历，请按通知选择其他申报类别。")
    if claim.begins(row.completed_on) > claim.as_of:
        day = claim.begins(row.completed_on)
        return found(Outcome.INELIGIBLE, f"毕业日期晚于提交日期。{come_back(claim, day)}", day)
    if requirement.full_time and row.full_time is None:
        return found(Outcome.RETURNABLE, "请补填该学历是否为全日制。")
    if row.level in requirement.doubtful:
        return found(Outcome.NEEDS_REVIEW, "该学历能否视同，通知没有写明，请经办人员核定。")
    return found(Outcome.ELIGIBLE, "符合。")


def judge_degree(requirement: DegreeHeld, claim: Claim) -> list[Finding]:
    """The degree named, conferred by the day of submission; a higher one is for a person."""
    row = claim.credential
    if not isinstance(row, DegreeRow):
        return [
            _missing(claim, "degree", requirement.label, "没有填报学位", "仅有学历没有学位，不符合此项。")
        ]
    facts: dict[str, object] = {"degree": row.degree.value, "conferred_on": str(row.conferred_on)}
    have = f"现有：{row.degree.label}学位（{row.conferred_on}）。"

    def found(outcome: Outcome, advice: str, earliest_on: date | None = None) -> list[Finding]:
        message = f"要求：{requirement.label}。{have}{advice}"
        return [Finding(claim.clause, "degree", outcome, message, facts, {}, earliest_on)]

    if row.degree not in requirement.degrees and row.degree not in requirement.doubtful:
        return found(Outcome.INELIGIBLE, "学位层次不符合此项，请按通知选择其他申报类别。")
    if claim.begins(row.conferred_on) > claim.as_of:
        day = claim.begins(row.conferred_on)
        return found(Outcome.INELIGIBLE, f"授予日期晚于提交日期。{come_back(claim, day)}", day)
    if row.degree in requirement.doubtful:
        return found(Outcome.NEEDS_REVIEW, "学位高于此项要求，宜按哪一类别申报，请经办人员核定。")
    return found(Outcome.ELIGIBLE, "符合。")


def judge_exit(requirement: PostdoctoralExit, claim: Claim) -> list[Finding]:
    """出站: the date is there and has come."""
    exit_on = claim.dossier.postdoctoral_exit_on
    if exit_on is None:
        return [
            _missing(
                claim,
                "postdoctoral_exit",
                requirement.label,
                "没有出站日期",
                "在站人员不符合此项，请出站后再申报。",
            )
        ]
    facts: dict[str, object] = {"postdoctoral_exit_on": str(exit_on)}
    have = f"现有：出站日期{exit_on}。"
    day = claim.begins(exit_on)
    if day > claim.as_of:
        message = f"要求：{requirement.label}。{have}出站日期晚于提交日期。{come_back(claim, day)}"
        return [Finding(claim.clause, "postdoctoral_exit", Outcome.INELIGIBLE, message, facts, {}, day)]
    return [
        Finding(
            claim.clause,
            "postdoctoral_exit",
            Outcome.ELIGIBLE,
            f"要求：{requirement.label}。{have}符合。",
            facts,
        )
    ]


def _missing(claim: Claim, code: str, label: str, have: str, advice: str) -> Finding:
    return Finding(claim.clause, code, Outcome.INELIGIBLE, f"要求：{label}。现有：{have}。{advice}")
