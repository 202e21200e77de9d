"""Clause 4.7: the unit's publicity lasted its working days of Xinjiang, and the documents come in order (P-10)."""

from datetime import date

from zhicheng.checks.dossier import Dossier, Publicity
from zhicheng.checks.finding import Finding
from zhicheng.kernel.refusal import Refusal
from zhicheng.kernel.workdays import ONE_DAY, count_working_days, nth_working_day
from zhicheng.policy.vocabulary import Outcome
from zhicheng.policy.year import PolicyYear


def judge_publicity(dossier: Dossier, year: PolicyYear) -> list[Finding]:
    """Working days, then the order publicity < result <= report <= submission, then objections."""
    shown, clause = dossier.publicity, year.publicity.clause
    if shown is None:
        days = year.publicity.working_days
        message = f"要求：推荐单位公示不少于{days}个工作日。现有：没有公示信息。请补充公示起止日期及结果。"
        return [Finding(clause, "publicity", Outcome.RETURNABLE, message)]
    return [_days(shown, year), *_order(shown, dossier.as_of, clause), _objections(shown, clause)]


def _days(shown: Publicity, year: PolicyYear) -> Finding:
    clause, needed = year.publicity.clause, year.publicity.working_days
    answer = year.parameter.publicity_counting.value
    first = shown.from_ if answer == "W-incl" else shown.from_ + ONE_DAY
    facts: dict[str, object] = {"from": shown.from_, "to": shown.to}
    answered: dict[str, str] = {"P-10": answer}
    required = f"要求：公示不少于{needed}个工作日。"
    try:
        counted = count_working_days(first, shown.to, year.calendar)
        first_counts = year.calendar.is_working_day(shown.from_) and shown.from_ <= shown.to
    except Refusal as refusal:
        message = f"{required}现有：{shown.from_}至{shown.to}。{refusal.sentence}目前请经办人员人工核算。"
        return Finding(clause, refusal.code.value, Outcome.NEEDS_REVIEW, message, facts, answered)
    other = counted - first_counts if answer == "W-incl" else counted + first_counts
    facts |= {"working_days": counted, "counted_otherwise": other}
    have = f"现有：{shown.from_}至{shown.to}，按新疆工作日历为{counted}个工作日。"
    if counted >= needed:
        return Finding(clause, "publicity_days", Outcome.ELIGIBLE, f"{required}{have}符合。", facts, answered)
    advice = f"{_enough_on(first, needed, year)}请重新公示满{needed}个工作日后提交。"
    return Finding(clause, "publicity_days", Outcome.RETURNABLE, required + have + advice, facts, answered)


def _enough_on(first: date, needed: int, year: PolicyYear) -> str:
    try:
        return f"该次公示至少应到{nth_working_day(first, needed, year.calendar)}。"
    except Refusal:
        return ""


def _order(shown: Publicity, as_of: date, clause: str) -> list[Finding]:
    wrong, doubtful = [], []
    named = (
        ("公示开始", shown.from_),
        ("公示结束", shown.to),
        ("公示结果", shown.result_on),
        ("推荐报告", shown.report_on),
    )
    late = [f"{name}日期{day}" for name, day in named if day is not None and day > as_of]
    if late:
        wrong.append(f"{'、'.join(late)}晚于提交日期{as_of}")
    if shown.to < shown.from_:
        wrong.append(f"公示结束日期{shown.to}早于开始日期{shown.from_}")
    wrong += [f"{name}日期未填" for name, day in named if day is None]
    if shown.result_on is not None:
        if shown.result_on < shown.to:
            wrong.append(f"公示结果日期{shown.result_on}早于公示结束日期{shown.to}")
        elif shown.result_on == shown.to:
            doubtful.append(f"公示结果与公示最后一日同为{shown.to}")
        if shown.report_on is not None and shown.report_on < shown.result_on:
            wrong.append(f"推荐报告日期{shown.report_on}早于公示结果日期{shown.result_on}")
    required = "要求：公示结束、公示结果、推荐报告、提交依次进行。"
    facts: dict[str, object] = {"result_on": shown.result_on, "report_on": shown.report_on}
    if wrong:
        message = f"{required}现有：{'；'.join(wrong)}。请核对并更正材料。"
        return [Finding(clause, "publicity_order", Outcome.RETURNABLE, message, facts)]
    if doubtful:
        message = f"{required}现有：{'；'.join(doubtful)}。是否认可请经办人员核定。"
        return [Finding(clause, "publicity_order", Outcome.NEEDS_REVIEW, message, facts)]
    return [Finding(clause, "publicity_order", Outcome.ELIGIBLE, f"{required}现有日期顺序符合。", facts)]


def _objections(shown: Publicity, clause: str) -> Finding:
    facts: dict[str, object] = {"objections": shown.objections}
    if shown.objections is False:
        return Finding(clause, "objections", Outcome.ELIGIBLE, "公示期间无异议。", facts)
    have = "公示期间有异议" if shown.objections else "没有注明公示期间有无异议"
    message = f"要求：公示无异议，或异议已经妥善处理。现有：{have}。请经办人员核定。"
    return Finding(clause, "objections", Outcome.NEEDS_REVIEW, message, facts)
