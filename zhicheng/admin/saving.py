"""Create and edit: one form, one transaction, one audit entry in the same commit, and nobody overwritten unseen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import inspect, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from zhicheng.admin.constraint import sentence_for
from zhicheng.admin.exporting import Exporting
from zhicheng.admin.form import StaffForm
from zhicheng.admin.presentation import veiled, words_for
from zhicheng.admin.query_arguments import NO_SUCH_ROW, row_key
from zhicheng.database import transaction
from zhicheng.door import current_actor, present, safe_path, status_of
from zhicheng.kernel.audit import AuditEntry, record
from zhicheng.kernel.clock import minute
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor

NOT_YOURS_AFTER = "保存后这条记录将不属于您所在的科室，没有保存。请转交该科室办理。"


class Saving(Exporting):
    """How ``StaffView`` writes. A screen whose rows come from a verb overrides ``on_create`` or ``on_edit``."""

    constraint_sentences: Mapping[str, str] = {}
    """Constraint name -> what it means to the person who ran into it."""

    create_columns: Sequence[str] | None = None
    """Fields of the create form where they differ from ``form_columns``."""

    def found(self, key: Any) -> Any:
        """The row, or the one refusal that says nothing about whether it exists elsewhere."""
        row = self.get_one(key)
        if row is None:
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        return row

    def on_create(self, form: StaffForm, actor: Actor, now: datetime) -> Any:
        """Make the row out of a valid form, inside the transaction; returns it."""
        row = self.model()
        form.populate_obj(row)
        session = self.session.session
        session.add(row)
        changes = changes_of(row)
        session.flush()
        self.note("create", row, changes, actor, now)
        return row

    def on_edit(self, form: StaffForm, row: Any, actor: Actor, now: datetime) -> None:
        """Change the row after a valid form, inside the transaction; ``row`` is fresh, of the version that was seen."""
        form.populate_obj(row)
        changes = changes_of(row)
        self.session.session.flush()
        if changes:
            self.note("edit", row, changes, actor, now)

    def note(self, act: str, row: Any, changes: Mapping[str, Any], actor: Actor, now: datetime) -> None:
        """One line in the audit trail, in the same commit."""
        record(
            self.session.session,
            actor_id=actor.id,
            actor_name=actor.name,
            now=now,
            act=act,
            subject_kind=self.model.__tablename__,
            subject_id=row.id,
            changes=veiled(changes, self.veil),
        )

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> ResponseReturnValue:
        """An empty form; sent, a new row."""
        form = self.create_form()
        if request.method != "POST":
            return self.form_page(form, None)
        return self.save(form, None, lambda actor, now: self.on_create(form, actor, now))

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> ResponseReturnValue:
        """The row in a form; sent, the row changed, provided that nobody changed it since."""
        row = self.found(request.args.get("id"))
        form = self.edit_form(obj=row)
        if request.method != "POST":
            return self.form_page(form, row)
        key, seen = row.id, row_key(request.form.get("version"))
        if seen is None:
            abort(400)

        def change(actor: Actor, now: datetime) -> Any:
            fresh = self.found(key)
            if fresh.version != seen:
                raise Refusal(RefusalCode.STALE, self.who_was_faster(key))
            self.on_edit(form, fresh, actor, now)
            return fresh

        return self.save(form, key, change)

    def save(
        self, form: StaffForm, key: int | None, change: Callable[[Actor, datetime], Any]
    ) -> ResponseReturnValue:
        """Run ``change`` in one transaction; whatever says no, the person keeps what was typed."""
        form.refuse_unknown_keys()
        if not form.validate():
            return self.form_page(form, self.get_one(key), status=422)
        actor, now = current_actor(), present()
        try:
            with transaction(self.session.session):
                row = change(actor, now)
                self.session.session.flush()
                if self.get_one(row.id) is None:
                    raise Refusal(RefusalCode.OTHER_OFFICE, NOT_YOURS_AFTER)
                address = self.address_after(row.id)
        except Refusal as refusal:
            return self.form_refused(form, key, refusal)
        except StaleDataError:
            return self.form_refused(form, key, Refusal(RefusalCode.STALE, self.who_was_faster(key)))
        except IntegrityError as error:
            sentence = sentence_for(error, self.constraint_sentences)
            return self.form_refused(form, key, Refusal(RefusalCode.BAD_INPUT, sentence))
        except (DataError, OverflowError):
            sentence = "有一项内容太长或超出可保存的范围，没有保存。请缩短后重试。"
            return self.form_refused(form, key, Refusal(RefusalCode.BAD_INPUT, sentence))
        flash("已保存。", "success")
        return redirect(address, 303)

    def address_after(self, key: int) -> str:
        """Where one goes after saving: back where one came from, else to the row, else to the list."""
        if "_add_another" in request.form and self.may("create_view"):
            return self.get_url(".create_view")
        asked = safe_path(request.args.get("url"))
        if asked:
            return asked
        return (
            self.get_url(".details_view", id=key) if self.may("details_view") else self.get_url(".index_view")
        )

    def who_was_faster(self, key: Any) -> str:
        """Who saved this row last, and when."""
        last = self.session.session.scalar(
            select(AuditEntry)
            .where(AuditEntry.subject_kind == self.model.__tablename__, AuditEntry.subject_id == key)
            .order_by(AuditEntry.id.desc())
            .limit(1)
        )
        who = f"{last.actor_name}已于 {minute(last.at)}（北京时间）" if last else "其他人已"
        return f"{who}保存了这条记录，您的修改没有保存。下面保留了您填写的内容，不同之处已标出；核对后可再次保存。"

    def form_refused(self, form: StaffForm, key: int | None, refusal: Refusal) -> ResponseReturnValue:
        """The same form again, with the sentence on top; for a stale one also what stands there now."""
        row = None if key is None else self.get_one(key)
        if key is not None and row is None:
            raise refusal
        theirs = {}
        if refusal.code is RefusalCode.STALE:
            now_there = self._edit_form_class(obj=row)
            theirs = {
                f.name: words_for(now_there[f.name].data) for f in form if f.data != now_there[f.name].data
            }
        return self.form_page(form, row, status=status_of(refusal.code), refusal=refusal, theirs=theirs)

    def form_page(
        self,
        form: StaffForm,
        row: Any,
        *,
        status: int = 200,
        refusal: Refusal | None = None,
        theirs: Mapping[str, str] | None = None,
    ) -> ResponseReturnValue:
        """The page with the form on it."""
        page = self.render(
            self.create_template if row is None else self.edit_template,
            form=form,
            row=row,
            refusal=refusal,
            theirs=theirs or {},
            version=self._version_for(row, refusal),
            back=safe_path(request.args.get("url")) or self.get_url(".index_view"),
        )
        return make_response(page, status)

    @staticmethod
    def _version_for(row: Any, refusal: Refusal | None) -> int | None:
        """The version that the form carries: the one that was seen, so that a form mended after an error still notices
        who was faster; the newest only when the person has just been shown what changed.
        """
        if row is None:
            return None
        shown_anew = request.method != "POST" or (refusal is not None and refusal.code is RefusalCode.STALE)
        return row.version if shown_anew else row_key(request.form.get("version"))


def changes_of(row: Any) -> dict[str, tuple[Any, Any]]:
    """``{field: (before, after)}`` of what was set and not yet flushed."""
    changes = {}
    for attribute in inspect(row).attrs:
        history = attribute.history
        if history.has_changes() and attribute.key != "version":
            before = history.deleted[0] if history.deleted else None
            changes[attribute.key] = (before, history.added[0] if history.added else None)
    return {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
