"""Show an identity number in full: with a reason, audited, and not by the hundred (PIPL)."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.kernel import audit
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.clock import utc
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

ACT: Final = "reveal_identity"
MOST_AN_HOUR: Final = 30
SHORTEST_REASON: Final = 4


def reveal(session: Session, actor: Actor, now: datetime, applicant: Applicant, reason: str) -> str:
    """The whole number. Raises Refusal ``not_permitted``, ``opinion_required`` without a reason, ``too_often``."""
    actor.must(Permission.READ_ATTACHMENTS)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            RefusalCode.OPINION_REQUIRED,
            f"查看完整证件号码须写明事由，至少 {SHORTEST_REASON} 个字。事由会记入审计。",
        )
    seen = select(func.count()).where(
        AuditEntry.actor_id == actor.id,
        AuditEntry.act == ACT,
        AuditEntry.at > utc(now) - timedelta(hours=1),
    )
    if (session.scalar(seen) or 0) >= MOST_AN_HOUR:
        raise Refusal(
            RefusalCode.TOO_OFTEN,
            f"一小时内最多查看 {MOST_AN_HOUR} 个完整证件号码，现已用完。请稍后再试；确需批量核对的请联系审计员。",
        )
    audit.note(session, actor, now, ACT, applicant, reason=reason.strip())
    return applicant.id_number
