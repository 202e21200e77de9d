"""One verb over many: what would happen, what did, and what a crash leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import LATER, YEAR, a_batch, a_next_round, a_record, a_submission, an_actor
from zhicheng.certificate.each import order_each
from zhicheng.exchange.paperless import PaperlessPress
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission, Transition
from zhicheng.kernel.audit import AuditEntry, broken_links
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.plan.confirm_plan import confirm_plan, drop_plan
from zhicheng.plan.draft_plan import MOST, draft_plan
from zhicheng.plan.issue_rows import record_rows, reserve_rows, upcoming
from zhicheng.plan.own_defects import MARK
from zhicheng.plan.plan import Plan, PlanRow, PlanStatus, RowOutcome
from zhicheng.plan.run_plan import run_plan
from zhicheng.plan.tally import reasons, rows_of, tally
from zhicheng.plan.verbs import TABLE
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.start_review import start_review
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


def keys(rows: list[Submission]) -> list[int]:
    return [row.id for row in rows]


def rows_by_key(session: Session, plan: Plan) -> dict[int, PlanRow]:
    return {
        row.submission_id: row for row in session.scalars(select(PlanRow).where(PlanRow.plan_id == plan.id))
    }


def numbers(session: Session, plan: Plan) -> tuple[int, int, int, int]:
    counts = tally(session, plan)
    return tuple(counts[outcome] for outcome in RowOutcome)


def test_what_is_decided_is_not_checked_again(session: Session) -> None:
    each = [a_submission(session, status) for status in (Status.QUEUED, Status.APPROVED, Status.LAPSED)]
    plan = draft_plan(session, an_actor(session, Role.REVIEWER), LATER, "run_checks", keys(each))
    assert numbers(session, plan) == (1, 2, 0, 0)
    assert reasons(session, plan, RowOutcome.BLOCKED) == [(RefusalCode.WRONG_STATUS.label, 2)]


def test_nine_of_ten_are_approved_when_one_is_barred(session: Session) -> None:
    """Q15."""
    reviewed = [a_submission(session, Status.REVIEWED) for _ in range(10)]
    a_record(session, reviewed[3].applicant.id_number)
    approver = an_actor(session, Role.APPROVER)
    plan = draft_plan(session, approver, LATER, "approve", keys(reviewed))
    assert numbers(session, plan) == (9, 1, 0, 0)
    assert reasons(session, plan, RowOutcome.BLOCKED) == [(RefusalCode.BARRED.label, 1)]
    confirm_plan(session, approver, LATER, plan)
    assert run_plan(session, approver, LATER, plan) == 0
    assert numbers(session, plan) == (0, 1, 9, 0)
    assert plan.status is PlanStatus.DONE
    assert [one.status for one in reviewed].count(Status.APPROVED) == 9
    assert reviewed[3].status is Status.REVIEWED


def test_a_dry_run_leaves_nothing_behind(session: Session) -> None:
    queued = [a_submission(session) for _ in range(3)]
    session.flush()
    before = [(one.status, one.version) for one in queued]
    entries = len(session.scalars(select(AuditEntry)).all())
    moves = len(session.scalars(select(Transition)).all())
    plan = draft_plan(session, an_actor(session, Role.REVIEWER), LATER, "start_review", keys(queued))
    assert [(one.status, one.version) for one in queued] == before
    assert len(session.scalars(select(Transition)).all()) == moves
    assert (
        len(session.scalars(select(AuditEntry)).all()) == entries + 2
    )  # the reviewer taken on, the plan drafted
    assert not list(broken_links(session))
    assert numbers(session, plan) == (3, 0, 0, 0)


def test_a_third_submission_cannot_be_returned_and_the_plan_says_so(session: Session) -> None:
    """Clause 6.1d."""
    reviewer = an_actor(session, Role.REVIEWER)
    first = a_submission(session, Status.IN_REVIEW)
    third = a_submission(session, Status.RETURNED)
    for hours in (1, 2):
        a_next_round(session, third, LATER + timedelta(hours=hours))
        start_review(session, reviewer, LATER + timedelta(hours=hours), third)
        if hours == 1:
            return_for_correction(session, reviewer, LATER + timedelta(hours=1), YEAR, third, "再补一次。")
    assert third.rounds == 3
    now = LATER + timedelta(hours=3)
    plan = draft_plan(session, reviewer, now, "return", keys([first, third]))
    blocked = rows_of(session, plan, RowOutcome.BLOCKED)
    assert [row.submission_id for row in blocked] == [third.id]
    assert blocked[0].code == "no_rounds_left" and "不得超过3次" in blocked[0].sentence
    with pytest.raises(Refusal) as refused:
        confirm_plan(session, reviewer, now, plan)
    assert refused.value.code is RefusalCode.OPINION_REQUIRED
    confirm_plan(session, reviewer, now, plan, "请补年度考核证明。")
    run_plan(session, reviewer, now, plan)
    assert (first.status, third.status) == (Status.RETURNED, Status.IN_REVIEW)


def test_each_gets_the_list_of_its_own_defects(session: Session) -> None:
    short = a_submission(session, Status.IN_REVIEW, work_summary="太短")
    unshown = a_submission(session, Status.IN_REVIEW, publicity=None)
    whole = a_submission(session, Status.IN_REVIEW)
    reviewer = an_actor(session, Role.REVIEWER)
    plan = draft_plan(session, reviewer, LATER, "return", keys([short, unshown, whole]), f"请补正：\n{MARK}")
    assert rows_by_key(session, plan)[whole.id].code == "opinion_required"
    confirm_plan(session, reviewer, LATER, plan)
    run_plan(session, reviewer, LATER, plan)
    said = {
        row.submission_id: row.reason
        for row in session.scalars(select(Transition).where(Transition.to_status == Status.RETURNED))
    }
    assert "4.5" in said[short.id] and "4.7" not in said[short.id]
    assert "4.7" in said[unshown.id] and MARK not in said[unshown.id]


def test_what_changed_since_the_draft_is_refused_as_stale(session: Session) -> None:
    one, other = (a_submission(session) for _ in range(2))
    reviewer = an_actor(session, Role.REVIEWER)
    plan = draft_plan(session, reviewer, LATER, "start_review", keys([one, other]))
    start_review(session, an_actor(session, Role.REVIEWER, name="快手"), LATER, one)
    confirm_plan(session, reviewer, LATER, plan)
    run_plan(session, reviewer, LATER, plan)
    rows = rows_by_key(session, plan)
    assert rows[one.id].outcome is RowOutcome.REFUSED and rows[one.id].code == "stale"
    assert "快手" in rows[one.id].sentence
    assert rows[other.id].outcome is RowOutcome.DONE


def test_a_crash_between_two_runs_loses_and_repeats_nothing(session: Session) -> None:
    queued = [a_submission(session) for _ in range(5)]
    reviewer = an_actor(session, Role.REVIEWER)
    plan = draft_plan(session, reviewer, LATER, "start_review", keys(queued))
    confirm_plan(session, reviewer, LATER, plan)
    assert run_plan(session, reviewer, LATER, plan, rows=2) == 3
    session.commit()
    run_plan(session, reviewer, LATER, plan, rows=2)
    session.rollback()  # the power went
    assert numbers(session, plan) == (3, 0, 2, 0)
    assert plan.status is PlanStatus.RUNNING
    while run_plan(session, reviewer, LATER, plan, rows=2):
        session.commit()
    assert numbers(session, plan) == (0, 0, 5, 0)
    started = session.scalars(select(Transition).where(Transition.to_status == Status.IN_REVIEW)).all()
    assert sorted(row.submission_id for row in started) == sorted(keys(queued))
    assert run_plan(session, reviewer, LATER, plan) == 0


def test_only_who_drafted_it_runs_it(session: Session) -> None:
    submission = a_submission(session)
    drafter, other = (an_actor(session, Role.REVIEWER) for _ in range(2))
    plan = draft_plan(session, drafter, LATER, "start_review", [submission.id])
    for act in (confirm_plan, drop_plan):
        with pytest.raises(Refusal) as refused:
            act(session, other, LATER, plan)
        assert refused.value.code is RefusalCode.NOT_PERMITTED


def test_a_dropped_plan_runs_no_more(session: Session) -> None:
    submission = a_submission(session)
    reviewer = an_actor(session, Role.REVIEWER)
    plan = drop_plan(
        session, reviewer, LATER, draft_plan(session, reviewer, LATER, "start_review", [submission.id])
    )
    with pytest.raises(Refusal):
        run_plan(session, reviewer, LATER, plan)
    assert submission.status is Status.QUEUED


def test_a_plan_takes_the_permission_of_its_verb(session: Session) -> None:
    submission = a_submission(session)
    for verb in (one for one in TABLE if one.bulk):
        with pytest.raises(Refusal) as refused:
            draft_plan(session, an_actor(session, Role.AUDITOR), LATER, verb.code, [submission.id])
        assert refused.value.code is RefusalCode.NOT_PERMITTED


def test_a_row_of_another_office_is_blocked(session: Session) -> None:
    mine, theirs = a_submission(session), a_submission(session, route="award_senior")
    reviewer = an_actor(session, Role.REVIEWER, Office.JUNIOR_OFFICE)
    plan = draft_plan(session, reviewer, LATER, "run_checks", keys([mine, theirs]))
    rows = rows_by_key(session, plan)
    assert rows[theirs.id].code == "other_office" and rows[mine.id].outcome is RowOutcome.WILL_DO


@pytest.mark.parametrize("code", ["submit", "withdraw", "annul", "drop table", ""])
def test_what_is_no_verb_for_many_is_refused(session: Session, code: str) -> None:
    submission = a_submission(session)
    actor = an_actor(session, Role.CLERK, roles=(Role.APPROVER,))
    with pytest.raises(Refusal) as refused:
        draft_plan(session, actor, LATER, code, [submission.id])
    assert refused.value.code is RefusalCode.BAD_INPUT


@pytest.mark.parametrize("chosen", [[], list(range(1, MOST + 2))])
def test_nothing_and_too_much_are_refused(session: Session, chosen: list[int]) -> None:
    with pytest.raises(Refusal) as refused:
        draft_plan(session, an_actor(session, Role.REVIEWER), LATER, "start_review", chosen)
    assert refused.value.code is RefusalCode.BAD_INPUT


def test_certificates_are_issued_by_a_plan(session: Session) -> None:
    batch = a_batch(session, size=3)
    members = session.scalars(select(Submission).where(Submission.status == Status.APPROVED)).all()
    issuer = an_actor(session, Role.ISSUER)
    plan = draft_plan(session, issuer, LATER + timedelta(days=4), "issue", keys(list(members)))
    assert numbers(session, plan) == (3, 0, 0, 0), [
        row.sentence for row in rows_by_key(session, plan).values()
    ]
    confirm_plan(session, issuer, LATER + timedelta(days=4), plan)
    press, now = PaperlessPress(), LATER + timedelta(days=4)
    rows = upcoming(session, plan, 2)
    reserved = reserve_rows(session, issuer, now, plan, rows)
    session.commit()
    assert numbers(session, plan) == (3, 0, 0, 0), (
        "a crash here leaves the rows to do, their numbers reserved"
    )
    assert reserve_rows(session, issuer, now, plan, rows) == reserved
    rows = upcoming(session, plan, 9)
    reserved = reserve_rows(session, issuer, now, plan, rows)
    with press.printing(3) as printing:
        orders = order_each(session, press, list(reserved.values()))
        printed = dict(zip(orders, printing(list(orders.values())), strict=True))
    assert record_rows(session, issuer, now, plan, reserved, printed) == 0
    assert numbers(session, plan) == (0, 0, 3, 0)
    assert plan.status is PlanStatus.DONE
    assert batch.number
