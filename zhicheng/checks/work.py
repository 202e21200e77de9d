"""Years of professional work (3.1-3.5; P-01, P-02, P-03; domain.md 5.3 and 6.1)."""

from collections.abc import Iterable
from datetime import date, timedelta

from zhicheng.checks.claim import Claim
from zhicheng.checks.dossier import Employment
from zhicheng.checks.finding import Finding
from zhicheng.checks.intervals import Interval, full_day, full_in_sum, joined, reached_by
from zhicheng.policy.requirement import Work
from zhicheng.policy.vocabulary import Outcome


def judge_work(requirement: Work, claim: Claim) -> list[Finding]:
    """One unbroken, current stretch of the right work, after the diploma, that is N years long: holds.

    Where only other specialties, earlier work, ended work or a sum over gaps reaches N: needs_review. Else ineligible.
    Without a diploma, degree or exit there is no day to count from, and its own finding says so.
    """
    floor = claim.floor
    if floor is None:
        return []
    parameter = claim.year.parameter
    since = None if requirement.earlier_may_count and parameter.earlier_experience.value == "yes" else floor
    same = requirement.same_specialty
    current = _current(claim, same, since)
    full = None if current is None else _full(claim, current)
    facts: dict[str, object] = {
        "required_years": claim.path.years,
        "counted_from": None if current is None else current.start,
        "full_on": full,
        "as_of": claim.years_as_of,
        "credential_on": floor,
    }
    answered: dict[str, str] = {"P-01": parameter.as_of.value, "P-02": parameter.full_year.value}
    if requirement.earlier_may_count:
        answered["P-03"] = parameter.earlier_experience.value
    outcome, have, earliest_on = _judge(requirement, claim, since, current)
    message = f"要求：{claim.path.label}。现有：{have}"
    return [Finding(claim.clause, "work_years", outcome, message, facts, answered, earliest_on)]


def _judge(
    requirement: Work, claim: Claim, since: date | None, current: Interval | None
) -> tuple[Outcome, str, date | None]:
    years, as_of = claim.path.years, claim.years_as_of
    by_month = claim.year.parameter.full_year.value == "T-month"
    if current is not None:
        full = _full(claim, current)
        if by_month and (full.year, full.month) == (as_of.year, as_of.month):
            have = f"自{current.start}起连续工作，{full}满{years}年，当月是否算满，请经办人员核定。"
            return Outcome.NEEDS_REVIEW, have, None
        if full <= as_of:
            return Outcome.ELIGIBLE, f"自{current.start}起连续工作，已于{full}满{years}年。", None
    reason = _reason_to_review(requirement, claim, since)
    if reason:
        return Outcome.NEEDS_REVIEW, f"{reason}请经办人员核定是否认可。", None
    short, note = current, ""
    if short is None and requirement.same_specialty:
        short = _current(claim, False, since)
        note = f"且工作岗位的专业与申报专业“{claim.dossier.title_sought.specialty}”不一致，"
    if short is None:
        have = f"截至{as_of}没有在岗的专业技术工作经历，年限不足。请核对工作经历后再申报。"
        return Outcome.INELIGIBLE, have, None
    holds_from = _first_of_next_month(_full(claim, short)) if by_month else _full(claim, short)
    if short.end is not None and short.end < holds_from:
        have = f"自{short.start}起连续工作，但将于{short.end}结束，届时仍不满{years}年。请核对工作经历。"
        return Outcome.INELIGIBLE, have, None
    have = f"自{short.start}起连续工作，{note}至{as_of}不满{years}年。"
    if claim.year.parameter.as_of.value != "submission_day":
        have = (
            f"{have}本年度工作年限一律计算到{as_of}，{holds_from}方满，本年度无法申报，请关注下一年度通知。"
        )
        return Outcome.INELIGIBLE, have, None
    return Outcome.INELIGIBLE, have + come_back(claim, holds_from), holds_from


def _current(claim: Claim, same_specialty: bool, since: date | None) -> Interval | None:
    """The stretch that lasts on the day that counts (where the diploma comes later still, on the day of the diploma)."""
    day = max(claim.years_as_of, since or claim.years_as_of)
    return next((run for run in reversed(work_runs(claim, same_specialty, since)) if run.holds_on(day)), None)


def _full(claim: Claim, run: Interval) -> date:
    return full_day(run.start, claim.path.years, claim.year.parameter.full_year.value)


def work_runs(
    claim: Claim, same_specialty: bool, floor: date | None, rows: Iterable[Employment] | None = None
) -> list[Interval]:
    """Unbroken stretches of professional work, what is to follow included, cut off at ``floor``."""
    wanted = claim.dossier.title_sought.specialty.strip()
    stretches = []
    for row in claim.dossier.employment if rows is None else rows:
        whole = claim.interval(row.from_, row.to)
        if whole is None or not row.professional:
            continue
        left = whole.after(floor)
        if left is not None and (not same_specialty or row.specialty.strip() == wanted):
            stretches.append(left)
    return joined(stretches)


def come_back(claim: Claim, day: date) -> str:
    """What to do when a date alone stands in the way."""
    if day > claim.year.closing_day:
        closing = claim.year.closing_day
        return f"{day}起方满足此项，已在本年度申报截止日{closing}之后，本年度无法申报，请关注下一年度通知。"
    return f"请于{day}（含）以后再申报。"


def _reason_to_review(requirement: Work, claim: Claim, since: date | None) -> str:
    years, convention, as_of = claim.path.years, claim.year.parameter.full_year.value, claim.years_as_of

    def unbroken(runs: list[Interval]) -> bool:
        return any(run.holds_on(as_of) and full_day(run.start, years, convention) <= as_of for run in runs)

    def ended(runs: list[Interval]) -> bool:
        return any(full_day(run.start, years, convention) <= reached_by(run, as_of) for run in runs)

    def added(runs: list[Interval]) -> bool:
        return full_in_sum(runs, as_of, years, convention)

    same, sought = requirement.same_specialty, claim.dossier.title_sought.specialty
    if same and unbroken(work_runs(claim, False, since)):
        return f"工作满{years}年，但工作岗位的专业与申报专业“{sought}”不完全一致。"
    right = work_runs(claim, same, since)
    if ended(right):
        return f"有一段满{years}年的工作经历，但在提交前已经结束，目前不在该岗位或中间有间断。"
    if added(right):
        return f"工作经历中间有间断，各段累计方满{years}年。"
    if requirement.earlier_may_count and unbroken(work_runs(claim, same, None)):
        return f"自取得学历、学位或出站（{claim.floor}）之后工作不满{years}年，计入此前的工作方满{years}年。"
    widest = work_runs(claim, False, None if requirement.earlier_may_count else since)
    if added(widest) or ended(widest):
        return f"须将间断、此前或其他专业的工作一并计算方满{years}年。"
    return ""


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
