"""The reviewer's desk as a door: words kept while they are typed, files judged, defects pinned, and who else is here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from flask import abort, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from zhicheng.admin.cockpit_page import beginning_of, target_verb
from zhicheng.admin.deed import DeedView, Nothing, attempt
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.door import current_actor, on_the_wall, present, status_of
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing
from zhicheng.plan.verbs import VERBS, Words
from zhicheng.policy.desk_file import load_desk
from zhicheng.policy.load import load_year
from zhicheng.review.judge_material import handed_in, judge_material
from zhicheng.review.keep_words import keep_words, quote
from zhicheng.review.material_verdict import Judgement
from zhicheng.review.opinion_lines import line_of
from zhicheng.review.pin import LONGEST_REASON, Spot, pin, unpin
from zhicheng.review.presence import look_at, look_away, others_at
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

LONGEST_OPINION: Final = 4_000
SPEAKING: Final = tuple(verb.code for verb in VERBS.values() if verb.words is not Words.NONE)
CLAUSE: Final = r"^[0-9](\.[0-9]){0,2}$"
DESK: Final = dict.fromkeys(
    ("words_view", "quote_view", "judge_view", "pin_view", "unpin_view", "presence_view"), Permission.RETURN
)
"""The endpoints of the desk; who may return may draft."""


class WordsForm(StaffForm):
    """An opinion as far as it is typed."""

    act = StringField("办理", [AnyOf(SPEAKING, "没有这种办理方式。")])
    opinion = TextAreaField("意见", [Length(max=LONGEST_OPINION)], filters=[tidy_text])


class QuoteForm(StaffForm):
    """A finding to write into the opinion."""

    clause = StringField("条款", [Regexp(CLAUSE, message="条款号不对。")])
    line = StringField("问题", [InputRequired(), Length(max=1_000)])


class JudgeForm(StaffForm):
    """What a file came to; no verdict takes an earlier one back."""

    file = IntegerField("材料", [InputRequired(), NumberRange(1, message="序号不对，请刷新页面。")])
    verdict = StringField("结论", [AnyOf([*(one.value for one in Judgement), ""], "没有这种结论。")])


class PinForm(StaffForm):
    """A defect: on which file and page, where on it, in the words of the catalogue or in one's own."""

    file = IntegerField("材料", [InputRequired(), NumberRange(1, message="序号不对，请刷新页面。")])
    page = IntegerField("页", [Optional(), NumberRange(1, message="序号不对，请刷新页面。")])
    box = HiddenField("位置", [Length(max=60, message="标注框的位置不对，请在页面上重新框选。")])
    choice = IntegerField("理由", [Optional(), NumberRange(0, message="请从目录中选择理由。")])
    reason = StringField("问题", [Length(max=LONGEST_REASON)], filters=[tidy_text])

    def validate_box(self, field: Any) -> None:
        """Four numbers, or nothing."""
        if field.data and self.corners() is None:
            raise ValidationError("标注框的位置不对，请在页面上重新框选。")

    def corners(self) -> tuple[float, ...] | None:
        """Left, top, width, height in per cent."""
        try:
            sides = tuple(float(side) for side in str(self.box.data or "").split(","))
        except ValueError:
            return None
        return sides if len(sides) == 4 else None


class UnpinForm(StaffForm):
    """The number of a defect in the draft, and the file that it was on."""

    file = IntegerField("材料", [InputRequired(), NumberRange(1, message="序号不对，请刷新页面。")])
    number = IntegerField("标注", [InputRequired(), NumberRange(1, message="序号不对，请刷新页面。")])


class PresenceForm(Nothing):
    """Whether the page was closed."""

    gone = BooleanField("离开")


