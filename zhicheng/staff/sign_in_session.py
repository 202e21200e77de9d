"""A signed-in browser, kept on the server so that it really ends when it ends."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from zhicheng.kernel.table import Base
from zhicheng.staff.staff import Staff


class SignInSession(Base):
    """One sign-in. The cookie holds a random token, the table its SHA-256: a copy of the table opens nothing."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256 of the cookie's token")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(comment="last request, to the minute")
    ended_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(lazy="joined")


@dataclass(frozen=True)
class SignedIn:
    """A session just opened, and the token for its cookie, which exists nowhere else."""

    session: SignInSession
    token: str


def token_hash(token: str) -> str:
    """What the table keeps of a token. A 256-bit random token needs no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def open_session(session: Session, now: datetime, staff: Staff) -> SignedIn:
    """A new session of ``staff`` with a token that nobody has seen before."""
    token = secrets.token_urlsafe(32)
    opened = SignInSession(token_hash=token_hash(token), staff=staff, started_at=now, seen_at=now)
    session.add(opened)
    session.flush()
    return SignedIn(opened, token)


def end_sessions(session: Session, now: datetime, staff: Staff) -> None:
    """End every session of ``staff``, in every browser."""
    still_open = select(SignInSession).where(
        SignInSession.staff_id == staff.id, SignInSession.ended_at.is_(None)
    )
    for live in session.scalars(still_open):
        live.ended_at = now
    session.flush()
