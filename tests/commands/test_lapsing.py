"""Overdue submissions lapse by themselves while the panel is served (clause 6.1c: 逾期不予受理)."""

import threading

import pytest
from sqlalchemy.exc import OperationalError

from tests.builders import ON, a_submission
from zhicheng.commands import lapsing
from zhicheng.intake.lifecycle import Status
from zhicheng.tables import Submission, Transition


@pytest.fixture
def returned(panel, story) -> int:
    with story() as session:
        return a_submission(session, Status.RETURNED).id


def status_of(story, key: int) -> Status:
    with story() as session:
        return session.get_one(Submission, key).status


def test_clause_6_1c_48_hours_later_the_system_itself_closes_it(panel, story, returned, monkeypatch):
    stop = threading.Event()
    stop.set()
    monkeypatch.setitem(panel.config, "ZHICHENG_NOW", None)
    monkeypatch.setattr(lapsing, "present", lambda: ON[Status.RETURNED])
    lapsing.keep_lapsing(panel, stop)
    assert status_of(story, returned) is Status.RETURNED
    monkeypatch.setattr(lapsing, "present", lambda: ON[Status.LAPSED])
    lapsing.keep_lapsing(panel, stop)
    assert status_of(story, returned) is Status.LAPSED
    with story() as session:
        last = session.query(Transition).order_by(Transition.id.desc()).first()
        assert (last.actor_id, last.at) == (None, ON[Status.LAPSED])


def test_a_clock_that_stands_still_closes_nothing(panel, story, returned):
    panel.config["ZHICHENG_NOW"] = ON[Status.LAPSED]
    lapsing.keep_lapsing(panel, threading.Event())
    assert status_of(story, returned) is Status.RETURNED


def test_a_database_that_is_away_is_looked_for_again(panel, story, returned, monkeypatch):
    monkeypatch.setitem(panel.config, "ZHICHENG_NOW", ON[Status.LAPSED])
    monkeypatch.setattr(lapsing, "overdue", away)
    lapsing.lapse_what_is_late(panel)
    monkeypatch.undo()
    panel.config["ZHICHENG_NOW"] = ON[Status.LAPSED]
    lapsing.lapse_what_is_late(panel)
    assert status_of(story, returned) is Status.LAPSED


def away(*_: object) -> None:
    """As SQLAlchemy says it."""
    raise OperationalError("select", {}, Exception("gone"))
