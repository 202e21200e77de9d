"""Let a list leave the house: written down before the first row goes out, whole identity numbers with a reason only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from zhicheng.intake.reveal import SHORTEST_REASON
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

ACT: Final = "export_list"
MOST_ROWS: Final = 1_000_000
MOST_WHOLE: Final = 1_000


def hand_out_list(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    table: str,
    rows: int,
    columns: Sequence[str],
    narrowed_by: Sequence[str] = (),
    whole: bool = False,
    reason: str = "",
) -> None:
    """Allow and record the export of ``rows`` rows of ``table``; ``whole``: identity numbers unmasked.

    Raises Refusal ``bad_input`` for more rows than a sheet holds; for whole numbers ``not_permitted``,
    ``opinion_required`` without a reason, ``bad_input`` above a thousand.
    """
    if rows > MOST_ROWS:
        raise _refused(f"一次最多导出 {MOST_ROWS:,} 条，现有 {rows:,} 条。请先筛选，再分次导出。")
    if whole:
        actor.must(Permission.READ_ATTACHMENTS)
        if len(reason.strip()) < SHORTEST_REASON:
            raise Refusal(
                RefusalCode.OPINION_REQUIRED,
                f"导出完整证件号码须写明事由，至少 {SHORTEST_REASON} 个字。事由会记入审计；不需要完整号码时请取消勾选。",
            )
        if rows > MOST_WHOLE:
            raise _refused(
                f"带完整证件号码的名单一次最多导出 {MOST_WHOLE:,} 条，现有 {rows:,} 条。请先筛选，例如按批次导出。"
            )
    audit.record(
        session,
        actor_id=actor.id,
        actor_name=actor.name,
        now=now,
        act=ACT,
        subject_kind=table,
        subject_id=None,
        changes={
            "rows": [None, rows],
            "columns": [None, "、".join(columns)],
            **({"narrowed_by": [None, "；".join(narrowed_by)]} if narrowed_by else {}),
            **({"whole_numbers": [None, True]} if whole else {}),
        },
        reason=reason.strip() if whole else "",
    )


def _refused(sentence: str) -> Refusal:
    return Refusal(RefusalCode.BAD_INPUT, sentence)
