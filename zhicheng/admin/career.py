"""申报内容: what was declared, corrected by hand while the file lies with the applicant; and a new file by hand."""

from datetime import datetime
from typing import Any

from flask import abort, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import select

from zhicheng.admin.career_forms import KINDS, PARTS, NewForm
from zhicheng.admin.deed import Nothing, Page, attempt
from zhicheng.admin.form import StaffForm
from zhicheng.admin.presentation import words_for
from zhicheng.admin.query_arguments import NO_SUCH_ROW, row_key
from zhicheng.admin.scope import office_of
from zhicheng.admin.unit_lookup import UNITS
from zhicheng.checks.submit import submit
from zhicheng.database import db
from zhicheng.door import current_actor, status_of
from zhicheng.intake.amend import add_fact, amend, change_fact, fact_of, remove_fact
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.declared import Declared
from zhicheng.intake.lifecycle import CORRECTABLE
from zhicheng.intake.register import register
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import cycles, load_year
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

EDIT = Permission.EDIT_FILES
SENTENCES = {
    "uq_appraisal_submission_id_year": "这一年度已有考核结果，没有重复保存。请改那一条。",
    "uq_continuing_education_submission_id_year": "这一年度已有继续教育记录，没有重复保存。请改那一条。",
}


class Career(Page):
    """Pages below one submission; reached from its page."""

    title, address, icon, noun = "申报内容", "career", "pencil-square", "申报内容"
    purpose = "草稿或退回的申报可以更正；每次更正都记入审计。"
    in_menu = False
    allows = dict.fromkeys(
        ("edit_view", "part_view", "row_view", "remove_view", "hand_in_view", "new_view", "lookup_view"), EDIT
    )
    takes = {
        "part_view": frozenset({"part"}),
        "row_view": frozenset({"kind", "row"}),
        "remove_view": frozenset({"kind", "row"}),
        "lookup_view": frozenset({"field", "words"}),
    }
    kinds, parts = KINDS, PARTS
    words = staticmethod(words_for)

    def submission(self) -> Submission:
        """The one that the address names, if it is one's own."""
        query = select(Submission).where(Submission.id == row_key(request.args.get("id")))
        found: Submission | None = db.session.scalar(office_of(Submission.office)(query, current_actor()))
        if found is None:
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        return found

    @expose("/")
    @expose("/edit/")
    def edit_view(self) -> ResponseReturnValue:
        """Everything that is declared, with a way to correct each."""
        return self.edit_page(self.submission())

    def edit_page(
        self, row: Submission, status: int = 200, refusal: Refusal | None = None
    ) -> ResponseReturnValue:
        """The page of all facts."""
        return self.shown_page(
            "career/edit.html",
            status,
            row=row,
            open=row.status in CORRECTABLE,
            most=load_year(row.cycle).window.rounds,
            refusal=refusal,
            shown=self.shown,
        )

    def shown(self, form: type[StaffForm], row: Any) -> list[tuple[str, str]]:
        """A row in words, under the labels of its form."""
        return [(field.label.text, words_for(getattr(row, field.name))) for field in form()]

    @expose("/part/", methods=("GET", "POST"))
    def part_view(self) -> ResponseReturnValue:
        """Fields of the submission's own."""
        label, kind = PARTS.get(request.args.get("part", ""), (None, None))
        row = self.submission()
        if kind is None:
            abort(404)
        form = kind(request.form if request.method == "POST" else None, obj=row)

        def change(actor: Actor, now: datetime, seen: int) -> None:
            amend(db.session(), actor, now, self.submission(), seen, values_of(form))

        return self.answer(form, row, label, change)

    @expose("/row/", methods=("GET", "POST"))
    def row_view(self) -> ResponseReturnValue:
        """A new row, or one that is there."""
        code, row = request.args.get("kind", ""), self.submission()
        kind, key = KINDS.get(code), row_key(request.args.get("row"))
        if kind is None or ("row" in request.args and key is None):
            abort(404)
        fact = fact_of(row, code, key) if key is not None else None
        form = kind.form(request.form if request.method == "POST" else None, obj=fact)

        def change(actor: Actor, now: datetime, seen: int) -> None:
            fresh = self.submission()
            if key is None:
                add_fact(db.session(), actor, now, fresh, seen, code, kind.table(**values_of(form)))
            else:
                change_fact(db.session(), actor, now, fresh, seen, code, key, values_of(form))

        return self.answer(form, row, kind.label, change)

    @expose("/remove/", methods=("POST",))
    def remove_view(self) -> ResponseReturnValue:
        """One row less."""
        code, key = request.args.get("kind", ""), row_key(request.args.get("row"))
        if code not in KINDS or key is None:
            abort(404)
        seen = self.seen_version(Nothing(request.form))
        _, refusal = attempt(
            lambda actor, now: remove_fact(db.session(), actor, now, self.submission(), seen, code, key)
        )
        if refusal is not None:
            return self.edit_page(self.submission(), status_of(refusal.code), refusal)
        flash("已移除。", "success")
        return redirect(f"/admin/career/edit/?id={request.args['id']}", 303)

    @expose("/hand-in/", methods=("POST",))
    def hand_in_view(self) -> ResponseReturnValue:
        """提交: the file goes to the office."""
        row = self.submission()
        Nothing(request.form).refuse_unknown_keys()
        _, refusal = attempt(
            lambda actor, now: submit(db.session(), actor, now, load_year(row.cycle), self.submission())
        )
        if refusal is not None:
            return self.edit_page(self.submission(), status_of(refusal.code), refusal)
        flash("已提交，进入待审核。", "success")
        return redirect(f"/admin/submission/details/?id={request.args['id']}", 303)

    @expose("/new/", methods=("GET", "POST"))
    def new_view(self) -> ResponseReturnValue:
        """A new file for a person."""
        person = self.person()
        form = NewForm(request.form if request.method == "POST" else None)
        if request.method != "POST":
            return self.form_page(form, None, "新建申报", person=person)
        form.refuse_unknown_keys()
        if not form.validate():
            return self.form_page(form, None, "新建申报", 422, person=person)
        made, refusal = attempt(lambda actor, now: self.register(form, actor, now))
        if refusal is not None:
            status = status_of(refusal.code)
            return self.form_page(form, None, "新建申报", status, refusal, person=self.person())
        flash(f"已登记 {made.number}。请补全申报内容和材料后提交。", "success")
        return redirect(f"/admin/career/edit/?id={made.id}", 303)

    def register(self, form: NewForm, actor: Actor, now: datetime) -> Submission:
        """Open the draft of this year."""
        person, year = self.person(), load_year(cycles()[-1])
        values = values_of(form)
        route, reason = values.pop("route"), values.pop("despite_lapse") or ""
        reference = f"手工-{beijing(now):%Y%m%d%H%M%S}-{person.id}"
        return register(
            db.session(), actor, now, year, reference=reference, route=route, applicant=person,
            declared=Declared(**values), despite_lapse=reason,
        )  # fmt: skip

    @expose("/lookup/")
    def lookup_view(self) -> ResponseReturnValue:
        """Units that begin with the words."""
        found = UNITS.suggest(db.session, request.args.get("words", ""))
        return jsonify([{"key": key, "label": label} for key, label in found])

    def person(self) -> Applicant:
        """The applicant whom the address names."""
        person = db.session.get(Applicant, row_key(request.args.get("id")) or 0)
        if person is None:
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        return person

    def seen_version(self, form: StaffForm) -> int:
        """The version that was on the screen; 400 for a form that does not say."""
        form.refuse_unknown_keys()
        seen = row_key(request.form.get("version"))
        if seen is None:
            abort(400)
        return seen

    def answer(self, form: StaffForm, row: Submission, label: str | None, change: Any) -> ResponseReturnValue:
        """The form; sent, the change, or the form again as it was typed."""
        if request.method != "POST":
            return self.form_page(form, row, label)
        seen = self.seen_version(form)
        if not form.validate():
            return self.form_page(form, self.submission(), label, 422)
        _, refusal = attempt(lambda actor, now: change(actor, now, seen), SENTENCES)
        if refusal is not None:
            return self.form_page(form, self.submission(), label, status_of(refusal.code), refusal)
        flash("已保存。", "success")
        if "_add_another" in request.form:
            return redirect(request.full_path, 303)
        return redirect(f"/admin/career/edit/?id={request.args['id']}", 303)

    def form_page(
        self,
        form: StaffForm,
        row: Submission | None,
        label: str | None,
        status: int = 200,
        refusal: Refusal | None = None,
        person: Applicant | None = None,
    ) -> ResponseReturnValue:
        """The page with one form on it."""
        back = (
            f"/admin/career/edit/?id={row.id}"
            if row
            else f"/admin/applicant/details/?id={request.args['id']}"
        )
        stale = refusal is not None and refusal.code is RefusalCode.STALE
        anew = row is not None and (request.method != "POST" or stale)
        version = row.version if anew and row else row_key(request.form.get("version"))
        return self.shown_page(
            "career/form.html", status, form=form, row=row, label=label, refusal=refusal, person=person,
            back=back, version=version, theirs={}, another="kind" in request.args and "row" not in request.args,
        )  # fmt: skip


def values_of(form: StaffForm) -> dict[str, Any]:
    """What a valid form says, in the types of the columns."""

    class Said:
        """Receives what ``populate_obj`` writes."""

    said = Said()
    form.populate_obj(said)
    return dict(vars(said))
