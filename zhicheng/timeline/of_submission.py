"""The timeline of one submission."""

from sqlalchemy.orm import Session

from zhicheng.intake.submission import Submission
from zhicheng.staff.actor import Actor
from zhicheng.timeline.event import Event
from zhicheng.timeline.trail import entries_about, events_of, inquiries_about, newest_first, told


def submission_timeline(session: Session, actor: Actor, submission: Submission) -> list[Event]:
    """Everything since it was registered, newest first: the submission's own, and what was done to its person meanwhile.

    Whether ``actor`` may read the submission is asked by the door's scope; look-ups in the archive are left out for
    who may not know of them.
    """
    events = list(events_of(session, submission))
    since = submission.registered_at
    person = [told(entry) for entry in entries_about(session, "applicant", [submission.applicant_id])]
    person += inquiries_about(session, actor, submission.applicant_id)
    return newest_first(session, [*events, *(event for event in person if event.at >= since)])
