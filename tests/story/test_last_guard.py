"""The database refuses what no program may do, on both engines (design.md section 1, point 6)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import LATER, a_batch, a_certificate, a_record, a_submission, an_actor
from tests.unguarded import unguarded
from zhicheng.intake.lifecycle import Status
from zhicheng.integrity.ask_archive import ask_archive
from zhicheng.kernel import audit
from zhicheng.kernel.audit import broken_links
from zhicheng.staff.permission import Role

APPEND_ONLY = (
    "audit_entry",
    "transition",
    "submission_round",
    "review_opinion",
    "decision",
    "check_run",
    "screening",
    "integrity_inquiry",
    "integrity_inquiry_person",
)
KEPT_FOR_GOOD = ("submission", "certificate", "integrity_record", "batch", "staff", "attachment")


@pytest.fixture
def whole(session: Session) -> Session:
    """A database with a row in every table that is guarded."""
    certificate = a_certificate(session)
    number = certificate.submission.applicant.id_number
    a_record(session, number)
    ask_archive(session, an_actor(session, Role.REVIEWER), LATER, number, LATER.date(), "核对名单")
    session.commit()
    return session


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_written_is_not_rewritten(whole: Session, table: str) -> None:
    with pytest.raises(DBAPIError, match="refuses UPDATE"):
        whole.execute(text(f"UPDATE {table} SET id = id"))  # noqa: S608
    whole.rollback()


@pytest.mark.parametrize("table", [*APPEND_ONLY, *KEPT_FOR_GOOD])
def test_what_was_written_is_not_deleted(whole: Session, table: str) -> None:
    with pytest.raises(DBAPIError, match="refuses DELETE"):
        whole.execute(text(f"DELETE FROM {table}"))  # noqa: S608
    whole.rollback()


@pytest.mark.parametrize(
    "status", [status for status in Status if status not in (Status.QUEUED, Status.RETURNED)]
)
def test_a_status_that_no_transition_explains_is_refused(session: Session, status: Status) -> None:
    submission = a_submission(session)
    session.commit()
    with pytest.raises(DBAPIError, match="no transition explains this status"):
        session.execute(
            text("UPDATE submission SET status = :status WHERE id = :id"),
            {"status": status.value, "id": submission.id},
        )
    session.rollback()


def test_an_old_transition_explains_no_new_status(session: Session) -> None:
    submission = a_submission(session, Status.IN_REVIEW)
    session.commit()
    with pytest.raises(DBAPIError, match="no transition explains this status"):
        session.execute(text("UPDATE submission SET status = 'queued' WHERE id = :id"), {"id": submission.id})
    session.rollback()


def test_a_submission_begins_as_a_draft(session: Session) -> None:
    submission = a_submission(session)
    session.commit()
    columns = ", ".join(
        column.name
        for column in submission.__table__.columns
        if column.name not in ("id", "number", "reference")
    )
    copy = f"INSERT INTO submission (number, reference, {columns}) SELECT 'X', 'X', {columns} FROM submission"  # noqa: S608
    with pytest.raises(DBAPIError, match="a submission begins as a draft"):
        session.execute(text(copy))
    session.rollback()


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE submission SET rounds = 4", "at_most_three_rounds"),
        ("UPDATE submission SET due_at = registered_at", "a_deadline_runs_while_returned"),
        ("UPDATE submission SET title_held_level = 'senior'", "a_title_held_is_whole_or_absent"),
        ("UPDATE submission SET publicity_to = NULL", "a_publicity_has_both_ends_or_none"),
        ("UPDATE submission SET status = 'lost'", "status_is_known|no transition explains"),
        ("UPDATE applicant SET name = ''", "name_has_1_to_50_characters"),
        ("UPDATE applicant SET id_number = '1'", "identity_number_has_18"),
        ("UPDATE batch SET frozen_at = NULL", "a_closed_batch_was_frozen"),
        ("UPDATE batch SET notice_number = NULL", "a_published_batch_has_a_notice_number"),
        ("UPDATE certificate SET digest = NULL", "an_issued_certificate_has_a_file"),
        ("UPDATE certificate SET status = 'revoked'", "a_revoked_certificate_says_when"),
        ("UPDATE integrity_record SET until = '2000-01-01'", "a_record_ends_after_it_begins"),
        ("UPDATE integrity_record SET lifted_on = from_date", "a_lifted_record_was_confirmed"),
    ],
)
def test_what_can_never_be_true_is_a_constraint(whole: Session, statement: str, constraint: str) -> None:
    with pytest.raises(DBAPIError, match=constraint):
        whole.execute(text(statement))
    whole.rollback()


def test_the_chain_is_whole_after_a_whole_story(session: Session) -> None:
    a_batch(session, size=2)
    for status in Status:
        a_submission(session, status)
    session.commit()
    assert list(broken_links(session)) == []


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entry SET actor_name = '别人' WHERE id = 3", [3]),
        ("UPDATE audit_entry SET reason = '改' WHERE id = 1", [1]),
        ("UPDATE audit_entry SET changes = '{}' WHERE id = 4", [4]),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE id = 4", [4]),
        ("UPDATE audit_entry SET entry_hash = previous_hash WHERE id = 4", [4, 5]),
        ("DELETE FROM audit_entry WHERE id = 3", [4]),
    ],
)
def test_meddling_with_the_trail_is_found(session: Session, statement: str, broken: list[int]) -> None:
    a_submission(session, Status.IN_REVIEW)
    audit.record(
        session, actor_id=None, actor_name="系统", now=LATER, act="x", subject_kind="staff", subject_id=None
    )
    session.commit()
    first = next(iter(session.execute(text("SELECT min(id) FROM audit_entry")).scalars()))
    assert first == 1
    unguarded(session, ["audit_entry"], statement)
    assert list(broken_links(session)) == broken
