"""材料: what was handed in, as pictures and as files, and the form to hand in more."""

from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from zhicheng.admin.base import StaffView
from zhicheng.admin.files import files, handed_out, picture
from zhicheng.admin.form import StaffForm
from zhicheng.admin.presentation import NOTHING, whole
from zhicheng.admin.previews import THUMB_WIDTH, preview
from zhicheng.admin.query_arguments import NO_SUCH_ROW, row_key
from zhicheng.admin.scope import office_of
from zhicheng.database import transaction
from zhicheng.door import current_actor, present
from zhicheng.intake.attach import Item, attach, current_attachments
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.hand_out import hand_out, must_be_here
from zhicheng.intake.inspect_file import inspect_file, photo_notice
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import minute
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import cycles, load_year
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

READ, WRITE = Permission.READ_ATTACHMENTS, Permission.EDIT_FILES
KINDS = {kind: one for cycle in cycles() for kind, one in load_year(cycle).materials.items()}
MOST_PAGES = 1_000


class UploadForm(StaffForm):
    """What it is for, and the file."""

    kind = SelectField("材料种类", [InputRequired("请选择材料种类。")], choices=[])
    for_year = IntegerField(
        "年度",
        [Optional(), NumberRange(1950, 2100)],
        description="年度考核、继续教育证书须写年度，其他材料不写。",
    )
    scan = FileField(
        "文件",
        [],
        description="JPEG、PNG 图片或 PDF，正向、清晰的原件扫描件；照片不超过 5 MB，其他不超过 20 MB。",
    )

    def validate_scan(self, field: Any) -> None:
        """A file was chosen."""
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError("请选择要上传的文件。")


