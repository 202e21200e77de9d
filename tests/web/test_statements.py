"""How often the pages that people look at all day ask the database: few times, and as often with many rows as with few."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from tests.builders import a_submission
from zhicheng.database import db
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.permission import Role

LIST, DETAILS, HOME = "/admin/submission/", "/admin/submission/details/?id=1", "/"
MOST = {
    LIST: 12,  # four of them for who is signed in; one each for habit, counts, keys, tallies, rows, views, the menu
    f"{LIST}?flt_status_is=queued&flt_route_is=award_intermediate": 13,
    f"{LIST}?flt_outcome_is=eligible": 14,
    DETAILS: 45,
    HOME: 20,
}


@pytest.fixture
def asked(panel: Flask) -> Iterator[list[str]]:
    """The statements sent so far."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with panel.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("address", MOST)
def test_a_page_asks_few_questions_and_no_more_of_many_rows(people, story, asked, address):
    client, numbers = people(Role.REVIEWER), []
    for size in (2, 6):
        with story() as session:
            for _ in range(size):
                a_submission(session, Status.QUEUED, route="award_intermediate")
        client.get(address)  # what is asked but once, of a fresh session
        asked.clear()
        assert client.get(address).status_code == 200
        numbers.append(len(asked))
    assert numbers[1] <= numbers[0] <= MOST[address], "\n".join(asked)
