"""Whether a record bars on a day, asked of the whole archive at once (clause 6.3)."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.choice import Choice


class RecordStanding(Choice):
    """What a record is on a day. Every record whose decision was made by then is exactly one of these."""

    IN_FORCE = "in_force", "在记录期内"
    EXPIRED = "expired", "记录期已满"
    LIFTED = "lifted", "已解除"


def stands(standing: RecordStanding, day: date) -> ColumnElement[bool]:
    """Records that stand so on ``day``; the same days as ``Bar.covers`` says of one."""
    lifted = and_(IntegrityRecord.lifted_on.is_not(None), IntegrityRecord.lifted_on <= day)
    not_lifted = or_(IntegrityRecord.lifted_on.is_(None), IntegrityRecord.lifted_on > day)
    return {
        RecordStanding.IN_FORCE: and_(
            not_lifted, IntegrityRecord.from_date <= day, IntegrityRecord.until >= day
        ),
        RecordStanding.EXPIRED: and_(not_lifted, IntegrityRecord.until < day),
        RecordStanding.LIFTED: lifted,
    }[standing]
