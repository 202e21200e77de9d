"""A list as a file: the rows that match, in the order and the columns on the screen, written while they are read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import quote

from flask import Response, abort, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.contrib.sqla import tools
from sqlalchemy import Enum, String, func
from werkzeug.datastructures import MultiDict

from zhicheng.admin.files import closed_off
from zhicheng.admin.personal import Personal
from zhicheng.admin.presentation import words_for
from zhicheng.database import transaction
from zhicheng.door import current_actor, must_be_from_our_page, present
from zhicheng.exchange.hand_out_list import hand_out_list
from zhicheng.exchange.spreadsheet import csv_chunks, xlsx_chunks
from zhicheng.kernel.clock import BEIJING, beijing
from zhicheng.kernel.identity_number import masked
from zhicheng.kernel.table import Instant
from zhicheng.staff.permission import Permission

ROWS_READ_AT_ONCE = 1_000
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_KEYS = frozenset({"csrf_token", "matching", "kind", "whole", "reason"})


@dataclass(frozen=True)
class Cell:
    """One column of the file: what is read of the database (names as in ``column_list``, or SQL) and its text."""

    reads: tuple[Any, ...]
    text: Callable[..., str]


class Exporting(Personal):
    """How ``StaffView`` hands lists out. A screen allows ``export_view``; ``export_cells`` are columns that are more
    than one column of a table.
    """

    export_cells: Mapping[str, Cell] = {}
    veil: frozenset[str] = frozenset()
    """Columns whose values are masked in lists, files, details and the audit trail."""

    def may_export_whole(self) -> bool:
        """Whether the person signed in may ask for whole identity numbers, where the list has any."""
        shown = {name for _, name, _ in self.columns_shown()}
        return bool(shown & self.veil) and current_actor().may(Permission.READ_ATTACHMENTS)

    @expose("/export/", methods=("POST",))
    def export_view(self) -> ResponseReturnValue:
        """The list of the page that was on the screen; whole identity numbers for a reason."""
        form, asked = request.form, self.list_as_posted()
        if not set(form) <= _KEYS or form.get("kind") not in KINDS:
            abort(400)
        return self.handed_out_list(form["kind"], asked, form.get("whole") == "1", form.get("reason", ""))

    @expose("/export/<kind>/")
    def as_file_view(self, kind: str) -> ResponseReturnValue:
        """Flask-Admin's own address of a list as a file (contract.md, section 6), narrowed as the list is; masked."""
        must_be_from_our_page()
        if kind not in KINDS:
            abort(404)
        return self.handed_out_list(kind, request.args)

    def handed_out_list(
        self, kind: str, asked: MultiDict[str, str], whole: bool = False, reason: str = ""
    ) -> Response:
        """Write the export down, then send it row by row."""
        view_args = self.arguments_from(asked)
        names = asked["cols"].split(",") if "cols" in asked else [name for _, name, _ in self.columns_shown()]
        labels = [dict(self._list_columns)[name] for name in names]
        sort = self.sorting_of(view_args)
        session, actor, now = self.session.session, current_actor(), present()
        with transaction(session):
            query, _ = self.matching(view_args.search, view_args.filters)
            if whole:
                self.must_be_ours(query)
            hand_out_list(
                session,
                actor,
                now,
                table=self.model.__tablename__,
                rows=query.with_entities(func.count(self.model.id)).scalar(),
                columns=labels,
                narrowed_by=[*self.told(), *(self.in_words(one) for one in view_args.filters or ())],
                whole=whole,
                reason=reason,
            )
        rows = self.rows_of_texts(view_args, sort, names, whole)
        chunks = (
            csv_chunks(headed(labels, rows))
            if kind == "csv"
            else xlsx_chunks(headed(labels, rows), len(labels))
        )
        response = Response(stream_with_context(chunks), content_type=KINDS[kind])
        name = f"{self.title}-{beijing(now):%Y%m%d-%H%M}.{kind}"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return closed_off(response)

    def must_be_ours(self, query: Any) -> None:
        """Refuse whole numbers of persons of other offices; where a list is scoped by office there are none."""

    def sorting_of(self, view_args: Any) -> tuple[Any, bool]:
        """Column and direction as the screen shows them."""
        if view_args.sort is None:
            habit = self.habit()
            name = habit.sort.removeprefix("-") if habit and habit.sort else None
            return (name if name in self._sortable_columns else None), bool(
                habit and (habit.sort or "")[:1] == "-"
            )
        return self._list_columns[view_args.sort][0], view_args.sort_desc

    def rows_of_texts(
        self, view_args: Any, sort: tuple[Any, bool], names: list[str], whole: bool
    ) -> Iterator[tuple[str, ...]]:
        """The rows in scope that match, as texts, a thousand read at a time and made column by column."""
        query, joins = self.matching(view_args.search, view_args.filters)
        query, joins = self.in_order(query, joins, *sort)
        read, makers = [], []
        for name in names:
            cell = self.export_cells.get(name) or self.plain_cell(name, whole)
            columns = []
            for source in cell.reads:
                if isinstance(source, str):
                    query, joins, source = self.column_at(query, joins, source)
                columns.append(source)
            makers.append((len(read), len(read) + len(columns), cell.text))
            read += columns
        query = query.with_entities(*read).yield_per(ROWS_READ_AT_ONCE)
        rest = iter(query)
        while some := list(islice(rest, ROWS_READ_AT_ONCE)):
            columns = list(zip(*some, strict=True))
            yield from zip(*(map(text, *columns[start:end]) for start, end, text in makers), strict=True)

    def column_at(self, query: Any, joins: Any, name: str) -> tuple[Any, Any, Any]:
        """The column under a dotted name, its tables joined."""
        attribute, path = tools.get_field_with_path(self.model, name)
        query, joins, alias = self._apply_path_joins(query, joins, path, inner_join=False)
        return query, joins, attribute if alias is None else getattr(alias, attribute.key)

    def plain_cell(self, name: str, whole: bool) -> Cell:
        """The cell of one column, by its type."""
        attribute, _ = tools.get_field_with_path(self.model, name)
        kind, choices = attribute.type, self._column_choices_map.get(name)
        if name in self.veil:
            return Cell((name,), text_or_nothing if whole else lambda value: masked(value) if value else "")
        if choices:
            return Cell((name,), lambda value: str(choices.get(value, "")))
        if isinstance(kind, Enum):
            return Cell((name,), lambda value: "" if value is None else value.label)
        if isinstance(kind, Instant):
            return Cell((name,), instant_text)
        if isinstance(kind, String):
            return Cell((name,), text_or_nothing)
        return Cell((name,), lambda value: "" if value is None or value == "" else words_for(value))


def headed(labels: list[str], rows: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The headings, then the rows."""
    yield tuple(labels)
    yield from rows


def text_or_nothing(value: str | None) -> str:
    """The text; nothing where there is none."""
    return value or ""


def instant_text(value: datetime | None) -> str:
    """``2025-06-12 15:04`` in Beijing time."""
    return "" if value is None else value.astimezone(BEIJING).isoformat(" ", "minutes")[:16]
