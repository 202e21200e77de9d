"""Acts on many rows: posted, permitted each by itself, over rows in scope only, and always by way of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import Select

from zhicheng.admin.query_arguments import row_key
from zhicheng.admin.saving import Saving
from zhicheng.database import transaction
from zhicheng.door import current_actor, present
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.plan.draft_plan import MOST
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

_KEYS = frozenset({"csrf_token", "action", "rowid", "all_matching", "matching"})


@dataclass(frozen=True)
class Act:
    """One button of the action bar. ``verb`` is the verb that the plan runs over the chosen rows."""

    code: str
    label: str
    permission: Permission
    verb: str
    icon: str = "check2-square"
    key: str = ""


class Acting(Saving):
    """How ``StaffView`` acts on rows. A screen lists ``actions``, allows ``action_view`` and fills in ``open_plan``."""

    actions: Sequence[Act] = ()
    most = MOST
    """How many rows one plan takes."""

    def open_plan(self, act: Act, chosen: Select[tuple[int]], actor: Actor, now: datetime) -> str:
        """Draft the plan over the chosen keys, inside the transaction; returns the address of its page."""
        raise NotImplementedError

    def acts(self) -> list[Act]:
        """The actions that the person signed in may take."""
        actor = current_actor()
        return [act for act in self.actions if "action_view" in self.allows and actor.may(act.permission)]

    @expose("/action/", methods=("POST",))
    def action_view(self) -> ResponseReturnValue:
        """Draft a plan for the ticked rows, or for all that match the list's narrowing; nothing happens to them yet."""
        if not set(request.form) <= _KEYS or request.files:
            abort(400)
        act = next((act for act in self.actions if act.code == request.form.get("action")), None)
        if act is None:
            abort(400)
        actor = current_actor()
        actor.must(act.permission)
        chosen = self.chosen_rows()
        with transaction(self.session.session):
            address = self.open_plan(act, chosen, actor, present())
        return redirect(address, 303)

    def chosen_rows(self) -> Select[tuple[int]]:
        """The keys that were meant, as a select that sees only rows in scope."""
        if request.form.get("all_matching") == "1":
            view_args = self.arguments_from(self.list_as_posted())
            query, _ = self.matching(view_args.search, view_args.filters)
        else:
            keys = [row_key(text) for text in request.form.getlist("rowid")]
            if not keys:
                raise Refusal(RefusalCode.BAD_INPUT, "还没有选择任何一项。请先勾选，再选择要做的事。")
            if len(keys) > self.most:
                raise Refusal(
                    RefusalCode.BAD_INPUT,
                    f"一次最多勾选 {self.most:,} 项，现勾选了 {len(keys):,} 项。请减少勾选，分次办理。",
                )
            if None in keys:
                abort(400)
            query = self.get_query().filter(self.model.id.in_(keys))
        return query.with_entities(self.model.id).statement

    def init_actions(self) -> None:
        """Flask-Admin's own actions, mass deletion first of all, do not exist here."""
        self._actions: list[Any] = []
        self._actions_data: dict[str, Any] = {}

    def is_action_allowed(self, name: str) -> bool:
        """None of Flask-Admin's is."""
        return False

    def get_actions_list(self) -> tuple[list[Any], dict[str, str]]:
        """None of Flask-Admin's; ours are ``acts()``."""
        return [], {}
