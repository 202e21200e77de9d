"""The list of a screen: scoped, counted honestly and cheaply, narrowed, searched and turned over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, g, redirect, request
from flask_admin.contrib.sqla import ModelView, tools
from flask_admin.model.base import ViewArgs
from sqlalchemy import String, func, or_, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from zhicheng.admin.filter import Narrowing, escaped, filters_for
from zhicheng.admin.lookup import LookupAnswers
from zhicheng.admin.query_arguments import row_key
from zhicheng.admin.scope import Scope
from zhicheng.certificate.understand import Meaning, understand
from zhicheng.door import current_actor

COUNTED_UP_TO = 10_000


@dataclass(frozen=True)
class Preset:
    """A tab above the list: its name and the narrowing it stands for, e.g. ``{"flt_status_is": "queued"}``."""

    label: str
    arguments: Mapping[str, str] = field(default_factory=dict)


class Listing(LookupAnswers, ModelView):
    """How ``StaffView`` finds rows. Screens set the attributes; they override ``search_rows`` at most."""

    scope: Scope
    presets: Sequence[Preset] = ()
    named_filter_urls = True
    page_size = 50
    can_set_page_size = True
    page_size_options = (50, 100, 200)

    def get_query(self) -> Any:
        """All rows that the person signed in may see; every way to a row starts here."""
        return type(self).scope(self.session.session.query(self.model), current_actor())

    def get_count_query(self) -> Any:
        """As ``get_query``, counting."""
        counting = self.session.session.query(func.count()).select_from(self.model)
        return type(self).scope(counting, current_actor())

    def get_one(self, id: Any) -> Any:  # noqa: A002 - Flask-Admin's name
        """The row, if there is such a row for the person signed in; None tells nothing about which."""
        key = row_key(id)
        return None if key is None else self.get_query().filter(self.model.id == key).one_or_none()

    def search_rows(self, query: Any, words: str) -> Any:
        """Narrow by what was typed into the box: each word somewhere in the searchable columns, as plain text."""
        joins: dict[Any, Any] = {}
        for word in words.split():
            hits = []
            for column, path in self._search_fields:
                query, joins, alias = self._apply_path_joins(query, joins, path, inner_join=False)
                target = column if alias is None else getattr(alias, column.key)
                hits.append(target.ilike(f"%{escaped(word)}%", escape="\\"))
            query = query.filter(or_(*hits))
        return query

    measure = "条"
    """The word for counting rows: ``找到 3 人``."""

    def understood(self, words: str) -> Sequence[Meaning]:
        """What each word means; kept for ``told``."""
        g.understood = understand(self.session.session, words)
        return g.understood

    def told(self) -> list[str]:
        """How the words in the box were understood, for screens whose ``search_rows`` asks ``understood``."""
        return [meaning.told for meaning in g.get("understood", ())]

    def matching(self, search: str | None, filters: Any) -> tuple[Any, Any]:
        """The rows in scope that match words and filters, and the joins made on the way."""
        query, joins = self.get_query(), {}
        if search and self._search_supported:
            query = self.search_rows(query, search)
        if filters:
            query, _, joins, _ = self._apply_filters(query, None, joins, {}, filters)
        return query, joins

    def count_of(self, query: Any) -> int:
        """How many rows, up to one more than ``COUNTED_UP_TO``: counting a million on each page helps nobody."""
        some = query.with_entities(self.model.id).limit(COUNTED_UP_TO + 1).subquery()
        return self.session.session.execute(select(func.count()).select_from(some)).scalar_one()

    def counted(self, count: int) -> str:
        """A count as the page says it."""
        return f"{COUNTED_UP_TO:,} 以上" if count > COUNTED_UP_TO else f"{count:,}"

    def counted_already(self, filters: Any) -> int | None:
        """How many rows match, where the page has counted them anyway for its tabs; None: count."""
        return None

    def get_list(
        self,
        page: int | None,
        sort_column: Any,
        sort_desc: bool,
        search: str | None,
        filters: Any,
        execute: bool = True,
        page_size: int | None = None,
    ) -> tuple[int, list[Any]]:
        """Count and one page. The keys are chosen first and the rows joined after: deep pages stay cheap."""
        query, joins = self.matching(search, filters)
        known = None if search else self.counted_already(filters)
        count = self.count_of(query) if known is None else known
        size = page_size or self.page_size
        if page and page * size >= count and (count <= COUNTED_UP_TO or known is not None):
            abort(redirect(self._get_list_url(self._get_list_extra_args().clone(page=None))))
        if count == 0:
            return 0, []
        query, _ = self.in_order(query, joins, sort_column, sort_desc)
        keys = [key for (key,) in self._apply_pagination(query.with_entities(self.model.id), page, size)]
        return count, self.rows(keys)

    def in_order(self, query: Any, joins: Any, sort_column: Any, sort_desc: bool) -> tuple[Any, Any]:
        """The query as the page sorts it, with the tables that are joined by then; ties go by key."""
        query, joins = self._apply_sorting(query, joins, sort_column, sort_desc)
        descending = sort_desc if sort_column else any(order[2] for order in self._get_default_order())
        return query.order_by(self.model.id.desc() if descending else self.model.id), joins

    def scaffold_auto_joins(self) -> list[Any]:
        """The relations that the columns lead over: their rows come with the page, in the same query."""
        over = dict.fromkeys(name.partition(".")[0] for name, _ in self._list_columns if "." in name)
        return [getattr(self.model, name) for name in over]

    def rows(self, keys: Sequence[int]) -> list[Any]:
        """The rows of these keys in this order, with what the list shows of other tables."""
        query = self.session.session.query(self.model).filter(self.model.id.in_(keys))
        for relation in self._auto_joins:
            query = query.options(joinedload(relation))
        found = {row.id: row for row in query}
        return [found[key] for key in keys if key in found]

    def search_placeholder(self) -> str:
        """What the box searches, in the screen's own words."""
        return "、".join(self.column_labels.get(name, name) for name in self.column_searchable_list or ())

    def init_search(self) -> bool:
        """Only text columns can be searched: anything else would need a cast, and a cast no index serves."""
        supported = super().init_search()
        for column, _ in self._search_fields or ():
            if not isinstance(column.type, String):
                raise TypeError(f"{type(self).__name__}: {column} cannot be searched, it is no text")
        return supported

    def scaffold_filters(self, name: Any) -> list[Narrowing]:
        """The filters for a column of ``column_filters``, a dotted path over relationships included."""
        attribute, path = tools.get_field_with_path(self.model, name)
        column = tools.get_columns_for_field(attribute)[0]
        filters = filters_for(name, column, self.get_column_name(name), self._options_of(name))
        for flt in filters:
            flt.key_name = name
        if path:
            self._filter_joins[name] = path
        return filters

    def _options_of(self, name: str) -> Any:
        return (self.column_choices or {}).get(name)

    def get_filter_arg(self, index: int, flt: Narrowing) -> str:
        """The name of a filter in the address, without ``flt_``."""
        return flt.code

    def reads_argument(self, name: str, value: str) -> bool:
        """Whether the list reads this argument (query_arguments.py asks)."""
        if name.startswith("flt_"):
            known = (self._filter_args or {}).get(name.removeprefix("flt_"))
            return bool(value) and known is not None and known[1].validate(value)
        if name == "search":
            return bool(value.strip()) and self._search_supported
        if name == "sort":
            columns = {str(place): column for place, (column, _) in enumerate(self._list_columns)}
            return columns.get(value) in self._sortable_columns
        if name == "page_size":
            return value in map(str, self.page_size_options)
        return name == "desc" and value == "1"

    def arguments_from(self, given: MultiDict[str, str]) -> ViewArgs:
        """What a query string asks of the list; it has been tidied before."""
        filters = []
        for name, value in given.items():
            known = (
                (self._filter_args or {}).get(name.removeprefix("flt_")) if name.startswith("flt_") else None
            )
            if known is not None:
                filters.append((known[0], known[1].name, value))
        return ViewArgs(
            page=given.get("page", 0, type=int),
            page_size=given.get("page_size", self.page_size, type=int),
            sort=given.get("sort", None, type=int),
            sort_desc=given.get("desc", None, type=int),
            search=given.get("search"),
            filters=filters,
        )

    def _get_list_extra_args(self) -> ViewArgs:
        return self.arguments_from(request.args)

    def _get_filters(self, filters: Any) -> dict[str, str]:
        return {f"flt_{self._filters[place].code}": value for place, _, value in filters or ()}

    def _get_list_url(self, view_args: ViewArgs) -> str:
        size = self.get_safe_page_size(view_args.page_size)
        return self.get_url(
            ".index_view",
            page=view_args.page or None,
            sort=view_args.sort,
            desc=1 if view_args.sort_desc else None,
            search=view_args.search,
            page_size=None if size == self.page_size else size,
            **self._get_filters(view_args.filters),
        )

    def in_words(self, chosen: Any) -> str:
        """A filter and its value as a chip says it."""
        said: str = self._filters[chosen[0]].said(chosen[2])
        return said

    def chosen_filters(self) -> list[dict[str, str]]:
        """What narrows the list now, as ``in_words``, each with the address of the list without it."""
        view_args = self._get_list_extra_args()
        chosen = []
        for one in view_args.filters or ():
            rest = [other for other in view_args.filters if other is not one]
            without = self._get_list_url(view_args.clone(filters=rest, page=None))
            chosen.append({"words": self.in_words(one), "without": without})
        return chosen

    def tabs(self, listed: int | None) -> list[dict[str, Any]]:
        """The presets with their addresses and counts, the chosen one marked; ``listed``: its count, where it is known."""
        given = self._get_filters(self._get_list_extra_args().filters)
        tabs = []
        for preset in self.presets:
            view_args = self.arguments_from(MultiDict(preset.arguments))
            chosen = given == dict(preset.arguments)
            count = listed if chosen else None
            if count is None:
                count = self.count_of(self.matching(None, view_args.filters)[0])
            tabs.append(
                {
                    "label": preset.label,
                    "url": self._get_list_url(view_args),
                    "count": count,
                    "chosen": chosen,
                }
            )
        return tabs
