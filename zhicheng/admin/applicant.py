"""申报人: persons, each once, whatever they hand in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import func, select
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from zhicheng.admin.applicant_form import GROUPS, ApplicantForm, VeiledField, code_or_nothing
from zhicheng.admin.deed import DeedView, attempt
from zhicheng.admin.form import StaffForm
from zhicheng.admin.presentation import veiled
from zhicheng.admin.scope import whole_register
from zhicheng.admin.timeline import NARROWED_BY, timeline_page
from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.holder import certificates_of, must_not_await_certificate
from zhicheng.certificate.understand import meant
from zhicheng.door import current_actor, status_of
from zhicheng.exchange.path_words import names_within
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.index_name import index_name
from zhicheng.intake.people import count_elsewhere, submissions_of
from zhicheng.intake.reveal import MOST_AN_HOUR, reveal
from zhicheng.intake.settled import must_not_move_person
from zhicheng.intake.submission import Submission
from zhicheng.integrity.about import records_about
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.font import missing_glyphs
from zhicheng.kernel.identity_number import masked
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.vocabulary import ETHNIC_GROUPS
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Permission
from zhicheng.timeline.of_person import person_timeline

PRIVATE = frozenset({"id_number", "phone", "birth_date"})


class RevealForm(StaffForm):
    """Why somebody needs the whole number."""

    reveal_reason = StringField(
        "事由",
        [InputRequired("请写明查看完整号码的事由。")],
        description=f"如“电话核对身份”。事由、时间和查看人会记入审计；每人每小时最多 {MOST_AN_HOUR} 次。",
        render_kw={"maxlength": 200},
    )


class Applicants(DeedView):
    """Everybody who ever applied. Both offices share the register; what hangs on a person is shown by office."""

    table, title, address, noun, icon = Applicant, "申报人", "applicant", "申报人", "person"
    purpose = "每人一条；同一人的历次申报都归到这里。"
    scope = whole_register
    allows = {
        "index_view": Permission.READ_CASES,
        "details_view": Permission.READ_CASES,
        "create_view": Permission.EDIT_FILES,
        "edit_view": Permission.EDIT_FILES,
        "reveal_view": Permission.READ_ATTACHMENTS,
        "timeline_view": Permission.READ_CASES,
        "export_view": Permission.READ_CASES,
    }
    takes = {"timeline_view": NARROWED_BY}
    column_labels = names_within("applicant")
    column_list = ("name", "id_number", "sex", "birth_date", "ethnic_group")
    more_columns = ("id_type",)
    speaking = frozenset({"id_number", "sex", "birth_date", "ethnic_group"})
    knows_words, measure = True, "人"
    column_sortable_list, column_default_sort = ("name", "birth_date"), ("id", True)
    column_searchable_list = ("name",)
    column_filters = ("sex", "id_type", "birth_date")
    column_choices = {"ethnic_group": list(ETHNIC_GROUPS.items())}
    veil = frozenset({"id_number"})
    detail_groups = (
        ("基本信息", ("name", "id_type", "id_number", "sex", "birth_date", "ethnic_group", "phone")),
    )
    details_template = "admin/applicant.html"
    form_base_class = ApplicantForm
    form_columns = ("name", "id_type", "id_number", "sex", "birth_date", "ethnic_group", "phone")
    form_overrides = {"id_number": VeiledField, "ethnic_group": SelectField}
    form_args = {
        "ethnic_group": {"choices": GROUPS, "coerce": code_or_nothing, "validators": []},
        "id_type": {"default": "resident_identity_card"},
    }
    column_descriptions = {
        "name": "与身份证一致，1 至 50 个字；间隔号怎样输入都会存成“·”。",
        "id_number": "居民身份证 18 位，末位 X 不分大小写。",
    }
    constraint_sentences = {
        "uq_applicant_id_type_id_number": "该证件号码已登记在另一位申报人名下，没有重复保存。请在列表中用完整证件号码查找。"
    }
    empty_sentence = "还没有申报人。导入案卷时会自动登记，也可以手工新增。"

    def search_placeholder(self) -> str:
        """What the box finds."""
        return "姓名、拼音、单位，或完整证件号码"

    def search_rows(self, query: Any, words: str) -> Any:
        """What the words mean: a name, its pinyin, a unit, a whole number."""
        return query.filter(meant(meaning.applicants() for meaning in self.understood(words)))

    def on_create(self, form: StaffForm, actor: Actor, now: datetime) -> Any:
        """A new person, with a word where the certificate could not print the name."""
        row = super().on_create(form, actor, now)
        index_name(self.session.session, row, new=True)
        warn_of_glyphs(row.name)
        return row

    def on_edit(self, form: StaffForm, row: Any, actor: Actor, now: datetime) -> None:
        """A correction; who is being judged or waits for a certificate stays who they are."""
        changed = [field.name for field in form if field.data != getattr(row, field.name, field.data)]
        must_not_move_person(self.session.session, row, changed)
        must_not_await_certificate(self.session.session, row, changed)
        super().on_edit(form, row, actor, now)
        index_name(self.session.session, row)
        warn_of_glyphs(row.name)

    def note(self, act: str, row: Any, changes: Mapping[str, Any], actor: Actor, now: datetime) -> None:
        """The trail says that private facts changed, not to what."""
        super().note(act, row, veiled(changes, PRIVATE), actor, now)

    def form_page(self, form: StaffForm, row: Any, **more: Any) -> ResponseReturnValue:
        """As always; what another saved is masked where the form is veiled."""
        theirs = more.pop("theirs", None) or {}
        shown = {name: masked(words) if name in self.veil else words for name, words in theirs.items()}
        return super().form_page(form, row, theirs=shown, **more)

    def must_be_ours(self, query: Any) -> None:
        """The register is shared; numbers go out by the list only of those who handed in at the own offices."""
        actor = current_actor()
        if actor.offices >= set(Office):
            return
        ours = select(Submission.applicant_id).where(Submission.office.in_(sorted(actor.offices)))
        others = query.filter(Applicant.id.not_in(ours)).with_entities(func.count(Applicant.id)).scalar()
        if others:
            raise Refusal(
                RefusalCode.OTHER_OFFICE,
                f"名单中有 {others:,} 人没有在您的科室申报，不能导出其完整证件号码。"
                "请在申报列表中按科室导出，或取消勾选完整号码。",
            )

    @expose("/timeline/")
    def timeline_view(self) -> ResponseReturnValue:
        """Everything that happened to the person and to what they handed in."""
        row = self.found(request.args.get("id"))
        events = person_timeline(self.session.session, current_actor(), row)
        back = self.get_url(".details_view", id=row.id)
        return timeline_page(self, row, events, title=row.name, back=back, with_number=True)

    @expose("/reveal/", methods=("POST",))
    def reveal_view(self) -> ResponseReturnValue:
        """The page with the whole number on it, this once."""
        key, form = self.found(request.args.get("id")).id, RevealForm(request.form)
        form.refuse_unknown_keys()
        number, refusal = None, None
        if form.validate():
            number, refusal = attempt(
                lambda actor, now: reveal(
                    self.session.session, actor, now, self.found(key), form.reveal_reason.data
                )
            )
        status = 200 if number else 422 if refusal is None else status_of(refusal.code)
        return self.details_page(
            self.found(key), status=status, number=number, refusal=refusal, typed=None if number else form
        )

    def reveal_form(self, typed: StaffForm | None) -> StaffForm:
        """The form for the whole number, with what was typed."""
        return typed or RevealForm()

    def submissions(self, row: Applicant) -> Sequence[Submission]:
        """What the person handed in at the offices of who looks."""
        return submissions_of(self.session.session, row, current_actor().offices)

    def elsewhere(self, row: Applicant) -> int:
        """How much other offices have."""
        return count_elsewhere(self.session.session, row, current_actor().offices)

    def certificates(self, row: Applicant) -> Sequence[Certificate]:
        """The person's certificates from the offices of who looks."""
        return certificates_of(self.session.session, row, current_actor().offices)

    def records(self, row: Applicant) -> Sequence[IntegrityRecord]:
        """The person's integrity records; only for who keeps the archive, others ask it with a reason."""
        return records_about(self.session.session, row)


def warn_of_glyphs(name: str) -> None:
    """Say at once that a certificate could not print this name."""
    try:
        missing = missing_glyphs(name)
    except Refusal:
        return  # the fonts are away: that is for the press to say, not for the clerk
    if missing:
        flash(f"证书字体没有“{'、'.join(missing)}”这个字，将来无法制证。请核对是否录入有误。", "warning")
