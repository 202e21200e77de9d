"""Whose browser is this?"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.staff.sign_in_session import SignInSession, token_hash

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
TOUCH_EVERY = timedelta(minutes=1)


def session_of(
    session: Session, now: datetime, token: str, *, idle: timedelta = IDLE, absolute: timedelta = ABSOLUTE
) -> SignInSession | None:
    """The live session of a cookie's token, or None: unknown, ended, idle too long, too old, or the person has left.

    Reads only; whether ``touch`` is due is for the door to ask, so that a page view needs no writing transaction.
    """
    live = session.scalar(select(SignInSession).where(SignInSession.token_hash == token_hash(token)))
    if live is None or live.ended_at is not None or not live.staff.active:
        return None
    if now - live.seen_at > idle or now - live.started_at > absolute:
        return None
    return live


def touch_due(now: datetime, live: SignInSession) -> bool:
    """Whether a minute has passed since the session was last written down as seen."""
    return now - live.seen_at >= TOUCH_EVERY


def touch(session: Session, now: datetime, live: SignInSession) -> None:
    """Write down that the session was seen. Never brings an ended one back: that is another column."""
    live.seen_at = now
    session.flush()
