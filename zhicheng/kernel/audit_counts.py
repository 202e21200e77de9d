"""How much was done, for who looks after it."""

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
