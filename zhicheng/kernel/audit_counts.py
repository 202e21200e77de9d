"""How much was done, and when last, for who looks after it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.clock import utc
from zhicheng.kernel.table import Beside


def count_since(session: Session, since: datetime, acts: Collection[str] = ()) -> int:
    """Entries since that instant; of these acts only, when some are given."""
    counting = select(func.count()).select_from(AuditEntry).where(AuditEntry.at >= utc(since))
    return session.scalar(counting.where(Beside(AuditEntry.act).in_(sorted(acts))) if acts else counting) or 0


def last_done(session: Session, act: str) -> datetime | None:
    """When something was done last; None: never."""
    return session.scalar(
        select(AuditEntry.at).where(AuditEntry.act == act).order_by(AuditEntry.id.desc()).limit(1)
    )
