"""The frozen name list as a spreadsheet or CSV, from the frozen lines only (JSON: ``certificate/notice_record.py``)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.hand_out_notice import must_be_whole
from zhicheng.decision.check_list import lines_of, list_of
from zhicheng.decision.line_in_force import lines_in_force
from zhicheng.decision.list_line import ENTRIES
from zhicheng.exchange.spreadsheet import Row, csv_chunks, xlsx_chunks
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

SHOWN = tuple(entry for entry in ENTRIES if entry != "decision")


def name_list_rows(session: Session, actor: Actor, now: datetime, batch: Batch) -> Iterator[tuple[str, ...]]:
    """Headings, then a row a line; the export is audited before the first row goes out.

    Raises Refusal ``wrong_status`` without a frozen list, ``not_as_listed`` where the list was meddled with.
    """
    actor.must(Permission.READ_BATCHES, batch.office)
    if list_of(session, batch) is None:
        raise Refusal(
            RefusalCode.WRONG_STATUS, f"批次 {batch.number} 没有固定的名单，不能导出。请先冻结批次。"
        )
    must_be_whole(session, batch)
    audit.note(session, actor, now, "export_name_list", batch)
    return _rows(session, batch)


def _rows(session: Session, batch: Batch) -> Iterator[tuple[str, ...]]:
    lines = lines_of(session, batch)
    in_force = lines_in_force(session, [one.submission_id for one in lines])
    yield ("批次", "文号", "序号", "受理号", *(ENTRIES[entry] for entry in SHOWN), "说明")
    for line in lines:
        said, now = line.said, in_force.get(line.submission_id)
        later = now is not None and now.batch_id != batch.id
        told = f"已由 {now.batch.number} 更正" if later and now else ""
        if now is None and batch.status is BatchStatus.PUBLISHED:
            told = "公布前撤销，未公布"
        yield (
            batch.number,
            batch.notice_number or "",
            str(said.place),
            said.submission,
            *(str(getattr(said, entry)) for entry in SHOWN),
            told,
        )


def name_list_xlsx(rows: Iterable[Row]) -> bytes:
    """Every cell as text, so that no spreadsheet takes one for a formula or a number."""
    return b"".join(xlsx_chunks(rows, len(SHOWN) + 5))


def name_list_csv(rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte order mark; cells that look like a formula are disarmed."""
    return b"".join(csv_chunks(rows))
