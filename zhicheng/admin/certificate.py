"""证书: numbered, made, looked at, handed out, revoked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import or_, select
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from zhicheng.admin.deed import carry_out
from zhicheng.admin.files import files, handed_out, picture_of, press
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.admin.issuing import Run, run_some
from zhicheng.admin.listing import Preset
from zhicheng.admin.numbering import Numbering
from zhicheng.admin.query_arguments import NO_SUCH_ROW, row_key
from zhicheng.admin.reissuing import Reissuing
from zhicheng.admin.scope import office_of
from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.chain import Step, batch_of, chain_of
from zhicheng.certificate.examine import Examination, examine_certificate
from zhicheng.certificate.facts import CertificateFacts
from zhicheng.certificate.hand_out import hand_out
from zhicheng.certificate.keys import token_public_keys, trust_roots
from zhicheng.certificate.listing_of import hand_out_listing, listing_of
from zhicheng.certificate.preview import preview
from zhicheng.certificate.reconcile import reconcile
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.revoke import revoke
from zhicheng.certificate.status_entry import ENTRIES, place_of
from zhicheng.certificate.understand import LONGEST_TAIL, Kind, meant
from zhicheng.decision.line_proof import LineProof
from zhicheng.door import current_actor, key_folder
from zhicheng.intake.people import same_name
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.hand_out_letter import letters_of
from zhicheng.letter.letter import Letter
from zhicheng.policy.load import load_year
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.staff.actor import Actor
from zhicheng.staff.named import name_of
from zhicheng.staff.permission import Permission

MOST_PREVIEWED: Final = 50
"""How many of those who wait are named on the page, each with a preview."""


class RevokeForm(StaffForm):
    """Why."""

    revocation_reason = TextAreaField(
        "撤销理由",
        [InputRequired("请写明撤销理由。"), Length(max=2000)],
        filters=[tidy_text],
        description="写明事实和依据；会记入审计，不对外公开。",
    )


class Certificates(Reissuing, Numbering):
    """Certificates of one's own office."""

    table, title, address, noun, icon = Certificate, "证书", "certificate", "证书", "award"
    purpose = "批次公布后制发的电子职称证书。"
    scope = office_of(Submission.office, Certificate.submission)
    allows = {
        "index_view": Permission.READ_CERTIFICATES,
        "details_view": Permission.READ_CERTIFICATES,
        "picture_view": Permission.READ_CERTIFICATES,
        "download_view": Permission.READ_CERTIFICATES,
        "listing_view": Permission.READ_CERTIFICATES,
        "issue_view": Permission.ISSUE,
        "preview_view": Permission.ISSUE,
        "revoke_view": Permission.REVOKE,
        "void_view": Permission.ISSUE,
        "gaps_view": Permission.READ_CERTIFICATES,
        "reissue_view": Permission.ISSUE,
        "anew_view": Permission.ISSUE,
        "finish_view": Permission.ISSUE,
        "export_view": Permission.READ_CERTIFICATES,
    }
    takes = {
        "issue_view": frozenset({"batch"}),
        "preview_view": frozenset({"batch"}),
        "gaps_view": frozenset({"year"}),
    }
    column_labels = {
        "number": "证书编号",
        "holder_name": "姓名",
        "title_name": "资格名称",
        "status": "状态",
        "issued_on": "制发日期",
        "submission.number": "受理号",
        "submission.office": "科室",
        "decision.acquired_on": "取得时间",
        "decision.level": "级别",
        "decision.series": "系列",
        "decision.specialty": "专业",
        "issued_by_id": "制证人",
        "digest": "文件摘要（SHA-256）",
        "key_id": "签名密钥",
        "revoked_at": "撤销时间",
    }
    column_list = ("number", "holder_name", "title_name", "status", "issued_on", "submission.number")
    more_columns = (
        "decision.series",
        "decision.specialty",
        "decision.level",
        "decision.acquired_on",
        "submission.office",
    )
    speaking = frozenset({"holder_name", "title_name"})
    knows_words, measure = True, "本"
    column_sortable_list, column_default_sort = ("number", "issued_on"), ("id", True)
    column_searchable_list = ("number", "holder_name")
    column_filters = ("status", "issued_on", "title_name", "revoked_at", "submission.office")
    chips = frozenset({"status"})
    presets = (
        Preset("全部"),
        Preset("有效", {"flt_status_is": "issued"}),
        Preset("制作中", {"flt_status_is": "reserved"}),
        Preset("已撤销", {"flt_status_is": "revoked"}),
        Preset("已换发", {"flt_status_is": "reissued"}),
    )
    detail_groups = (
        ("记载", ("status", "holder_name", "title_name", "decision.series", "decision.specialty", "decision.level",
                "decision.acquired_on", "issued_on")),
        ("制发", ("submission.number", "issued_by_id", "key_id", "digest")),
    )  # fmt: skip
    list_template, details_template = "admin/certificate_list.html", "admin/certificate.html"
    empty_sentence = "还没有证书。批次公布之后，由制证员在批次页面制发。"
    revoke_form = RevokeForm

    def __init__(self, db: Any) -> None:
        self.column_formatters = {"issued_by_id": self.issuer, "submission.number": self.submission_link}
        super().__init__(db)

    def issuer(self, _view: Any, _context: Any, row: Certificate, _column: str) -> str:
        """Who made it."""
        return name_of(self.session.session, row.issued_by_id)

    def submission_link(self, _view: Any, _context: Any, row: Certificate, _column: str) -> Markup:
        """The submission, one click away."""
        address = f"/admin/submission/details/?id={row.submission_id}"
        return Markup('<a href="{}">{}</a>').format(address, row.submission.number)

    def search_placeholder(self) -> str:
        """What the box finds."""
        return "证书编号、姓名、拼音、受理号、批次号"

    def search_rows(self, query: Any, words: str) -> Any:
        """The beginning of a number as one has it in hand; else what the words mean, or a name as it was printed."""
        if words.strip().isdigit() and len(words.strip()) > LONGEST_TAIL:
            return query.filter(Certificate.number.startswith(words.strip(), autoescape=True))
        return query.filter(
            meant(
                or_(meaning.certificates(), same_name(Certificate.holder_name, meaning.word))
                if meaning.kind is Kind.NAME
                else meaning.certificates()
                for meaning in self.understood(words)
            )
        )

    def chain(self, row: Certificate) -> list[Step]:
        """Where it comes from."""
        return chain_of(self.session.session, row)

    def place(self, row: Certificate) -> tuple[int, int] | None:
        """Which public status list it stands on, and in which place there, both from 0 as the list counts."""
        place = place_of(self.session.session, row)
        return None if place is None else divmod(place, ENTRIES)

    def letters(self, row: Certificate) -> Sequence[Letter]:
        """What was sent about the submission behind it, newest first."""
        return letters_of(self.session.session, row.submission_id)

    def batch(self, row: Certificate) -> Batch | None:
        """Where it was published."""
        return batch_of(self.session.session, row)

    def examination(self, row: Certificate) -> Examination | Refusal | None:
        """Whether the file in the store is what the office signed; the refusal when it cannot be read."""
        if row.digest is None:
            return None
        try:
            return examine_certificate(
                files().read(row.digest),
                roots=trust_roots(key_folder()),
                token_keys=token_public_keys(key_folder()),
            )
        except Refusal as refusal:
            return refusal

    @expose("/picture/")
    def picture_view(self) -> Response:
        """The certificate as a picture, made on the server."""
        key = self.found(request.args.get("id")).id
        digest = carry_out(
            lambda actor, now: hand_out(self.session.session, actor, now, self.found(key), whole=False)
        )
        return picture_of(files().read(digest))

    @expose("/download/", methods=("POST",))
    def download_view(self) -> ResponseReturnValue:
        """The signed file; that it was taken is in the trail before the first byte leaves."""
        key = self.found(request.args.get("id")).id
        digest = carry_out(lambda actor, now: hand_out(self.session.session, actor, now, self.found(key)))
        row = self.found(key)
        name = f"{row.holder_name}-{row.title_name}-{row.number}.pdf"
        return handed_out(files().read(digest), name=name, content_type="application/pdf")

    def listing(self, row: Certificate) -> LineProof | Refusal | None:
        """The line of the name list behind it, with its proof; the refusal when the list was meddled with."""
        try:
            return listing_of(self.session.session, row)
        except Refusal as refusal:
            return refusal

    @expose("/listing/", methods=("POST",))
    def listing_view(self) -> ResponseReturnValue:
        """The proof to take away, as JSON."""
        key = self.found(request.args.get("id")).id
        proof = carry_out(
            lambda actor, now: hand_out_listing(self.session.session, actor, now, self.found(key))
        )
        name = f"名单证明-{self.found(key).number}.json"
        return handed_out(msgspec.json.encode(proof), name=name, content_type="application/json")

    @expose("/revoke/", methods=("POST",))
    def revoke_view(self) -> ResponseReturnValue:
        """撤销."""
        form = RevokeForm(request.form)
        return self.deed(
            form,
            lambda row, actor, now: revoke(
                self.session.session, actor, now, row, form.revocation_reason.data
            ),
            "证书已撤销，查验页面立即显示为已撤销。",
        )

    @expose("/issue/", methods=("GET", "POST"))
    def issue_view(self) -> ResponseReturnValue:
        """制发: what waits in a published batch; posted, some of it done, with a word for each."""
        batch = self.published_batch(request.args.get("batch"))
        key, run = batch.id, None
        if request.method == "POST":
            if not set(request.form) <= {"csrf_token", "skipped"}:
                abort(400)
            skipped = {row_key(text) for text in request.form.get("skipped", "").split(",") if text}
            run = run_some(key, {one for one in skipped if one is not None})
        return self.issue_page(self.published_batch(str(key)), run)

    def issue_page(self, batch: Batch, run: Run | None) -> ResponseReturnValue:
        """How far the batch is, what just happened, what comes next."""
        session = self.session.session
        members = reconcile(session, batch)
        waiting = members.to_issue
        return self.render(
            "admin/issue.html",
            batch=batch,
            all=members,
            waiting=len(waiting),
            run=run,
            looked_at_first=waiting[:MOST_PREVIEWED],
        )

    @expose("/preview/")
    def preview_view(self) -> Response:
        """The certificate of one who waits, as it would look now."""
        batch, chosen = self.published_batch(request.args.get("batch")).id, row_key(request.args.get("id"))

        def facts(actor: Actor, now: datetime) -> CertificateFacts:
            session = self.session.session
            waiting = reconcile(session, session.get_one(Batch, batch)).to_issue
            submission = next((one for one in waiting if one.id == chosen), None)
            if submission is None:
                raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
            return preview(session, actor, now, load_year(submission.cycle), submission, press())

        return picture_of(render_certificate(carry_out(facts)))

    def published_batch(self, text: str | None) -> Batch:
        """The batch, if it is one's own and published."""
        scope = office_of(Batch.office)
        query = scope(select(Batch).where(Batch.id == row_key(text)), current_actor())
        batch: Batch | None = self.session.session.scalar(query)
        if batch is None:
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        if batch.status is not BatchStatus.PUBLISHED:
            raise Refusal(
                RefusalCode.WRONG_STATUS,
                f"批次 {batch.number} 现在是“{batch.status.label}”，公布之后才能制发证书。",
            )
        return batch
