"""Let somebody in again who typed a wrong password too often."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission
from zhicheng.staff.staff import Staff


def unlock(session: Session, actor: Actor, now: datetime, staff: Staff) -> Staff:
    """End the lock of ``staff`` and forget the failures. Raises Refusal ``not_permitted``."""
    actor.must(Permission.MANAGE_STAFF)
    before = staff.failed_sign_ins
    staff.forget_failures()
    session.flush()
    audit.note(session, actor, now, "unlock", staff, {"failed_sign_ins": [before, 0]})
    return staff
