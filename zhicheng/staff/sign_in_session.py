"""A signed-in browser, kept on the server so that it really ends when it ends."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.kernel.table import Base
from zhicheng.staff.staff import Staff


class SignInSession(Base):
    """One sign-in. The cookie holds a random token; the table only its SHA-256, so a copy of the table opens nothing."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256 of the cookie's token")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(comment="last request, to the minute")
    ended_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(lazy="joined")
