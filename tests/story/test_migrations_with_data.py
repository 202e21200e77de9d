"""Migrations go down and up again over a database that holds a whole story: nothing is lost where nothing must be."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import a_certificate, a_record, a_submission
from tests.engines import MIGRATIONS
from zhicheng.intake.lifecycle import Status


def alembic_on(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in tables}  # noqa: S608


def test_down_and_up_again_keeps_every_row_and_brings_the_guards_back(engine: Engine) -> None:
    with Session(engine) as session:
        certificate = a_certificate(session)
        a_record(session, certificate.submission.applicant.id_number)
        for status in Status:
            a_submission(session, status)
        session.commit()
    before = counts(engine)
    with engine.begin() as connection:
        command.downgrade(alembic_on(connection), "0001")
    story = {
        name: before[name] for name in counts(engine) if name in before
    }  # later tables go, with their rows
    with engine.begin() as connection:
        connection.execute(text("UPDATE transition SET id = id"))
        command.upgrade(alembic_on(connection), "head")
    after = counts(engine)
    assert {name: after[name] for name in story} == story
    assert set(after) == set(before)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="refuses UPDATE"):
        connection.execute(text("UPDATE transition SET id = id"))


@pytest.mark.parametrize("statement", ["UPDATE letter SET part = 9", "DELETE FROM letter"])
def test_a_letter_that_was_sent_is_never_changed_nor_taken_away(engine: Engine, statement: str) -> None:
    with Session(engine) as session:
        a_submission(session, Status.RETURNED)
        session.commit()
    with engine.connect() as connection, pytest.raises(DBAPIError, match="letter refuses"):
        connection.execute(text(statement))
