"""What the first person does: take from the queue, pass, propose, return; and what time does (clauses 5.2, 6.1)."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import LATER, ON, YEAR, a_batch, a_submission, an_actor, beijing
from tests.refused import refused
from zhicheng.intake.in_words import round_in_words
from zhicheng.intake.lifecycle import OPEN, Act, Status
from zhicheng.intake.submission import Transition
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import join_batch, leave_batch, member_of, open_batch
from zhicheng.review.lapse import lapse, lapse_overdue
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.review import latest_opinion, review
from zhicheng.review.review_opinion import Proposal
from zhicheng.review.send_back import send_back
from zhicheng.review.start_review import start_review
from zhicheng.review.withdraw import withdraw
from zhicheng.staff.actor import SYSTEM
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


def test_a_review_begins_in_the_open_batch_of_the_office(session: Session) -> None:
    first, second = a_submission(session, Status.IN_REVIEW), a_submission(session, Status.IN_REVIEW)
    other = a_submission(session, Status.IN_REVIEW, "fanghuiju")
    batches = [getattr(member_of(session, one), "batch", None) for one in (first, second, other)]
    assert batches[0] is batches[1]
    assert [batch and batch.number for batch in batches[1:]] == ["2025-C01", "2025-Z01"]


def test_a_batch_takes_only_its_own_office_and_only_while_open(session: Session) -> None:
    reviewer = an_actor(session, Role.REVIEWER)
    elsewhere = open_batch(session, reviewer, LATER, "2025", Office.TITLE_OFFICE)
    with refused("other_office"):
        start_review(session, reviewer, LATER, a_submission(session), elsewhere)
    with refused("batch_frozen"):
        join_batch(session, LATER, a_submission(session), a_batch(session, BatchStatus.FROZEN))


def test_after_freezing_the_next_batch_is_another(session: Session) -> None:
    frozen = a_batch(session, BatchStatus.FROZEN)
    member = member_of(session, a_submission(session, Status.IN_REVIEW))
    assert member is not None
    assert member.batch is not frozen
    assert member.batch.number == "2025-C02"


@pytest.mark.parametrize("words", ["", "  \n"])
def test_6_1c_what_the_applicant_must_act_upon_is_written(session: Session, words: str) -> None:
    reviewer, approver = an_actor(session, Role.REVIEWER), an_actor(session, Role.APPROVER)
    in_review = a_submission(session, Status.IN_REVIEW)
    with refused("opinion_required"):
        return_for_correction(session, reviewer, LATER, YEAR, in_review, words)
    with refused("opinion_required"):
        review(session, reviewer, LATER, in_review, Proposal.DECLINE, words)
    with refused("opinion_required"):
        send_back(session, approver, LATER, a_submission(session, Status.REVIEWED), words)


def test_a_return_starts_48_clock_hours_and_leaves_the_batch(session: Session) -> None:
    submission = a_submission(session, Status.RETURNED)
    session.commit()
    assert submission.due_at == ON[Status.RETURNED] + timedelta(hours=48)
    assert member_of(session, submission) is None
    opinion = latest_opinion(session, submission)
    assert opinion is not None
    assert (opinion.proposal, opinion.round_number) == (Proposal.RETURN, 1)


def test_p_08_i_min_ends_corrections_at_the_closing_instant(session: Session) -> None:
    choice = msgspec.structs.replace(YEAR.parameter.resubmission_deadline, value="I-min")
    parameter = msgspec.structs.replace(YEAR.parameter, resubmission_deadline=choice)
    year = msgspec.structs.replace(YEAR, parameter=parameter)
    reviewer = an_actor(session, Role.REVIEWER)
    with refused("closed"):
        return_for_correction(
            session,
            reviewer,
            beijing("2025-11-17 10:00"),
            year,
            a_submission(session, Status.IN_REVIEW),
            "补",
        )
    late = a_submission(session, Status.IN_REVIEW)
    return_for_correction(session, reviewer, beijing("2025-11-14 20:00"), year, late, "补")
    assert late.due_at == beijing("2025-11-15 18:00")


def test_the_system_writes_no_opinion(session: Session) -> None:
    reviewer = an_actor(session, Role.REVIEWER)
    nobody = type(reviewer)(None, "无人", reviewer.roles, reviewer.offices)
    with refused("not_permitted"):
        review(session, nobody, LATER, a_submission(session, Status.IN_REVIEW), Proposal.PASS)


def test_6_1c_a_lapse_comes_after_the_last_instant_not_at_it(session: Session) -> None:
    submission = a_submission(session, Status.RETURNED)
    due = ON[Status.RETURNED] + timedelta(hours=48)
    with refused("wrong_status"):
        lapse(session, SYSTEM, due, submission)
    lapse(session, SYSTEM, due + timedelta(seconds=1), submission)
    with refused("lapsed"):
        lapse(session, SYSTEM, due + timedelta(seconds=2), submission)


def test_how_long_and_how_often_is_said_as_the_year_has_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = msgspec.structs.replace(YEAR.window, rounds=4, resubmit_within_hours=72)
    other = msgspec.structs.replace(YEAR, window=window)
    for module in ("review.lapse", "intake.in_words"):
        monkeypatch.setattr(f"zhicheng.{module}.load_year", {"2025": other}.__getitem__)
    submission = a_submission(session, Status.RETURNED)
    lapse(session, SYSTEM, LATER + timedelta(days=9), submission)
    reasons = session.scalars(select(Transition.reason).where(Transition.act == Act.LAPSE)).all()
    assert reasons == ["退回后72小时内未再次提交，逾期不予受理"]
    assert round_in_words(submission) == "1/4"


def test_everything_overdue_lapses_and_nothing_else(session: Session) -> None:
    late = [a_submission(session, Status.RETURNED) for _ in range(3)]
    for status in (Status.QUEUED, Status.APPROVED, Status.LAPSED):
        a_submission(session, status)
    session.commit()
    assert lapse_overdue(session, SYSTEM, ON[Status.RETURNED] + timedelta(hours=48)) == []
    assert lapse_overdue(session, SYSTEM, ON[Status.LAPSED]) == late
    session.commit()
    assert {one.status for one in late} == {Status.LAPSED}


@pytest.mark.parametrize("status", sorted(OPEN))
def test_a_withdrawn_submission_leaves_its_batch(session: Session, status: Status) -> None:
    submission = a_submission(session, status)
    withdraw(session, an_actor(session, Role.CLERK), LATER, submission, "本人要求")
    session.commit()
    assert submission.status is Status.WITHDRAWN
    assert member_of(session, submission) is None


def test_nobody_leaves_a_frozen_batch(session: Session) -> None:
    a_batch(session, BatchStatus.FROZEN)
    member = session.scalars(select(Batch)).one()
    assert member.status is BatchStatus.FROZEN
    submission = a_submission(session, Status.APPROVED)
    batch = a_batch(session, BatchStatus.FROZEN)
    joined = member_of(session, submission)
    assert joined is not None
    assert joined.batch is batch
    with refused("batch_frozen"):
        leave_batch(session, submission)
