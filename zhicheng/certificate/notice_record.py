"""The frozen list for machines: whoever has it can compute the root, and so check the notice without asking us."""

import msgspec
from sqlalchemy.orm import Session

from zhicheng.decision.check_list import lines_of, list_of, withheld_keys
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch

SCHEMA = "zhicheng.name-list/1"


def notice_record(session: Session, batch: Batch) -> bytes:
    """JSON with the lines as they were hashed and their salts; of a line that is not published only its hash.

    Raises Refusal ``wrong_status`` for a batch without a frozen list.
    """
    listed = list_of(session, batch)
    if listed is None:
        raise Refusal(
            RefusalCode.WRONG_STATUS, f"批次 {batch.number} 没有固定的名单，不能导出。请先冻结批次。"
        )
    held = withheld_keys(session, batch)
    return msgspec.json.encode(
        {
            "schema": SCHEMA,
            "batch": batch.number,
            "notice_number": batch.notice_number,
            "hash": "RFC 9162, SHA-256; leaf = SHA-256(00 || salt || line)",
            "root": listed.root,
            "size": listed.size,
            "lines": [
                {"leaf": one.leaf.hex()} if one.id in held else {"salt": one.salt, "line": one.line}
                for one in lines_of(session, batch)
            ],
        }
    )
