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
    counts_earlier = requirement.earlier_may_count and parameter.earlier_experience.value == "yes"
    since = None if counts_earlier else floor
    runs = work_runs(claim, requirement.same_specialty, since)
    lasting = [run for run in runs if run.holds_on(max(claim.years_as_of, since or claim.years_as_of))]
    current = lasting[-1] if lasting else None
    full = None if current is None else full_day(current.start, claim.path.years, parameter.full_year.value)
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

    def found(outcome: Outcome, have: str, earliest_on: date | None = None) -> list[Finding]:
        message = f"要求：{claim.path.label}。{have}"
        return [Finding(claim.clause, "work_years", outcome, message, facts, answered, earliest_on)]

    if current is not None and full is not None:
        if parameter.full_year.value == "T-month" and _same_month(full, claim.years_as_of):
            ask = "当月是否算满，请经办人员核定。"
            return found(
                Outcome.NEEDS_REVIEW,
                f"现有：自{current.start}起连续工作，{full}满{claim.path.years}年，{ask}",
            )
        if full <= claim.years_as_of:
            return found(
                Outcome.ELIGIBLE, f"现有：自{current.start}起连续工作，已于{full}满{claim.path.years}年。"
            )
    reason = _reason_to_review(requirement, claim, since)
    if reason:
        return found(Outcome.NEEDS_REVIEW, f"现有：{reason}请经办人员核定是否认可。")
    if current is None or full is None:
        what = "本专业的" if requirement.same_specialty else ""
        have = f"现有：截至{claim.years_as_of}没有在岗的{what}专业技术工作经历，年限不足。请核对工作经历后再申报。"
        return found(Outcome.INELIGIBLE, have)
    holds_from = _first_of_next_month(full) if parameter.full_year.value == "T-month" else full
    if current.end is not None and current.end < holds_from:
        have = f"现有：自{current.start}起连续工作，但将于{current.end}结束，届时仍不满{claim.path.years}年。请核对工作经历。"
        return found(Outcome.INELIGIBLE, have)
    have = f"现有：自{current.start}起连续工作，至{claim.years_as_of}不满{claim.path.years}年。"
    return found(Outcome.INELIGIBLE, have + come_back(claim, holds_from), holds_from)


def work_runs(
    claim: Claim, same_specialty: bool, floor: date | None, rows: Iterable[Employment] | None = None
) -> list[Interval]:
    """Unbroken stretches of professional work up to now, cut off at ``floor``."""
    wanted = claim.dossier.title_sought.specialty.strip()
    stretches = []
    for row in claim.dossier.employment if rows is None else rows:
        whole = claim.interval(row.from_, row.to)
        if whole is None or not row.professional or whole.start > claim.years_as_of:
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

    same = requirement.same_specialty
    right = work_runs(claim, same, since)
    if ended(right):
        return f"有一段满{years}年的工作经历，但在提交前已经结束，目前不在该岗位或中间有间断。"
    if added(right):
        return f"工作经历中间有间断，各段累计方满{years}年。"
    if same and unbroken(work_runs(claim, False, since)):
        return (
            f"工作满{years}年，但工作岗位的专业与申报专业“{claim.dossier.title_sought.specialty}”不完全一致。"
        )
    earlier = None if requirement.earlier_may_count else since
    if earlier is None and unbroken(work_runs(claim, same, None)):
        return f"自取得学历、学位或出站（{claim.floor}）之后工作不满{years}年，计入此前的工作方满{years}年。"
    if added(work_runs(claim, False, earlier)) or ended(work_runs(claim, False, earlier)):
        return f"须将间断、此前或其他专业的工作一并计算方满{years}年。"
    return ""


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
