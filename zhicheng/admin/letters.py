"""文书: letters that were sent, previews of those that are not yet, and the papers that units hand in."""

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.orm import Session
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from zhicheng.admin.deed import Page
from zhicheng.admin.files import handed_out
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.admin.query_arguments import NO_SUCH_ROW, row_key
from zhicheng.admin.scope import office_of
from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.revocation_letter import revocation_letter
from zhicheng.database import db, transaction
from zhicheng.decision.preview_letter import preview_letter
from zhicheng.door import current_actor, present
from zhicheng.intake.hand_out_paper import hand_out_paper
from zhicheng.intake.submission import Submission
from zhicheng.intake.unit_paper import UnitPaper, unit_paper
from zhicheng.integrity.hand_out_extract import hand_out_extract
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.hand_out_letter import hand_out_letter
from zhicheng.letter.letter import Letter
from zhicheng.letter.render import PREVIEW, render_letter
from zhicheng.letter.word import word_file
from zhicheng.policy.load import cycles, load_year
from zhicheng.policy.slots import SLOTS
from zhicheng.review.review import must_give_opinion
from zhicheng.staff.permission import Permission

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class PreviewForm(StaffForm):
    """What stands in the form of an act; the words as typed so far."""

    act = StringField("办理", [Length(max=40)])
    opinion = TextAreaField("意见", [Length(max=4_000)], filters=[tidy_text])
    go_on = BooleanField("并下一件")


class RevocationPreviewForm(StaffForm):
    """The reason as typed so far."""

    revocation_reason = TextAreaField("撤销理由", [Length(max=2_000)], filters=[tidy_text])


class Letters(Page):
    """Downloads and previews; the pages that lead here are those of submission, certificate and inquiry."""

    title, address, icon = "文书", "letters", "file-earmark-text"
    purpose = "单位用的空白模板，以及系统发出的各种文书。用语是政策数据，随年度更换。"
    allows = {
        "index_view": Permission.READ_POLICY,
        "blank_view": Permission.READ_POLICY,
        "paper_view": Permission.READ_CASES,
        "download_view": Permission.READ_CASES,
        "extract_view": Permission.LOOK_UP_INTEGRITY,
        "preview_view": Permission.READ_CASES,
        "revocation_view": Permission.REVOKE,
    }
    takes = {"blank_view": frozenset({"paper"}), "paper_view": frozenset({"paper", "together"})}

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        """The blank papers, and what the system sends."""
        year = load_year(cycles()[-1])
        return self.shown_page("admin/letters.html", year=year, papers=list(UnitPaper), slots=SLOTS)

    @expose("/blank/")
    def blank_view(self) -> ResponseReturnValue:
        """A paper with nothing on it but the words of the year."""
        paper = self.paper()
        return word(word_file(unit_paper(load_year(cycles()[-1]), paper)), f"{paper.label}（空白）")

    @expose("/paper/")
    def paper_view(self) -> ResponseReturnValue:
        """A paper filled from the submission."""
        paper, together = self.paper(), request.args.get("together") == "1"
        with transaction(db.session()) as session:
            row = scoped(session, Submission, office_of(Submission.office))
            year, number = load_year(row.cycle), row.number
            made = hand_out_paper(session, current_actor(), present(), year, paper, row, together=together)
        return word(made, f"{paper.label} {number}")

    @expose("/download/")
    def download_view(self) -> ResponseReturnValue:
        """A letter as it was sent."""
        with transaction(db.session()) as session:
            letter = scoped(session, Letter, office_of(Letter.office))
            name = f"{letter.title} {beijing_day(letter.at)}"
            made = hand_out_letter(session, current_actor(), present(), letter)
        return handed_out(made, name=f"{name}.pdf", content_type=PDF)

    @expose("/extract/")
    def extract_view(self) -> ResponseReturnValue:
        """The extract of an inquiry."""
        key = row_key(request.args.get("id"))
        if key is None:
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        with transaction(db.session()) as session:
            made = hand_out_extract(session, current_actor(), present(), load_year(cycles()[-1]), key)
        return handed_out(made, name=f"诚信查询证明 {key}.pdf", content_type=PDF)

    @expose("/preview/", methods=("POST",))
    def preview_view(self) -> ResponseReturnValue:
        """The letter that an act on a submission would send; nothing is stored."""
        form = checked(PreviewForm(request.form))
        row = scoped(db.session(), Submission, office_of(Submission.office))
        text = preview_letter(
            db.session(),
            current_actor(),
            present(),
            load_year(row.cycle),
            row,
            form.act.data or "",
            form.opinion.data or "",
        )
        return shown(render_letter(text, preview=True), f"{PREVIEW} {text.title} {row.number}.pdf")

    @expose("/revocation/", methods=("POST",))
    def revocation_view(self) -> ResponseReturnValue:
        """The decision that revoking a certificate would send; nothing is stored."""
        form = checked(RevocationPreviewForm(request.form))
        row = scoped(db.session(), Certificate, office_of(Submission.office, Certificate.submission))
        reason = form.revocation_reason.data or ""
        must_give_opinion(reason, "预览撤销决定")
        text = revocation_letter(load_year(row.submission.cycle), row, reason, present())
        return shown(render_letter(text, preview=True), f"{PREVIEW} {text.title} {row.number}.pdf")

    @staticmethod
    def paper() -> UnitPaper:
        """The paper that the address names."""
        try:
            return UnitPaper(request.args.get("paper", ""))
        except ValueError:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这种模板。请从文书页面选择。") from None


def scoped(session: Session, table: Any, scope: Any) -> Any:
    """The row that the address names, within the offices of the person; else the refusal that tells nothing."""
    key = row_key(request.args.get("id"))
    row = (
        None if key is None else scope(session.query(table), current_actor()).filter(table.id == key).first()
    )
    if row is None:
        raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
    return row


def checked(form: Any) -> Any:
    """A form of ours with nothing in it that it does not have."""
    form.refuse_unknown_keys()
    if not form.validate():
        raise Refusal(
            RefusalCode.BAD_INPUT, " ".join(words for found in form.errors.values() for words in found)
        )
    return form


def word(content: bytes, name: str) -> Response:
    """A Word file for keeping."""
    return handed_out(content, name=f"{name}.docx", content_type=WORD)


def shown(content: bytes, name: str) -> Response:
    """A preview: our own PDF, opened beside the form and kept nowhere."""
    response = handed_out(content, name=name, content_type=PDF)
    response.headers["Content-Disposition"] = response.headers["Content-Disposition"].replace(
        "attachment", "inline", 1
    )
    del response.headers[
        "Content-Security-Policy"
    ]  # a sandboxed PDF is not drawn; the panel's own policy follows
    return response
