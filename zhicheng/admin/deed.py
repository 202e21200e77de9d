"""Buttons with words of their own: one form, one verb, one transaction; a refusal shows the page again as it was typed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from zhicheng.admin.base import StaffView
from zhicheng.admin.constraint import sentence_for
from zhicheng.admin.form import StaffForm
from zhicheng.admin.guard import Guarded
from zhicheng.database import db, transaction
from zhicheng.door import current_actor, present, safe_path, status_of
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor

FASTER = "在您操作的同时，其他人改动了这一项，没有重复办理。下面是最新情况，请核对后再办理。"


class Nothing(StaffForm):
    """The form of a button that asks for no words."""


def carry_out(work: Callable[[Actor, datetime], Any], sentences: Mapping[str, str] | None = None) -> Any:
    """Run ``work`` in one transaction; returns what it made. Whatever is in its way is raised as a Refusal."""
    try:
        with transaction(db.session()):
            made = work(current_actor(), present())
            db.session.flush()
    except StaleDataError as error:
        raise Refusal(RefusalCode.STALE, FASTER) from error
    except IntegrityError as error:
        raise Refusal(RefusalCode.BAD_INPUT, sentence_for(error, sentences or {})) from error
    return made


def attempt(
    work: Callable[[Actor, datetime], Any], sentences: Mapping[str, str] | None = None
) -> tuple[Any, Refusal | None]:
    """``carry_out`` for a page that can be shown again: returns what was made, or the refusal that it came to."""
    try:
        return carry_out(work, sentences), None
    except Refusal as refusal:
        return None, refusal


class DeedView(StaffView):
    """A screen whose details page carries deeds."""

    def tried(
        self, key: int, form: StaffForm, verb: Callable[[Any, Actor, datetime], Any]
    ) -> tuple[Any, ResponseReturnValue | None]:
        """Let ``verb`` act on a row, read anew inside the transaction; returns what it made, or the page again."""
        form.refuse_unknown_keys()
        if not form.validate():
            return None, self.details_page(self.found(key), status=422, typed=form)
        made, refusal = attempt(
            lambda actor, now: verb(self.found(key), actor, now), self.constraint_sentences
        )
        if refusal is None:
            return made, None
        status = status_of(refusal.code)
        return None, self.details_page(self.found(key), status=status, typed=form, refusal=refusal)

    def deed(
        self, form: StaffForm, verb: Callable[[Any, Actor, datetime], Any], done: str
    ) -> ResponseReturnValue:
        """Let ``verb`` act on the row that the address names, and show it."""
        key = self.found(request.args.get("id")).id
        _, again = self.tried(key, form, verb)
        if again is not None:
            return again
        flash(done, "success")
        return redirect(self.get_url(".details_view", id=key), 303)


class Page(Guarded):
    """A page of the staff's door over no single table, addressed and titled like a screen."""

    title: str
    address: str
    noun = "记录"

    def __init__(self, _db: Any) -> None:
        super().__init__(name=self.title, endpoint=self.address)

    def back(self, otherwise: str) -> str:
        """Where the person came from, if the address says so."""
        return safe_path(request.args.get("url")) or otherwise

    def shown_page(self, template: str, status: int = 200, **context: Any) -> ResponseReturnValue:
        """A rendered page under a status."""
        return make_response(self.render(template, **context), status)
