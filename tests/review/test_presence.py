"""Who looks at what, for as long as they do; and the next one is never somebody else's."""

from datetime import timedelta

from tests.builders import LATER, a_submission, an_actor
from zhicheng.intake.lifecycle import Status
from zhicheng.review.presence import FORGOTTEN_AFTER, look_at, look_away, others_at, taken_by_others
from zhicheng.review.queue import next_in_queue
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Presence

SECOND = timedelta(seconds=1)


def test_others_are_named_and_oneself_is_not(session):
    submission = a_submission(session)
    me, other = an_actor(session, Role.REVIEWER, name="王海峰"), an_actor(session, Role.REVIEWER, name="李梅")
    for actor in (me, other, me):
        look_at(session, actor, LATER, submission)
    assert others_at(session, me, LATER, submission) == ["李梅"]
    assert others_at(session, other, LATER, submission) == ["王海峰"]


def test_who_falls_silent_is_forgotten_after_ninety_seconds(session):
    submission = a_submission(session)
    me, other = an_actor(session, Role.REVIEWER), an_actor(session, Role.REVIEWER, name="李梅")
    look_at(session, other, LATER, submission)
    assert others_at(session, me, LATER + FORGOTTEN_AFTER, submission) == ["李梅"]
    assert others_at(session, me, LATER + FORGOTTEN_AFTER + SECOND, submission) == []
    look_at(session, me, LATER + FORGOTTEN_AFTER + SECOND, submission)
    assert session.query(Presence).count() == 1  # what is old is gone, not only hidden


def test_who_leaves_is_gone_at_once(session):
    submission, other = a_submission(session), an_actor(session, Role.REVIEWER)
    look_at(session, other, LATER, submission)
    look_away(session, other, submission)
    assert session.query(Presence).count() == 0


def test_the_next_one_is_never_under_somebody_elses_hands(session):
    queue = [a_submission(session) for _ in range(3)]
    me, other = an_actor(session, Role.REVIEWER), an_actor(session, Role.REVIEWER)
    look_at(session, other, LATER, queue[1])
    look_at(session, me, LATER, queue[2])  # my own window does not count
    avoid = taken_by_others(session, me, LATER)
    assert next_in_queue(session, queue[0], Status.QUEUED, tuple(Office), avoid) is queue[2]
    look_at(session, other, LATER, queue[2])
    avoid = taken_by_others(session, me, LATER)
    assert next_in_queue(session, queue[0], Status.QUEUED, tuple(Office), avoid) is None
