"""申报: the queue, and the page on which a submission is read and decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from zhicheng.admin.action import Act as Button
from zhicheng.admin.cockpit import DESK, LONGEST_OPINION, Cockpit
from zhicheng.admin.figure_filter import FIGURE_FILTERS
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.admin.listing import Preset
from zhicheng.admin.query_arguments import row_key
from zhicheng.admin.scope import office_of
from zhicheng.admin.submission_cells import (
    EXPORT_CELLS,
    came,
    checked,
    due,
    number,
    rounds,
    route,
    route_choices,
    sought,
)
from zhicheng.admin.submission_filter import BATCH_NUMBER, LATEST_OUTCOME, UNIT_NAME, WHY_WAITING
from zhicheng.admin.submission_page import after_this, case_page
from zhicheng.admin.timeline import NARROWED_BY, timeline_page
from zhicheng.certificate.understand import meant
from zhicheng.certificate.waiting import HOURS, STATUS, Waiting
from zhicheng.checks.latest import latest_tallies
from zhicheng.door import current_actor
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import minute
from zhicheng.plan.act_on import act_on
from zhicheng.plan.draft_plan import draft_plan, oldest
from zhicheng.plan.own_defects import beginning
from zhicheng.plan.verbs import TABLE, VERBS
from zhicheng.policy.load import cycles, load_year
from zhicheng.review.queue import count_by_status
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission
from zhicheng.timeline.of_submission import submission_timeline

ICONS = {
    "start_review": "collection",
    "run_checks": "arrow-clockwise",
    "review_pass": "check-lg",
    "return": "arrow-return-left",
    "review_decline": "x-lg",
    "approve": "check2-square",
    "decline": "slash-circle",
    "send_back": "arrow-counterclockwise",
    "issue": "patch-check",
}
KEYS = {
    "start_review": "s",
    "submit": "s",
    "run_checks": "h",
    "review_pass": "p",
    "approve": "p",
    "return": "r",
    "review_decline": "d",
    "decline": "d",
    "send_back": "b",
    "issue": "i",
}
"""What is pressed for a verb: on the page of one and under the list of many."""
OLDEST_FIRST = {
    "returned": "due_at",
    "queued": "submitted_at",
    "in_review": "submitted_at",
    "reviewed": "submitted_at",
    **dict.fromkeys(Waiting, "submitted_at"),
    **dict.fromkeys((Waiting.OVERDUE, *HOURS), "due_at"),
}
"""What a tab or a card of the home page narrows to, and the clock that runs there."""
MINE: dict[Permission, frozenset[Status]] = {
    Permission.EDIT_FILES: frozenset({Status.DRAFT, Status.RETURNED}),
    Permission.REVIEW: frozenset({Status.QUEUED}),
    Permission.DECIDE: frozenset({Status.REVIEWED}),
}
"""Where submissions wait for whoever may do this: the number beside the menu."""


class ActForm(StaffForm):
    """One act on one submission: which, in which words, and whether the next one is wanted."""

    act = StringField("办理", [Length(max=40)])
    opinion = TextAreaField("意见", [Length(max=LONGEST_OPINION)], filters=[tidy_text])
    go_on = BooleanField("并下一件")


class Submissions(Cockpit):
    """Every submission of the own offices."""

    table, title, address, noun, icon = Submission, "申报", "submission", "申报", "inbox"
    purpose = "按受理先后办理；点一行打开全部材料与核对结果。"
    scope = office_of(Submission.office)
    allows = {
        "index_view": Permission.READ_CASES,
        "details_view": Permission.READ_CASES,
        "action_view": Permission.READ_PLANS,
        "act_view": Permission.READ_CASES,
        **DESK,
        "timeline_view": Permission.READ_CASES,
        "export_view": Permission.READ_CASES,
    }
    column_labels = {
        "number": "受理号",
        "applicant.name": "申报人",
        "route": "类别",
        "sought": "职称",
        "status": "状态",
        "checks": "检查",
        "rounds": "第几次",
        "due_at": "到期",
        "submitted_at": "提交时间",
        "office": "科室",
        "cycle": "年度",
        "title_sought_series": "系列",
        "title_sought_level": "层级",
        "employer.name": "单位",
        "applicant.id_number": "证件号码",
        "title_sought_specialty": "专业",
        "reference": "来件编号",
        "registered_at": "登记时间",
    }
    column_list = (
        "number",
        "applicant.name",
        "route",
        "sought",
        "status",
        "checks",
        "rounds",
        "due_at",
        "submitted_at",
    )
    more_columns = (
        "employer.name",
        "applicant.id_number",
        "title_sought_series",
        "title_sought_specialty",
        "title_sought_level",
        "office",
        "reference",
        "registered_at",
    )
    speaking = frozenset(
        {"applicant.name", "route", "sought", "checks", "due_at", "employer.name", "submitted_at"}
    )
    knows_words, measure = True, "件"
    veil = frozenset({"applicant.id_number"})
    export_cells = EXPORT_CELLS
    column_details_list = ("number",)
    column_sortable_list = ("number", "due_at", "submitted_at")
    column_searchable_list = ("number",)
    column_choices = {"route": route_choices()}
    column_formatters = {
        "number": number,
        "route": route,
        "sought": sought,
        "checks": checked,
        "rounds": rounds,
        "due_at": due,
        "submitted_at": came,
    }
    column_filters = (
        "status",
        "route",
        "office",
        LATEST_OUTCOME,
        BATCH_NUMBER,
        WHY_WAITING,
        "title_sought_series",
        "title_sought_level",
        UNIT_NAME,
        "submitted_at",
        *FIGURE_FILTERS,
    )
    chips = frozenset({"status"})
    presets = (
        Preset("全部"),
        *(
            Preset(status.label, {"flt_status_is": status.value})
            for status in (
                Status.QUEUED,
                Status.IN_REVIEW,
                Status.REVIEWED,
                Status.RETURNED,
                Status.APPROVED,
                Status.DECLINED,
                Status.DRAFT,
                Status.LAPSED,
                Status.WITHDRAWN,
                Status.ANNULLED,
            )
        ),
    )
    actions = tuple(
        Button(verb.code, verb.label, verb.permission, verb.code, ICONS[verb.code], KEYS.get(verb.code, ""))
        for verb in TABLE
        if verb.bulk
    )
    details_template = "admin/submission.html"
    keys = KEYS
    empty_sentence = "本科室还没有申报。导入案卷，或从“申报人”新建申报后，会出现在这里。"

    takes = {"timeline_view": NARROWED_BY}

    def search_placeholder(self) -> str:
        """What the box finds."""
        return "姓名、拼音、单位，或任何号码"

    def search_rows(self, query: Any, words: str) -> Any:
        """What the words mean: a name, its pinyin, a number of any kind, a unit, a batch."""
        return query.filter(meant(meaning.submissions for meaning in self.understood(words)))

    def _get_default_order(self) -> Any:
        """What waits: oldest clock first. Everything: newest first."""
        asked = self.list_as_posted() if request.method == "POST" else request.args
        narrowed = asked.get("flt_status_is") or asked.get("flt_waiting_is")
        column = OLDEST_FIRST.get(narrowed or "")
        return [(getattr(Submission, column or "submitted_at"), [], column is None)]

    def rows(self, keys: Sequence[int]) -> list[Any]:
        """The rows of a page, and in one query more what their newest checks came to."""
        g.check_tallies = latest_tallies(self.session.session, keys)
        return super().rows(keys)

    def tabs(self, listed: int | None) -> list[dict[str, Any]]:
        """The statuses with how many stand there, counted in one query; empty ones are left out."""
        counted = self.standing()
        given = self._get_filters(self._get_list_extra_args().filters)
        return [
            {
                "label": preset.label,
                "url": self._get_list_url(self.arguments_from(MultiDict(preset.arguments))),
                "count": total,
                "chosen": given == dict(preset.arguments),
            }
            for preset in self.presets
            for total in [sum(counted[one] for one in statuses_of(preset))]
            if total or len(preset.arguments) == 0
        ]

    def counted_already(self, filters: Any) -> int | None:
        """The tabs know how many stand in a status, and so how many there are at all."""
        given = self._get_filters(filters)
        if given.keys() - {"flt_status_is"}:
            return None
        counted = self.standing()
        return sum(counted[Status(code)] for code in codes_of(given, "flt_status_is") or counted)

    def acts(self) -> list[Button]:
        """Those that can be done to something in the list as it is narrowed."""
        given = self._get_filters(self._get_list_extra_args().filters)
        within = {Status(code) for code in codes_of(given, "flt_status_is")} or set(Status)
        within &= {STATUS[Waiting(code)] for code in codes_of(given, "flt_waiting_is")} or within
        return [act for act in super().acts() if VERBS[act.verb].begins & within]

    def menu_count(self) -> int:
        """How many wait for whoever looks."""
        mine = current_actor().permissions & MINE.keys()
        return sum(self.standing()[status] for status in frozenset().union(*(MINE[one] for one in mine)))

    def standing(self) -> dict[Status, int]:
        """How many stand where, counted once per page."""
        if "standing" not in g:
            g.standing = count_by_status(self.session.session, current_actor().offices)
        counted: dict[Status, int] = g.standing
        return counted

    def open_plan(self, act: Button, chosen: Select[tuple[int]], actor: Actor, now: datetime) -> str:
        """What would happen to each of them; of too many, to those that came first."""
        session = self.session.session
        keys = oldest(session, chosen)
        hours = load_year(cycles()[-1]).window.resubmit_within_hours
        plan = draft_plan(session, actor, now, act.verb, keys, beginning(act.verb, hours))
        return self.get_url("plan.details_view", id=plan.id)

    def details_page(self, row: Any, *, status: int = 200, **more: Any) -> ResponseReturnValue:
        """The page with everything on it."""
        return super().details_page(row, status=status, **case_page(self.session.session, row), **more)

    @expose("/timeline/")
    def timeline_view(self) -> ResponseReturnValue:
        """Everything that happened to it."""
        row = self.found(request.args.get("id"))
        events = submission_timeline(self.session.session, current_actor(), row)
        back = self.get_url(".details_view", id=row.id)
        return timeline_page(
            self, row, events, title=f"{row.number} {row.applicant.name}", back=back, with_number=False
        )

    @expose("/act/", methods=("POST",))
    def act_view(self) -> ResponseReturnValue:
        """Do one act; a refusal comes back on the same page with the words kept."""
        row = self.found(request.args.get("id"))
        key, was, form, seen = row.id, row.status, ActForm(request.form), row_key(request.form.get("version"))
        verb = VERBS.get(form.act.data)
        if seen is None or verb is None or verb.code == "issue":
            abort(400)
        _, again = self.tried(
            key,
            form,
            lambda case, actor, now: act_on(
                self.session.session, actor, now, case, verb.code, seen, form.opinion.data or ""
            ),
        )
        if again is not None:
            return again
        row = self.found(key)
        until = f"，须在 {minute(row.due_at)}（北京时间）前再次提交，逾期不予受理" if row.due_at else ""
        flash(f"{row.number} {verb.done}{until}。", "success")
        following = None
        if form.go_on.data:
            following = after_this(self.session.session, row, was, current_actor())
            if following is None:
                flash(f"“{was.label}”没有下一件可办：已全部办完，或其他人正在办理。", "info")
        return redirect(self.get_url(".details_view", id=following.id if following else key), 303)


def codes_of(given: Mapping[str, str], name: str) -> list[str]:
    """What a filter over a closed list asks for; nothing where it is not set."""
    return given[name].split(",") if name in given else []


def statuses_of(preset: Preset) -> list[Status]:
    """The statuses that a tab stands for; every one for the tab without a narrowing."""
    named_one = preset.arguments.get("flt_status_is")
    return [Status(named_one)] if named_one else list(Status)