class Attachments(StaffView):
    """Attachments to submissions of the own offices."""

    table, title, address, noun, icon = Attachment, "材料", "attachment", "材料", "file-earmark-text"
    purpose = "申报人上传的全部材料；查看和下载都会记入审计。"
    scope = office_of(Submission.office, Attachment.submission)
    allows = {
        "index_view": READ,
        "details_view": READ,
        "download_view": READ,
        "page_view": READ,
        "thumb_view": READ,
        "warm_view": READ,
        "create_view": WRITE,
    }
    takes = {
        "page_view": frozenset({"page"}),
        "create_view": frozenset({"submission", "kind", "year"}),
        "warm_view": frozenset({"submission"}),
    }
    column_labels = {
        "file_name": "文件名",
        "kind": "种类",
        "year": "年度",
        "submission.number": "受理号",
        "submission.applicant.name": "申报人",
        "pages": "页数",
        "size": "大小",
        "content_type": "格式",
        "round_number": "第几次提交",
        "added_at": "上传时间",
        "superseded_at": "被替换时间",
    }
    column_list = (
        "file_name", "kind", "year", "submission.number", "submission.applicant.name", "pages", "size", "added_at",
    )  # fmt: skip
    column_sortable_list, column_default_sort = ("added_at",), ("id", True)
    column_searchable_list = ("file_name", "submission.number")
    column_filters = ("kind", "year", "submission.number", "content_type", "added_at")
    column_choices = {
        "kind": [(kind, one.label) for kind, one in KINDS.items()],
        "content_type": [("image/jpeg", "JPEG 图片"), ("image/png", "PNG 图片"), ("application/pdf", "PDF")],
    }
    column_formatters = {
        "size": lambda _view, _context, row, _name: (
            whole(f"{-(-row.size // 1024):,} KB") if row.size else NOTHING
        ),
        "submission.number": lambda _view, _context, row, _name: whole(row.submission.number),
        "added_at": lambda _view, _context, row, _name: whole(minute(row.added_at)),
    }
    detail_groups = (
        (
            "材料",
            (
                "kind",
                "year",
                "file_name",
                "content_type",
                "pages",
                "size",
                "round_number",
                "added_at",
                "superseded_at",
            ),
        ),
    )
    list_template = "admin/attachment_list.html"
    details_template = "admin/attachment.html"
    create_template = "admin/attachment_new.html"
    form_columns = ("kind", "year")
    in_menu = False
    empty_sentence = "还没有材料。材料随案卷导入，也可以在申报页面上传。"

    def get_create_form(self) -> type[StaffForm]:
        """Not scaffolded: a file is no column."""
        return UploadForm

    def create_form(self, obj: Any = None) -> StaffForm:
        """The form for the submission, and the material if one is missing, that the address names."""
        form = super().create_form(obj)
        year = load_year(self.meant().cycle)
        form.kind.choices = [("", "请选择"), *((kind, one.label) for kind, one in year.materials.items())]
        if request.method == "GET":
            form.kind.data, form.for_year.data = request.args.get("kind"), row_key(request.args.get("year"))
        return form

    def meant(self) -> Submission:
        """The submission that ``?submission=`` names, in scope; else the refusal that tells nothing."""
        key = row_key(request.args.get("submission"))
        query = office_of(Submission.office)(self.session.session.query(Submission), current_actor())
        submission = None if key is None else query.filter(Submission.id == key).one_or_none()
        if submission is None:
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        return submission

    def on_create(self, form: Any, actor: Actor, now: datetime) -> Attachment:
        """Hand it in."""
        session, submission, sent = self.session.session, self.meant(), form.scan.data
        name = PurePosixPath(sent.filename.replace("\\", "/")).name
        item = Item(form.kind.data, form.for_year.data, name, sent.read())
        attach(session, actor, now, load_year(submission.cycle), files(), submission, item)
        return current_attachments(session, submission)[-1]

    def address_after(self, key: int) -> str:
        """Back to the submission, or on with the next file. What a photo will look like in print is said at once."""
        row = self.found(key)
        submission = row.submission
        if row.kind == "photo" and (
            notice := photo_notice(inspect_file(files().read(row.digest), photo=True))
        ):
            flash(notice, "warning")
        if "_add_another" in request.form:
            return self.get_url(".create_view", submission=submission.id)
        return self.get_url("submission.details_view", id=submission.id)

    @expose("/download/")
    def download_view(self) -> ResponseReturnValue:
        """The file as it came, for keeping."""
        with transaction(self.session.session) as session:
            row = self.found(request.args.get("id"))
            digest = hand_out(session, current_actor(), present(), row)
            name, kind = row.file_name, row.content_type or "application/octet-stream"
        return handed_out(files().read(digest), name=name, content_type=kind)

    @expose("/page/")
    def page_view(self) -> ResponseReturnValue:
        """One page as a fresh picture, kept by no browser: each look is asked for and noted."""
        page = row_key(request.args.get("page", "1"))
        if page is None or page > MOST_PAGES:
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        shown = preview(must_be_here(self.found(request.args.get("id"))), page)
        with transaction(self.session.session) as session:
            hand_out(session, current_actor(), present(), self.found(request.args.get("id")), page=page)
        return picture(shown)

    @expose("/thumb/")
    def thumb_view(self) -> ResponseReturnValue:
        """The first page, too small to be read: a mark on the shelf, not a look into the file, so it is not noted."""
        digest = must_be_here(self.found(request.args.get("id")))
        etag = f"{digest}-thumb"
        if request.if_none_match.contains(etag):
            return self.kept(Response(status=304), etag)
        return self.kept(picture(preview(digest, 1, THUMB_WIDTH)), etag)

    @expose("/warm/")
    def warm_view(self) -> ResponseReturnValue:
        """Make the pictures that the page of a submission will ask for first. Nothing is handed out, nothing noted."""
        came = [one.digest for one in current_attachments(self.session.session, self.meant()) if one.digest]
        self.session.session.rollback()  # nothing is held open while pictures are made
        for digest in came:
            with suppress(Refusal):
                preview(digest, 1, THUMB_WIDTH)
        return Response(status=204)

    @staticmethod
    def kept(response: Response, etag: str) -> Response:
        """For this person's browser only."""
        response.set_etag(etag)
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response
