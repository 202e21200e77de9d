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


def attempt(
    work: Callable[[Actor, datetime], Any], sentences: Mapping[str, str] | None = None
) -> tuple[Any, Refusal | None]:
    """Run ``work`` in one transaction; returns what it made, or the refusal that it came to."""
    try:
        with transaction(db.session()):
            made = work(current_actor(), present())
            db.session.flush()
    except Refusal as refusal:
        return None, refusal
    except StaleDataError:
        return None, Refusal(RefusalCode.STALE, FASTER)
    except IntegrityError as error:
        return None, Refusal(RefusalCode.BAD_INPUT, sentence_for(error, sentences or {}))
    return made, None


class DeedView(StaffView):
    """A screen whose details page carries deeds."""

    def deed(
        self, form: StaffForm, verb: Callable[[Any, Actor, datetime], Any], done: str
    ) -> ResponseReturnValue:
        """Let ``verb`` act on the row that the address names, read anew inside the transaction."""
        key = self.found(request.args.get("id")).id
        form.refuse_unknown_keys()
        if not form.validate():
            return self.details_page(self.found(key), status=422, typed=form)
        _, refusal = attempt(lambda actor, now: verb(self.found(key), actor, now), self.constraint_sentences)
        if refusal is not None:
            return self.details_page(
                self.found(key), status=status_of(refusal.code), typed=form, refusal=refusal
            )
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
