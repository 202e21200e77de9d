"""The timeline of one person."""

from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.people import submissions_of
from zhicheng.integrity.about import records_about
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission
from zhicheng.timeline.event import Event
from zhicheng.timeline.trail import entries_about, events_of, inquiries_about, newest_first, told


def person_timeline(session: Session, actor: Actor, person: Applicant) -> list[Event]:
    """Everything about the person, newest first: what both offices may know, and the submissions of ``actor``'s offices.

    Look-ups show for who may ask the archive or reads the trail, records only for who keeps it or reads the trail.
    """
    events = [told(entry) for entry in entries_about(session, "applicant", [person.id])]
    for submission in submissions_of(session, person, actor.offices):
        events += events_of(session, submission)
    events += inquiries_about(session, actor, person.id)
    if {Permission.KEEP_INTEGRITY, Permission.READ_AUDIT} & actor.permissions:
        keys = [record.id for record in records_about(session, person)]
        events += [told(entry) for entry in entries_about(session, "integrity_record", keys)]
    return newest_first(session, events)
