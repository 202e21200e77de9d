"""换发: what will be different and what follows is shown first; then the number, the file and the record, as in issuing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from zhicheng.admin.deed import DeedView, attempt
from zhicheng.admin.field import ChoiceField
from zhicheng.admin.files import files, picture_of, press
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.admin.issuing import office_desk
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.examine import examine_certificate
from zhicheng.certificate.facts import CertificateFacts, CertificateRecord
from zhicheng.certificate.keys import token_public_keys, trust_roots
from zhicheng.certificate.preview import unproved
from zhicheng.certificate.render import must_be_printable, render_certificate
from zhicheng.certificate.replacement import ReissueCause, Replacement, replacement_by, replacement_of
from zhicheng.certificate.reprint import Difference, differences, facts_anew
from zhicheng.certificate.reserve_replacement import must_be_replaceable, reserve_replacement
from zhicheng.door import current_actor, key_folder, present, status_of
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal
from zhicheng.policy.load import load_year
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


class ReissueForm(StaffForm):
    """Why."""

    cause = ChoiceField("换发原因", options=ReissueCause)
    reason = TextAreaField(
        "换发理由",
        [InputRequired("请写明换发理由。"), Length(max=2000)],
        filters=[tidy_text],
        description="写明原证书哪里有误、依据什么更正；会记入审计，不对外公开。",
    )


@dataclass(frozen=True)
class Preview:
    """What would change; ``refusal`` when it could not be done, ``differences`` None when the old file says nothing."""

    differences: list[Difference] | None = None
    refusal: Refusal | None = None


class Reissuing(DeedView):
    """The part of the certificates' screen that replaces one by another."""

    def replaced(self, row: Certificate) -> Replacement | None:
        """By which it was replaced."""
        return replacement_of(self.session.session, row)

    def replaces(self, row: Certificate) -> Replacement | None:
        """Which one it replaced."""
        return replacement_by(self.session.session, row)

    @expose("/reissue/", methods=("GET", "POST"))
    def reissue_view(self) -> ResponseReturnValue:
        """换发: the preview; posted, the deed, and on to the new certificate."""
        key = self.found(request.args.get("id")).id
        if request.method == "GET":
            return self.reissue_page(key, ReissueForm())
        form = ReissueForm(request.form)
        form.refuse_unknown_keys()
        if not form.validate():
            return self.reissue_page(key, form, status=422)

        def work(actor: Actor, now: datetime) -> Any:
            row = self.found(key)
            must_be_printable(self.anew(row))
            cause, reason = form.cause.data, form.reason.data
            year = load_year(row.submission.cycle)
            return reserve_replacement(self.session.session, actor, now, year, row, cause, reason).id

        made, refusal = attempt(work, self.constraint_sentences)
        if refusal is not None:
            return self.reissue_page(key, form, status_of(refusal.code), refusal)
        return self.finished(made, "已换发，新证书编号 {}；原证书的查验页面已指向新证书。")

    @expose("/anew/")
    def anew_view(self) -> Response:
        """The new certificate as it would look now."""
        facts = unproved(self.anew(self.found(request.args.get("id"))), beijing_day(present()))
        return picture_of(render_certificate(facts))

    @expose("/finish/", methods=("POST",))
    def finish_view(self) -> ResponseReturnValue:
        """继续制作: make the file of one number that was reserved and left."""
        return self.finished(self.found(request.args.get("id")).id, "证书 {} 已制成并签名。")

    def finished(self, key: int, done: str) -> ResponseReturnValue:
        """Make a reserved certificate and show it; why it cannot be made now is said there."""
        row, desk = self.found(key), office_desk()
        current_actor().must(Permission.ISSUE, row.submission.office)
        if row.status is CertificateStatus.RESERVED and self.replaces(row) is None:
            (result,) = (result for _, result in desk.issue([row.submission_id]))
        else:
            # What takes the place of another grants nothing anew: the archive is not asked (as in reserve_replacement).
            (result,) = (result for _, result in desk.finish([key]))
        if isinstance(result, Refusal):
            flash(result.sentence, "warning")
        else:
            flash(done.format(result), "success")
        return redirect(self.get_url(".details_view", id=key), 303)

    def reissue_page(
        self, key: int, form: ReissueForm, status: int = 200, refusal: Refusal | None = None
    ) -> ResponseReturnValue:
        """The page before the deed."""
        row = self.found(key)
        page = self.render(
            "admin/reissue.html", row=row, form=form, refusal=refusal, preview=self.preview(row)
        )
        return make_response(page, status)

    def preview(self, row: Certificate) -> Preview:
        """What the new certificate would say that the old one does not."""
        try:
            anew = self.anew(row)
            must_be_printable(anew)
            printed = self.printed(row)
        except Refusal as refusal:
            return Preview(refusal=refusal)
        return Preview(None if printed is None else differences(printed, anew))

    def anew(self, row: Certificate) -> CertificateFacts:
        """What the new certificate would say."""
        session = self.session.session
        approval = must_be_replaceable(session, current_actor(), row)
        year = load_year(row.submission.cycle)
        return facts_anew(session, year, approval, press().order(session, year, row))

    def printed(self, row: Certificate) -> CertificateRecord | None:
        """The facts inside the file of ``row``; None when it cannot be read, which may be why it is replaced."""
        try:
            content = files().read(row.digest or "")
        except Refusal:
            return None
        roots, keys = trust_roots(key_folder()), token_public_keys(key_folder())
        return examine_certificate(content, roots=roots, token_keys=keys).record
