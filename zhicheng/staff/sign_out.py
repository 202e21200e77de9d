"""Sign out."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.staff.actor import Actor
from zhicheng.staff.sign_in_session import SignInSession


def sign_out(session: Session, actor: Actor, now: datetime, live: SignInSession) -> None:
    """End this session for good: a copy of its cookie opens nothing any more. Doing it twice is doing it once."""
    if live.ended_at is not None:
        return
    live.ended_at = now
    session.flush()
    audit.note(session, actor, now, "sign_out", live.staff)
