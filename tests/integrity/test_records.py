"""The archive: three years from the decision, lifted by two, every look-up traced (clause 6.3, domain.md 5.2)."""

from datetime import date

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import LATER, YEAR, a_record, a_submission, an_actor, an_id_number
from tests.refused import refused
from zhicheng.intake.lifecycle import OPEN, Status
from zhicheng.integrity.affected import affected_submissions
from zhicheng.integrity.lift_record import lift_record, propose_lift
from zhicheng.integrity.look_up import look_up
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.integrity.record_standing import RecordStanding, stands
from zhicheng.integrity.screen import screen
from zhicheng.integrity.screening import Stage
from zhicheng.kernel.audit import AuditEntry
from zhicheng.staff.permission import Role


@pytest.mark.parametrize(
    ("from_date", "until"),
    [(date(2022, 10, 1), date(2025, 10, 1)), (date(2024, 2, 29), date(2027, 2, 28))],
)
def test_a_record_bars_through_the_corresponding_day(session: Session, from_date: date, until: date) -> None:
    assert a_record(session, an_id_number(), from_date).until == until


@pytest.mark.parametrize("word", ["facts_found", "legal_basis", "decision_number", "decision_body"])
def test_a_record_names_facts_basis_number_and_body(session: Session, word: str) -> None:
    with refused("bad_input"):
        a_record(session, an_id_number(), **{word: " "})


def test_a_decision_of_tomorrow_is_no_decision(session: Session) -> None:
    with refused("bad_input"):
        a_record(session, an_id_number(), date(2025, 9, 2))


def test_one_decision_about_one_person_stands_there_once(session: Session) -> None:
    number = an_id_number()
    a_record(session, number, decision_number="决1号")
    a_record(session, an_id_number(), decision_number="决1号")
    with refused("bad_input"):
        a_record(session, number, decision_number="决1号")


def test_lifting_takes_a_proposal_a_reason_and_a_second_person(session: Session) -> None:
    record = a_record(session, an_id_number())
    first, second = an_actor(session, Role.INTEGRITY_OFFICER), an_actor(session, Role.INTEGRITY_OFFICER)
    with refused("wrong_status"):
        lift_record(session, second, LATER, record)
    for reason, number in (("", "解1号"), ("错录", " ")):
        with refused("opinion_required"):
            propose_lift(session, first, LATER, record, reason=reason, decision_number=number)
    propose_lift(session, first, LATER, record, reason="错录", decision_number="解1号")
    assert record.bar.covers(date(2025, 9, 3))
    with refused("same_person"):
        lift_record(session, first, LATER, record)
    with refused("not_permitted"):
        lift_record(session, an_actor(session, Role.APPROVER), LATER, record)
    lift_record(session, second, LATER, record)
    session.commit()
    assert not record.bar.covers(date(2025, 9, 3))
    with refused("wrong_status"):
        lift_record(session, second, LATER, record)
    with refused("wrong_status"):
        propose_lift(session, first, LATER, record, reason="再", decision_number="解2号")


def test_only_the_integrity_officer_keeps_records(session: Session) -> None:
    record = a_record(session, an_id_number())
    with refused("not_permitted"):
        propose_lift(
            session, an_actor(session, Role.REVIEWER), LATER, record, reason="因", decision_number="解"
        )


def test_a_look_up_answers_in_order_and_leaves_a_trace_without_numbers(session: Session) -> None:
    barred, free = an_id_number(), an_id_number()
    a_record(session, barred, date(2024, 3, 1))
    officer = an_actor(session, Role.INTEGRITY_OFFICER)
    pasted = "\u200b ".join(
        chr(ord(sign) + 0xFEE0) for sign in barred
    )  # full-width, as some input methods give
    answers = look_up(session, officer, LATER, [free, barred.lower(), pasted], date(2025, 9, 3), "核对")
    assert [(one.barred, one.until, one.records) for one in answers] == [
        (False, None, 0),
        (True, date(2027, 3, 1), 1),
        (True, date(2027, 3, 1), 1),
    ]
    assert answers[1].masked_id == barred[:6] + "*" * 8 + barred[14:]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.reason) == ("look_up_integrity", "核对")
    assert barred not in str(entry.changes)


def test_a_clerk_does_not_look_people_up(session: Session) -> None:
    with refused("not_permitted"):
        look_up(session, an_actor(session, Role.CLERK), LATER, ["1"], date(2025, 9, 3))


@pytest.mark.parametrize(
    ("scope", "route", "barred"),
    [
        ("above_held", "initial_junior", True),
        ("above_held", "fanghuiju", True),
        ("next_level_only", "initial_junior", False),
        ("next_level_only", "fanghuiju", True),
        ("any_application", "initial_junior", True),
    ],
)
def test_p_09_whom_a_record_bars(session: Session, scope: str, route: str, barred: bool) -> None:
    submission = a_submission(session, Status.DRAFT, route)
    a_record(session, submission.applicant.id_number)
    if scope != "above_held":
        choice = msgspec.structs.replace(YEAR.parameter.bar_scope, value=scope)
        parameter = msgspec.structs.replace(YEAR.parameter, bar_scope=choice)
        year = msgspec.structs.replace(YEAR, parameter=parameter)
    else:
        year = YEAR
    clerk = an_actor(session, Role.CLERK)
    assert screen(session, clerk, LATER, year, submission, Stage.SUBMIT).barred is barred


def test_who_is_hit_are_the_open_and_the_approved(session: Session) -> None:
    for status in Status:
        submission = a_submission(session, status)
        record = a_record(session, submission.applicant.id_number)
        hit = affected_submissions(session, record)
        assert list(hit) == ([submission] if status in OPEN or status is Status.APPROVED else [])


def test_every_record_stands_as_its_bar_says(session: Session) -> None:
    """On each day a record is in force exactly when its bar covers the day, and one of the three always."""
    first, second = (an_actor(session, Role.INTEGRITY_OFFICER, name=name) for name in ("甲", "乙"))
    lifted = a_record(session, an_id_number(), date(2024, 1, 1))
    propose_lift(session, first, LATER, lifted, reason="原决定已撤销", decision_number="决9号")
    lift_record(session, second, LATER, lifted)
    for start in (date(2021, 3, 1), date(2024, 5, 1)):
        a_record(session, an_id_number(), start)
    for day in (date(2024, 3, 1), date(2024, 3, 2), lifted.bar.last_day, lifted.lifted_on, date(2030, 1, 1)):
        for record in session.scalars(select(IntegrityRecord).where(IntegrityRecord.from_date <= day)):
            found = [
                one
                for one in RecordStanding
                if session.scalar(
                    select(IntegrityRecord.id).where(stands(one, day), IntegrityRecord.id == record.id)
                )
            ]
            assert len(found) == 1
            assert (found == [RecordStanding.IN_FORCE]) is record.bar.covers(day)
