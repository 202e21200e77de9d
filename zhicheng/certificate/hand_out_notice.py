"""Hand out the notice of a batch: a preview before publication, and after it the one file that is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.notice_docx import write_notice
from zhicheng.certificate.notice_file import NoticeFile, NoticeForm
from zhicheng.certificate.notice_pdf import render_notice
from zhicheng.certificate.notice_record import notice_record
from zhicheng.certificate.notice_text import NoticeText, notice_text
from zhicheng.certificate.sign import Signer
from zhicheng.decision.check_list import check_list
from zhicheng.intake.file_store import FileStore
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import append
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


@dataclass(frozen=True)
class Printery:
    """Where notices are kept and who signs them; ``sample`` prints 样章 on the seal."""

    files: FileStore
    signer: Signer
    sample: bool


def hand_out_notice(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    batch: Batch,
    form: NoticeForm,
    printery: Printery,
) -> bytes:
    """The notice as a file; that it was taken is audited. The final one is made and signed once, then kept.

    Raises Refusal ``wrong_status`` without a frozen list, ``not_as_listed`` where the list was meddled with, ``bad_input``
    for a character that cannot be printed.
    """
    actor.must(Permission.READ_BATCHES, batch.office)
    text = notice_text(session, year, batch, sample=printery.sample)
    must_be_whole(session, batch)
    final = batch.status is BatchStatus.PUBLISHED
    content = _kept(session, now, batch, form, text, printery) if final else _made(session, batch, form, text)
    act = "download_notice" if final else "preview_notice"
    audit.note(session, actor, now, act, batch, {"form": [None, form.value]})
    return content


def preview_notice(session: Session, actor: Actor, year: PolicyYear, batch: Batch, *, sample: bool) -> bytes:
    """The PDF for looking at its pages on the screen, unsigned."""
    actor.must(Permission.READ_BATCHES, batch.office)
    return _made(session, batch, NoticeForm.PDF, notice_text(session, year, batch, sample=sample))


def must_be_whole(session: Session, batch: Batch) -> None:
    """Refuse ``not_as_listed`` where the frozen list no longer says what was frozen."""
    faults = check_list(session, batch).faults
    if faults:
        raise Refusal(
            RefusalCode.NOT_AS_LISTED,
            f"批次 {batch.number} 的名单与冻结时不符：{'；'.join(faults)}。请保留现场并报告，不要印发。",
        )


def _made(session: Session, batch: Batch, form: NoticeForm, text: NoticeText) -> bytes:
    if form is NoticeForm.DOCX:
        return write_notice(text)
    return render_notice(text, notice_record(session, batch))


def _kept(
    session: Session, now: datetime, batch: Batch, form: NoticeForm, text: NoticeText, printery: Printery
) -> bytes:
    """The file that was made when the notice was first taken; else make, sign and keep it."""
    digest = session.scalar(
        select(NoticeFile.digest).where(NoticeFile.batch_id == batch.id, NoticeFile.form == form)
    )
    if digest is not None:
        return printery.files.read(digest)
    content, key = _made(session, batch, form, text), None
    if form is NoticeForm.PDF:
        content, key = printery.signer.sign_pdf(content, at=now), printery.signer.key_id
    append(
        session,
        NoticeFile,
        batch_id=batch.id,
        form=form,
        digest=printery.files.put(content),
        key_id=key,
        made_at=now,
    )
    return content
