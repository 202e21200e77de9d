"""Hand out the file that proves a record."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def hand_out_evidence(session: Session, actor: Actor, now: datetime, record: IntegrityRecord) -> str:
    """The digest of the evidence; that it was taken is audited. Raises Refusal ``not_found`` where there is none."""
    actor.must(Permission.KEEP_INTEGRITY)
    if record.evidence_digest is None:
        raise Refusal(RefusalCode.NOT_FOUND, "这条记录没有上传证据材料。")
    audit.note(session, actor, now, "download_evidence", record, {"digest": [None, record.evidence_digest]})
    return record.evidence_digest
