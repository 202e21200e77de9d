"""What the desk keeps for good goes through every migration, and the database lets nobody change it."""

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import LATER, YEAR, a_submission, an_actor
from tests.house.test_schema import alembic_on
from zhicheng.intake.attach import current_attachments
from zhicheng.intake.lifecycle import Status
from zhicheng.review.keep_words import keep_words
from zhicheng.review.pin import Spot, pin
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.staff.permission import Role

TABLES = ("review_draft", "material_verdict", "defect")


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables."""
    with engine.connect() as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))]  # noqa: S608
            for table in TABLES
        }


def pinned(session: Session) -> None:
    """A return with a pinned defect."""
    reviewer = an_actor(session, Role.REVIEWER)
    submission = a_submission(session, Status.IN_REVIEW, reviewer=reviewer)
    file = current_attachments(session, submission)[0]
    pin(session, reviewer, LATER, submission, Spot(file.id, "4.1", "不清晰", 1, (1, 2, 3, 4)))
    return_for_correction(session, reviewer, LATER, YEAR, submission, "请补正。")


def test_drafts_verdicts_and_defects_go_down_and_up_again_and_the_keys_go_on(engine: Engine) -> None:
    with Session(engine) as session:
        pinned(session)
        other = a_submission(session, Status.IN_REVIEW)
        keep_words(session, an_actor(session, Role.REVIEWER), LATER, other, "return", "半句")
        session.commit()
    before = rows(engine)
    assert all(before.values())
    with engine.begin() as connection:
        command.downgrade(alembic_on(connection), "0006")
    with engine.begin() as connection:
        command.upgrade(alembic_on(connection), "head")
    assert rows(engine) == before
    with Session(engine) as session:
        pinned(session)
        session.commit()
    assert len(rows(engine)["defect"]) == 2


@pytest.mark.parametrize("table", ["material_verdict", "defect"])
@pytest.mark.parametrize("act", ["UPDATE {} SET kind = 'other'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_found(engine: Engine, table: str, act: str) -> None:
    with Session(engine) as session:
        pinned(session)
        session.commit()
    with engine.connect() as connection, pytest.raises(DBAPIError, match="refuses"):
        connection.execute(text(act.format(table)))
