"""批量任务: what one verb would do to many, the signature under it, the run, and the receipt."""

from datetime import datetime
from time import monotonic
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import select
from wtforms import TextAreaField
from wtforms.validators import Length

from zhicheng.admin.deed import DeedView, Nothing, attempt
from zhicheng.admin.due_filter import PLANS_DUE
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.admin.issuing import run_plan_some
from zhicheng.admin.listing import Preset
from zhicheng.door import current_actor, status_of
from zhicheng.kernel.refusal import Refusal
from zhicheng.plan.confirm_plan import confirm_plan, drop_plan
from zhicheng.plan.draft_plan import draft_plan
from zhicheng.plan.own_defects import MARK
from zhicheng.plan.plan import Plan, PlanRow, PlanStatus, RowOutcome
from zhicheng.plan.run_plan import ROWS, run_plan
from zhicheng.plan.tally import reasons, rows_of, tally, visible_to
from zhicheng.plan.unfinished import count_unfinished
from zhicheng.plan.verbs import TABLE, Words, verb_of
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

SECONDS = 3.0
READ = Permission.READ_PLANS
SHOWN_MOST = 200


class WordsForm(StaffForm):
    """The opinion that every row gets."""

    opinion = TextAreaField("意见", [Length(max=4_000)], filters=[tidy_text])


class Plans(DeedView):
    """Plans; who drafted one confirms and runs it, others of the office read along."""

    table, title, address, noun, icon = Plan, "批量任务", "plan", "批量任务", "list-check"
    purpose = "先试算、再确认、再执行；每一件单独办理，办不了的说明原因。"
    allows = dict.fromkeys(
        ("index_view", "details_view", "confirm_view", "run_view", "drop_view", "redraft_view"), READ
    )
    takes = {"details_view": frozenset({"go"})}
    column_labels = {
        "id": "编号",
        "verb": "办理",
        "status": "状态",
        "drafted_by_name": "拟定人",
        "drafted_at": "拟定时间",
        "finished_at": "完成时间",
    }
    column_list = ("id", "verb", "status", "drafted_by_name", "drafted_at", "finished_at")
    column_details_list = ("id",)
    column_sortable_list, column_default_sort = ("drafted_at",), ("id", True)
    column_filters = ("status", "verb", PLANS_DUE, "drafted_by_name", "drafted_at")
    column_choices = {"verb": [(verb.code, verb.label) for verb in TABLE if verb.bulk]}
    chips = frozenset({"status"})
    presets = (
        Preset("全部"),
        *(Preset(status.label, {"flt_status_is": status.value}) for status in PlanStatus),
    )
    details_template = "admin/plan.html"
    empty_sentence = "还没有批量任务。在“申报”列表中勾选多件，再选择要做的事。"

    @staticmethod
    def scope(query: Any, actor: Actor) -> Any:
        """Own plans, and those that concern the own offices only."""
        return query.filter(visible_to(actor))

    def menu_count(self) -> int:
        """Own ones that wait to be brought to their end."""
        return count_unfinished(self.session.session, current_actor())

    def details_page(self, row: Any, *, status: int = 200, **more: Any) -> ResponseReturnValue:
        """How the plan stands: numbers, reasons, rows."""
        session = self.session.session
        verb, counts = verb_of(row.verb), tally(session, row)
        own = row.drafted_by_id == current_actor().id and current_actor().may(verb.permission)
        typed = more.pop("typed", None)
        begun = row.words.get("opinion", "")
        return super().details_page(
            row,
            status=status,
            verb=verb,
            own=own,
            counts=counts,
            total=sum(counts.values()),
            reasons=reasons(session, row, RowOutcome.BLOCKED, RowOutcome.REFUSED),
            rows={
                outcome: rows_of(session, row, outcome, SHOWN_MOST)
                for outcome in RowOutcome
                if counts[outcome]
            },
            speaks=verb.words is not Words.NONE,
            needed=verb.words is Words.MUST,
            mark=MARK if row.verb in ("return", "review_decline") else "",
            opinion=begun if typed is None else typed.opinion.data or "",
            goes_on=request.args.get("go") == "1",
            rest=self.get_url("submission.index_view", flt_status_is=",".join(sorted(verb.begins))),
            **more,
        )

    @expose("/confirm/", methods=("POST",))
    def confirm_view(self) -> ResponseReturnValue:
        """Sign and begin."""
        key, form = self.found(request.args.get("id")).id, WordsForm(request.form)
        _, again = self.tried(
            key,
            form,
            lambda plan, actor, now: confirm_plan(self.session.session, actor, now, plan, form.opinion.data),
        )
        return again or self.run_on(key)

    @expose("/run/", methods=("POST",))
    def run_view(self) -> ResponseReturnValue:
        """Go on with a plan that has begun."""
        Nothing(request.form).refuse_unknown_keys()
        return self.run_on(self.found(request.args.get("id")).id)

    def run_on(self, key: int) -> ResponseReturnValue:
        """Run for a few seconds, a transaction per handful of rows; then show how far it is."""
        if self.found(key).verb == "issue":
            return self.shown_after(key, *run_plan_some(key))
        until = monotonic() + SECONDS
        while True:
            left, refusal = attempt(
                lambda actor, now: run_plan(self.session.session, actor, now, self.found(key), ROWS)
            )
            if refusal is not None or not left or monotonic() >= until:
                return self.shown_after(key, left, refusal)

    def shown_after(self, key: int, left: int | None, refusal: Refusal | None) -> ResponseReturnValue:
        """The plan after a stretch: why it stopped, or how far it is."""
        if refusal is not None:
            return self.details_page(self.found(key), status=status_of(refusal.code), refusal=refusal)
        return redirect(self.get_url(".details_view", id=key, go=1 if left else None), 303)

    @expose("/drop/", methods=("POST",))
    def drop_view(self) -> ResponseReturnValue:
        """Give it up."""
        return self.deed(
            Nothing(request.form),
            lambda row, actor, now: drop_plan(self.session.session, actor, now, row),
            "已放弃这个批量任务；没有执行的不再执行。",
        )

    @expose("/redraft/", methods=("POST",))
    def redraft_view(self) -> ResponseReturnValue:
        """The same verb over the same submissions as they are now, with these words; the old plan is dropped."""
        key, form = self.found(request.args.get("id")).id, WordsForm(request.form)
        session = self.session.session

        def anew(old: Plan, actor: Actor, now: datetime) -> int:
            drop_plan(session, actor, now, old)
            chosen = session.scalars(select(PlanRow.submission_id).where(PlanRow.plan_id == key)).all()
            return draft_plan(session, actor, now, old.verb, chosen, form.opinion.data or "").id

        made, again = self.tried(key, form, anew)
        if again is not None:
            return again
        flash("已按最新情况和这些意见重新试算。", "success")
        return redirect(self.get_url(".details_view", id=made), 303)
