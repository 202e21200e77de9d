"""诚信查询: one box, an answer that is kept and can be printed, and a choice where several persons share a name."""

from collections.abc import Sequence

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from zhicheng.admin.deed import Page, attempt
from zhicheng.admin.integrity_form import AskForm
from zhicheng.admin.query_arguments import NO_SUCH_ROW, row_key
from zhicheng.database import db
from zhicheng.door import current_actor, present, status_of
from zhicheng.intake.applicant import Applicant
from zhicheng.integrity.ask_archive import ask_archive
from zhicheng.integrity.choose_persons import choose_persons
from zhicheng.integrity.inquiry import Inquiry
from zhicheng.integrity.keep_inquiry import answers_of, inquiry_of, recent_inquiries
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.permission import Permission

CHOICE = "line-"


class IntegrityLookup(Page):
    """Asking the archive: for who decides about people, always with a reason."""

    title, address, icon = "诚信查询", "integrity-lookup", "shield-check"
    purpose = "按姓名或证件号码查询某一天是否在诚信记录期内；每次查询都记入审计。"
    allows = {
        "index": Permission.LOOK_UP_INTEGRITY,
        "answer_view": Permission.LOOK_UP_INTEGRITY,
        "choose_view": Permission.LOOK_UP_INTEGRITY,
    }
    takes = {"index": frozenset({"person"})}

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The box; sent, the way to the answer."""
        if request.method != "POST":
            return self.box(AskForm(data={"day": beijing_day(present())}))
        form, person = AskForm(request.form), self.person()
        form.refuse_unknown_keys()
        if person is not None:
            form.people.data = person.id_number
        if not form.validate():
            return self.box(form, 422)
        key, refusal = attempt(
            lambda actor, now: (
                ask_archive(
                    db.session(),
                    actor,
                    now,
                    form.people.data,
                    form.day.data,
                    form.look_up_reason.data,
                    form.known_on.data,
                ).id
            )
        )
        if refusal is not None:
            return self.box(form, status_of(refusal.code), refusal)
        return redirect(self.get_url(".answer_view", id=key), 303)

    @expose("/answer/")
    def answer_view(self) -> ResponseReturnValue:
        """What was answered, as a page that can be printed; found again later, it says the same."""
        return self.answer(self.inquiry())

    @expose("/choose/", methods=("POST",))
    def choose_view(self) -> ResponseReturnValue:
        """Which person of a name was meant."""
        key = self.inquiry().id
        chosen = {}
        for name, value in request.form.items():
            if name == "csrf_token":
                continue
            place = name.removeprefix(CHOICE)
            if not name.startswith(CHOICE) or not place.isdecimal() or len(place) > 4:
                abort(400)
            chosen[int(place)] = value
        made, refusal = attempt(
            lambda actor, now: choose_persons(db.session(), actor, now, self.inquiry(), chosen).id
        )
        if refusal is not None:
            return self.answer(self.inquiry(), status_of(refusal.code), refusal)
        return redirect(self.get_url(".answer_view", id=made or key), 303)

    def box(self, form: AskForm, status: int = 200, refusal: Refusal | None = None) -> ResponseReturnValue:
        """The page with the box, and what one asked lately."""
        return self.shown_page(
            "admin/integrity_lookup.html", status, form=form, person=self.person(), refusal=refusal
        )

    def answer(
        self, inquiry: Inquiry, status: int = 200, refusal: Refusal | None = None
    ) -> ResponseReturnValue:
        """The page of one inquiry."""
        return self.shown_page(
            "admin/integrity_answer.html",
            status,
            inquiry=inquiry,
            answers=answers_of(inquiry),
            refusal=refusal,
            keeps=current_actor().may(Permission.KEEP_INTEGRITY),
        )

    def inquiry(self) -> Inquiry:
        """The inquiry that the address names, if it is the person's own or they keep the archive."""
        key = row_key(request.args.get("id"))
        if key is None:
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        return inquiry_of(db.session(), current_actor(), key)

    def recent(self) -> Sequence[Inquiry]:
        """What the person asked lately."""
        return recent_inquiries(db.session(), current_actor())

    def person(self) -> Applicant | None:
        """The applicant whom the address names, so that nobody has to type a number that is masked."""
        key = row_key(request.args.get("person"))
        return None if key is None else db.session.get(Applicant, key)
