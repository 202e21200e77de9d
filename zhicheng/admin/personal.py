"""A list as somebody likes it: columns and order of one's own, and views kept under a name, shared or not."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.model.base import ViewArgs
from werkzeug.datastructures import MultiDict

from zhicheng.admin.listing import Listing
from zhicheng.admin.query_arguments import kept, row_key
from zhicheng.certificate.understand import Kind
from zhicheng.database import transaction
from zhicheng.door import current_actor, present
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.drop_view import drop_view
from zhicheng.staff.keep_habit import keep_columns, keep_first_view
from zhicheng.staff.office import Office
from zhicheng.staff.save_view import save_view
from zhicheng.staff.saved_view import ListHabit, SavedView, habit_of, views_for

LAST = 100
EVERYTHING = "all"
"""The argument that opens the whole list although a view opens first."""


class Personal(Listing):
    """How ``StaffView`` remembers what somebody likes. A screen offers ``more_columns`` beside its ``column_list``."""

    more_columns: Sequence[str] = ()
    speaking: frozenset[str] = frozenset()
    """Columns whose values need no label before them where a row is a card (on a phone)."""

    knows_words = False
    """Whether the search box understands names, pinyin and numbers of all kinds."""

    def get_list_columns(self) -> list[tuple[Any, str]]:
        """Every column that can be shown, the usual ones first: a place in this list is what ``sort`` names."""
        return self.get_column_names([*self.column_list, *self.more_columns], None)

    def habit(self) -> ListHabit | None:
        """How the person signed in likes this list; asked once a page."""
        if "habits" not in g:
            g.habits = {}
        if self.endpoint not in g.habits:
            g.habits[self.endpoint] = self.session.session.scalar(habit_of(current_actor(), self.endpoint))
        found: ListHabit | None = g.habits[self.endpoint]
        return found

    def columns_shown(self) -> list[tuple[int, str, str]]:
        """Place, name and label of the columns to show: those of the address, else one's own, else the usual ones."""
        labels = dict(self._list_columns)
        places = {name: place for place, name in enumerate(labels)}
        habit = self.habit()
        asked = request.args.get("cols", "").split(",") if "cols" in request.args else habit and habit.columns
        names = [name for name in asked or self.column_list if name in labels] or list(self.column_list)
        return [(places[name], name, labels[name]) for name in names]

    def columns_offered(self) -> list[tuple[str, str, bool]]:
        """Name, label and whether it is shown, of every column: the shown ones first, in their order."""
        shown = [name for _, name, _ in self.columns_shown()]
        labels = dict(self._list_columns)
        return [(name, labels[name], name in shown) for name in [*shown, *(set_aside(labels, shown))]]

    def views(self) -> list[dict[str, Any]]:
        """One's own views and those shared with one's office, with their addresses."""
        actor, habit = current_actor(), self.habit()
        first = habit.first_view_id if habit else None
        now = self.as_shown()
        return [
            {
                "key": view.id,
                "name": view.name,
                "own": view.owner_id == actor.id,
                "office": view.office.label if view.office else None,
                "first": view.id == first,
                "url": f"{self.get_url('.index_view')}?{self.arguments_of(view)}",
                "chosen": self.arguments_of(view) == now,
            }
            for view in self.session.session.scalars(views_for(actor, self.endpoint))
        ]

    def arguments_of(self, view: SavedView) -> str:
        """The query string of a view as far as this screen still reads it; never empty."""
        clean = kept(self, "index_view", MultiDict(parse_qsl(view.arguments)))
        return urlencode(clean) or f"{EVERYTHING}=1"

    def as_shown(self) -> str:
        """The list as it is on the screen, as the query string of a view: no page, and no words, which name persons."""
        view_args = self._get_list_extra_args()
        shown = [name for _, name, _ in self.columns_shown()]
        size = self.get_safe_page_size(view_args.page_size)
        told = {
            **self._get_filters(view_args.filters),
            **({} if view_args.sort is None else {"sort": view_args.sort}),
            **({"desc": 1} if view_args.sort is not None and view_args.sort_desc else {}),
            **({"page_size": size} if size != self.page_size else {}),
            **({"cols": ",".join(shown)} if shown != list(self.column_list) else {}),
        }
        return urlencode(told) or f"{EVERYTHING}=1"

    def reads_argument(self, name: str, value: str) -> bool:
        """Also columns, and the word for the whole list."""
        if name == "cols":
            asked = value.split(",")
            return len(set(asked)) == len(asked) and set(asked) <= set(dict(self._list_columns))
        return value == "1" if name == EVERYTHING else super().reads_argument(name, value)

    def _get_list_extra_args(self) -> ViewArgs:
        view_args = super()._get_list_extra_args()
        habit = self.habit()
        if view_args.sort is None and habit and habit.sort:
            name = habit.sort.removeprefix("-")
            names = [column for column, _ in self._list_columns]
            if name in names and name in self._sortable_columns:
                view_args.sort, view_args.sort_desc = names.index(name), habit.sort.startswith("-")
        return view_args

    def _get_list_url(self, view_args: ViewArgs) -> str:
        address = super()._get_list_url(view_args)
        cols = request.args.get("cols")
        if cols:
            address += f"{'&' if '?' in address else '?'}{urlencode({'cols': cols})}"
        habit = self.habit()
        whole = "?" not in address and habit is not None and habit.first_view_id is not None
        return f"{address}?{EVERYTHING}=1" if whole else address

    def address_without_words(self) -> str:
        """The list without what stands in its search box."""
        return self._get_list_url(self._get_list_extra_args().clone(search=None, page=None))

    def beside_filters(self) -> dict[str, str]:
        """The arguments that stay when others filters are chosen."""
        kept_ones = ("search", "sort", "desc", "page_size", "cols")
        return {name: request.args[name] for name in kept_ones if name in request.args}

    def other_lists(self, words: str) -> list[tuple[str, str]]:
        """Other lists that understand the same words, title and address; none for an identity number."""
        if any(meaning.kind is Kind.IDENTITY for meaning in g.get("understood", ())):
            return []
        others = [
            view
            for view in self.admin._views
            if view is not self and getattr(view, "knows_words", False) and view.may("index_view")
        ]
        return [(view.title, view.get_url(".index_view", search=words)) for view in others]

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        """The list; asked for without a word, as the view that the person wants first."""
        habit = None if request.args else self.habit()
        if habit is not None and habit.first_view_id is not None:
            wanted = views_for(current_actor(), self.endpoint).where(SavedView.id == habit.first_view_id)
            view = self.session.session.scalar(wanted)
            if view is not None:
                return redirect(f"{request.path}?{self.arguments_of(view)}")
        page: ResponseReturnValue = super().index_view()
        return page

    @expose("/columns/", methods=("POST",))
    def columns_view(self) -> ResponseReturnValue:
        """Remember columns, their order and what to sort by; or forget them."""
        form, back = request.form, self.list_as_posted()
        places = {f"place-{name}" for name, _ in self._list_columns}
        if not set(form) <= {"csrf_token", "matching", "column", "usual"} | places:
            abort(400)
        columns, sort = None, None
        if "usual" not in form:
            columns = self.columns_posted()
            sort = self.sort_posted(back)
        with transaction(self.session.session):
            keep_columns(self.session.session, current_actor(), self.endpoint, columns, sort)
        back.poplist("cols")
        flash("已恢复默认的列。" if columns is None else "已记住您的列和排序。", "success")
        return redirect(self.address_with(back), 303)

    def columns_posted(self) -> list[str]:
        """The ticked columns by the numbers beside them; columns of one number stay as they stood."""
        names = [name for name, _ in self._list_columns]
        ticked = request.form.getlist("column")
        if not ticked:
            raise Refusal(RefusalCode.BAD_INPUT, "至少要显示一列，现在一列也没有选。请勾选后再保存。")
        if not set(ticked) <= set(names):
            abort(400)
        return sorted(
            dict.fromkeys(ticked), key=lambda name: request.form.get(f"place-{name}", LAST, type=int)
        )

    def sort_posted(self, shown: MultiDict[str, str]) -> str | None:
        """The column that the list was sorted by, a minus before it when descending."""
        if "sort" not in shown:
            return None
        name = self._list_columns[int(shown["sort"])][0]
        return f"-{name}" if shown.get("desc") == "1" else str(name)

    @expose("/views/", methods=("POST",))
    def views_view(self) -> ResponseReturnValue:
        """Save the list as it is shown under a name; drop a view; open one first from now on."""
        form, back = request.form, self.list_as_posted()
        if not set(form) <= {"csrf_token", "matching", "do", "name", "office", "arguments", "view"}:
            abort(400)
        session, actor, do = self.session.session, current_actor(), form.get("do")
        key = row_key(form.get("view", ""))
        if do not in ("save", "drop", "first", "none") or (do in ("drop", "first") and key is None):
            abort(400)
        with transaction(session):
            if do == "save":
                said = self.saved(actor, form)
            elif do == "drop":
                said = f"已删除视图“{drop_view(session, actor, present(), key or 0)}”。"
            else:
                keep_first_view(session, actor, self.endpoint, key if do == "first" else None)
                said = "已设为打开本列表时的首选。" if do == "first" else "打开本列表时将显示全部。"
        flash(said, "success")
        return redirect(self.address_with(back), 303)

    def saved(self, actor: Any, form: MultiDict[str, str]) -> str:
        """Save what the form says; returns what to tell."""
        codes = {"": None, **{office.value: office for office in Office}}
        if form.get("office", "") not in codes:
            abort(400)
        office = codes[form.get("office", "")]
        given = MultiDict(parse_qsl(form.get("arguments", "")))
        clean = [pair for pair in kept(self, "index_view", given) if pair[0] not in ("search", "page")]
        view = save_view(
            self.session.session,
            actor,
            present(),
            screen=self.endpoint,
            name=form.get("name", ""),
            arguments=urlencode(clean),
            office=office,
        )
        return f"已保存视图“{view.name}”{'，与' + office.label + '共享' if office else ''}。"

    def list_as_posted(self) -> MultiDict[str, str]:
        """What the page that a form stood on was narrowed to."""
        given = MultiDict(parse_qsl(request.form.get("matching", "").removeprefix("?")))
        clean = MultiDict(kept(self, "index_view", given))
        if list(given.items(multi=True)) != list(clean.items(multi=True)):
            abort(400)
        return clean

    def address_with(self, arguments: MultiDict[str, str]) -> str:
        """The list narrowed so."""
        words = urlencode(list(arguments.items(multi=True)))
        return f"{self.get_url('.index_view')}?{words or EVERYTHING + '=1'}"


def set_aside(labels: dict[str, str], shown: list[str]) -> list[str]:
    """The columns that are not shown."""
    return [name for name in labels if name not in shown]