class Cockpit(DeedView):
    """Endpoints that write drafts. Each answers a form with the page, and a script with what it needs to go on."""

    def drafted(
        self, form: StaffForm, write: Callable[[Submission, Actor, datetime], Any], place: str = ""
    ) -> ResponseReturnValue:
        """Let ``write`` change the draft; back to ``place`` on the page."""
        key = self.found(request.args.get("id")).id
        form.refuse_unknown_keys()
        if not form.validate():
            sentence = " ".join(error for errors in form.errors.values() for error in errors)
            return self.not_kept(key, sentence or "填写有误，没有保存。", 422)
        made, refusal = attempt(lambda actor, now: write(self.found(key), actor, now))
        if refusal is not None:
            return self.not_kept(key, refusal.sentence, status_of(refusal.code), refusal=refusal)
        if by_script():
            return jsonify(saved=f"{beijing(present()):%H:%M}", made=made if isinstance(made, str) else "")
        return redirect(self.get_url(".details_view", id=key) + place, 303)

    def not_kept(self, key: int, sentence: str, status: int, **more: Any) -> ResponseReturnValue:
        """What is wrong, as a sentence for a script, else on the page."""
        if by_script():
            return jsonify(sentence=sentence), status
        return self.details_page(self.found(key), status=status, sentence=sentence, **more)

    @expose("/words/", methods=("POST",))
    def words_view(self) -> ResponseReturnValue:
        """Keep an opinion as typed so far."""
        form = WordsForm(request.form)
        return self.drafted(
            form,
            lambda row, actor, now: keep_words(
                self.session.session, actor, now, row, str(form.act.data), form.opinion.data or ""
            ),
            f"#do-{form.act.data}",
        )

    @expose("/quote/", methods=("POST",))
    def quote_view(self) -> ResponseReturnValue:
        """Write a finding into the opinion."""
        form = QuoteForm(request.form)

        def write(row: Submission, actor: Actor, now: datetime) -> None:
            session, code = self.session.session, target_verb(row)
            line = line_of(str(form.clause.data), str(form.line.data))
            quote(session, actor, now, row, code, beginning_of(session, row, code), line)

        return self.drafted(form, write, "#act")

    @expose("/judge/", methods=("POST",))
    def judge_view(self) -> ResponseReturnValue:
        """Say what one file came to."""
        form = JudgeForm(request.form)
        return self.drafted(
            form,
            lambda row, actor, now: judge_material(
                self.session.session,
                actor,
                now,
                row,
                int(form.file.data or 0),
                Judgement(form.verdict.data) if form.verdict.data else None,
            ),
            f"#file-{form.file.data}",
        )

    @expose("/pin/", methods=("POST",))
    def pin_view(self) -> ResponseReturnValue:
        """Pin a defect to a file, a page, or a place on it."""
        form = PinForm(request.form)

        def write(row: Submission, actor: Actor, now: datetime) -> None:
            session, code = self.session.session, target_verb(row)
            file = handed_in(session, row, int(form.file.data or 0))
            desk = load_desk(row.cycle).reasons_for(file.kind)
            chosen = (
                desk[form.choice.data]
                if form.choice.data is not None and form.choice.data < len(desk)
                else None
            )
            material = load_year(row.cycle).materials.get(file.kind)
            spot = Spot(
                attachment_id=file.id,
                clause=chosen.clause if chosen else material.clause if material else "4.8",
                reason=form.reason.data or (chosen.text if chosen else ""),
                page=form.page.data,
                box=form.corners(),
            )
            pin(session, actor, now, row, spot, code, beginning_of(session, row, code))

        return self.drafted(form, write, f"#file-{form.file.data}")

    @expose("/unpin/", methods=("POST",))
    def unpin_view(self) -> ResponseReturnValue:
        """Take a defect off again."""
        form = UnpinForm(request.form)
        return self.drafted(
            form,
            lambda row, actor, now: unpin(self.session.session, actor, now, row, int(form.number.data or 0)),
            f"#file-{form.file.data}",
        )

    @expose("/presence/", methods=("POST",))
    def presence_view(self) -> ResponseReturnValue:
        """A heartbeat: still here, or (``gone``) no more; answers who else is."""
        row = self.found(request.args.get("id"))
        form = PresenceForm(request.form)
        form.refuse_unknown_keys()
        if not form.validate():
            abort(400)
        key, session = row.id, self.session.session
        if form.gone.data:
            attempt(lambda actor, _now: look_away(session, actor, self.found(key)))
        else:
            attempt(lambda actor, _now: look_at(session, actor, on_the_wall(), self.found(key)))
        return jsonify(others=list(others_at(session, current_actor(), on_the_wall(), self.found(key))))


def by_script() -> bool:
    """Whether a script asks, which wants JSON."""
    return bool(request.accept_mimetypes.best == "application/json")
