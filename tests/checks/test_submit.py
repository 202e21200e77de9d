"""Handing in: window, rounds, 48 hours and archive are asked, then the checks run and are kept (clauses 1, 6.1, 6.3)."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import LATER, ON, YEAR, a_next_round, a_record, a_submission, an_actor, beijing
from tests.refused import refused
from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.run_checks import latest_run, replay, run_checks
from zhicheng.checks.submit import submit
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Round, Submission
from zhicheng.integrity.screening import Screening
from zhicheng.policy.vocabulary import Outcome
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.start_review import start_review
from zhicheng.staff.permission import Role


def hand_in(session: Session, submission: Submission, at: str, stamped: str | None = None) -> None:
    stamp = beijing(stamped) if stamped else None
    submit(session, an_actor(session, Role.CLERK), beijing(at), YEAR, submission, stamp)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2025-05-06 10:59:59", "not_open"),
        ("2025-11-15 18:00:00", "closed"),
        ("2026-01-01 00:00:00", "closed"),
    ],
)
def test_1_and_6_1a_a_first_round_comes_inside_the_window(session: Session, at: str, code: str) -> None:
    with refused(code):
        hand_in(session, a_submission(session, Status.DRAFT), at)


@pytest.mark.parametrize("at", ["2025-05-06 11:00:00", "2025-11-15 17:59:59.999999"])
def test_1_and_6_1a_the_first_and_the_last_instant_are_in_time(session: Session, at: str) -> None:
    submission = a_submission(session, Status.DRAFT)
    hand_in(session, submission, at)
    session.commit()
    assert submission.submitted_at == beijing(at)
    assert (submission.status, submission.rounds) == (Status.QUEUED, 1)


def test_the_stamp_of_the_platform_is_judged_not_the_arrival(session: Session) -> None:
    submission = a_submission(session, Status.DRAFT)
    hand_in(session, submission, "2025-11-20 09:00", "2025-11-15 17:00")
    opened = session.scalars(select(Round)).one()
    assert (opened.submitted_at, opened.received_at) == (
        beijing("2025-11-15 17:00"),
        beijing("2025-11-20 09:00"),
    )


def test_a_stamp_that_lies_in_the_future_is_bad_input(session: Session) -> None:
    with refused("bad_input"):
        hand_in(session, a_submission(session, Status.DRAFT), "2025-09-01 09:00", "2025-09-01 09:00:01")


def test_6_1c_48_hours_include_their_last_instant(session: Session) -> None:
    returned = a_submission(session, Status.RETURNED)
    due = ON[Status.RETURNED] + timedelta(hours=48)
    with refused("past_48_hours"):
        submit(session, an_actor(session, Role.CLERK), due + timedelta(microseconds=1), YEAR, returned)
    submit(session, an_actor(session, Role.CLERK), due, YEAR, returned)
    assert returned.rounds == 2
    assert returned.due_at is None


def test_6_1d_a_fourth_round_is_refused(session: Session) -> None:
    submission = a_submission(session, Status.RETURNED)
    a_next_round(session, submission)
    reviewer, now = an_actor(session, Role.REVIEWER), LATER + timedelta(hours=1)
    start_review(session, reviewer, now, submission)
    return_for_correction(session, reviewer, now, YEAR, submission, "再补")
    a_next_round(session, submission, now)
    start_review(session, reviewer, now, submission)
    with refused("no_rounds_left"):
        return_for_correction(session, reviewer, now, YEAR, submission, "三补")
    with refused("no_rounds_left"):
        a_next_round(session, submission, now)


@pytest.mark.parametrize(
    ("status", "code"),
    [(Status.QUEUED, "wrong_status"), (Status.APPROVED, "wrong_status"), (Status.LAPSED, "lapsed")],
)
def test_what_lies_with_the_office_is_not_handed_in(session: Session, status: Status, code: str) -> None:
    with refused(code):
        a_next_round(session, a_submission(session, status))


def test_6_3_a_barred_person_is_refused_until_the_last_day_inclusive(session: Session) -> None:
    submission = a_submission(session, Status.DRAFT)
    a_record(session, submission.applicant.id_number, date(2022, 9, 1))
    with refused("barred") as caught:
        hand_in(session, submission, "2025-09-01 23:59:59")
    assert caught.value.facts["until"] == "2025-09-01"
    hand_in(session, submission, "2025-09-02 00:00")


def test_the_run_keeps_enough_to_be_computed_again(session: Session) -> None:
    submission = a_submission(session)
    session.commit()
    run = latest_run(session, submission)
    assert run is not None
    assert replay(run, YEAR)
    assert not replay(run, msgspec.structs.replace(YEAR, sha256="sha256:0"))
    assert (run.round_number, run.outcome) == (1, Outcome.ELIGIBLE)
    screened = session.scalars(select(Screening)).one()
    assert (screened.stage.value, screened.barred) == ("submit", False)


def test_checks_run_again_are_kept_beside_the_first(session: Session) -> None:
    submission = a_submission(session)
    run_checks(session, an_actor(session, Role.REVIEWER), LATER, YEAR, submission)
    assert len(session.scalars(select(CheckRun)).all()) == 2
    with refused("not_permitted"):
        run_checks(session, an_actor(session, Role.ISSUER), LATER, YEAR, submission)
