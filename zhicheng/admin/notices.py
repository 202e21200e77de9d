"""The documents of a batch: notice and name list to look at, to take away, and as tables."""

from typing import Any

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from wtforms import StringField
from wtforms.validators import AnyOf

from zhicheng.admin.deed import DeedView, carry_out
from zhicheng.admin.files import handed_out, picture_of, printery
from zhicheng.admin.form import StaffForm
from zhicheng.admin.query_arguments import row_key
from zhicheng.certificate.hand_out_notice import hand_out_notice, preview_notice
from zhicheng.certificate.notice_file import NoticeForm
from zhicheng.certificate.notice_record import notice_record
from zhicheng.door import current_actor, settings
from zhicheng.exchange.name_list import name_list_csv, name_list_rows, name_list_xlsx
from zhicheng.intake.pdfium import page_count
from zhicheng.policy.load import load_year
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.staff.actor import Actor

SHOWN_PAGES = 12
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"pdf": "application/pdf", "docx": WORD, "xlsx": SHEET, "csv": "text/csv", "json": "application/json"}


class FileForm(StaffForm):
    """In which form."""

    form = StringField("格式", [AnyOf(list(TYPES))])


class Notices(DeedView):
    """The part of the batches' screen that hands out documents; all of them come from the frozen lines."""

    @expose("/notice/")
    def notice_view(self) -> ResponseReturnValue:
        """The notice as pictures of its pages, the first ones."""
        row = self.found(request.args.get("id"))
        pages = page_count(self._preview(row))
        return self.render("admin/notice.html", row=row, pages=pages, shown=min(pages, SHOWN_PAGES))

    @expose("/notice-page/")
    def notice_page_view(self) -> Response:
        """One page as a picture."""
        row, page = self.found(request.args.get("id")), row_key(request.args.get("page"))
        return picture_of(self._preview(row), page=page or 1)

    @expose("/file/", methods=("POST",))
    def file_view(self) -> ResponseReturnValue:
        """A document to take away; that it was taken is in the trail before the first byte leaves."""
        row, form = self.found(request.args.get("id")), FileForm(request.form)
        form.refuse_unknown_keys()
        if not form.validate():
            abort(400)
        key, kind = row.id, form.form.data
        content = carry_out(lambda actor, now: self._content(kind, self.found(key), actor, now))
        row = self.found(key)
        name = "名单" if kind in ("xlsx", "csv", "json") else "任职资格文件"
        state = "" if row.status is BatchStatus.PUBLISHED else "-预览"
        return handed_out(content, name=f"{name}-{row.number}{state}.{kind}", content_type=TYPES[kind])

    def _content(self, kind: str, row: Batch, actor: Actor, now: Any) -> bytes:
        session = self.session.session
        if kind in ("pdf", "docx"):
            year = load_year(row.cycle)
            return hand_out_notice(session, actor, now, year, row, NoticeForm(kind), printery())
        rows = name_list_rows(session, actor, now, row)
        if kind == "json":
            return notice_record(session, row)
        return name_list_xlsx(rows) if kind == "xlsx" else name_list_csv(rows)

    def _preview(self, row: Batch) -> bytes:
        """The pages as they are now."""
        sample = settings().demonstration is not None
        year = load_year(row.cycle)
        return preview_notice(self.session.session, current_actor(), year, row, sample=sample)
