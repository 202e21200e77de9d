"""``StaffView``: a Flask-Admin model view in which nothing is open until the screen says so."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from flask import make_response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from markupsafe import Markup

from zhicheng.admin.action import Acting
from zhicheng.admin.converter import StaffConverter
from zhicheng.admin.form import StaffForm
from zhicheng.admin.presentation import NOTHING, TYPES, words_for
from zhicheng.door import safe_path
from zhicheng.kernel.identity_number import masked

ARRANGING = ("columns_view", "views_view")
BLANK = frozenset({"", NOTHING})
_DAY = re.compile(r"\d{4}-", re.ASCII)
SHORT = 10
"""Characters: what has no more is not broken over two lines of a list; a day is as long."""
NEVER_IN_A_FORM = frozenset({"id", "status", "version"})


class StaffView(Acting):
    """A screen over one table. How to write one: docs/screens.md.

    The classes below it form a single line on purpose: Flask-Admin's metaclass copies every inherited endpoint onto
    each class, so that of two mixins side by side the first would hide what the second overrides.

    Every endpoint is closed unless ``allows`` names it; deletion, export, inline editing, modals and Flask-Admin's
    own actions cannot be opened at all.
    """

    table: Any
    title: str
    address: str
    noun = "记录"
    chips: frozenset[str] = frozenset()
    """Columns of a closed list that are shown as a chip with an icon."""

    detail_groups: Sequence[tuple[str, Sequence[str]]] = ()
    """The details page in paragraphs: a heading and its columns. Empty: one paragraph of ``column_details_list``."""

    empty_sentence = "这里还没有记录。"

    list_template = "admin/list.html"
    details_template = "admin/details.html"
    create_template = "admin/create.html"
    edit_template = "admin/edit.html"
    form_base_class = StaffForm
    model_form_converter = StaffConverter
    column_display_actions = False
    can_create = can_edit = can_delete = can_export = can_view_details = False
    create_modal = edit_modal = details_modal = False
    column_editable_list = None
    form_ajax_refs = None
    inline_models = None

    def __init__(self, db: Any) -> None:
        if "index_view" in self.allows:  # who may read a list may arrange it
            self.allows = dict.fromkeys(ARRANGING, self.allows["index_view"]) | dict(self.allows)
        if "export_view" in self.allows:
            self.allows = {"as_file_view": self.allows["export_view"]} | dict(self.allows)
        self.can_view_details = "details_view" in self.allows
        self.column_type_formatters = self.column_type_formatters_detail = dict(TYPES)
        self._check_what_the_screen_says()
        super().__init__(self.table, db, name=self.title, endpoint=self.address)

    def _check_what_the_screen_says(self) -> None:
        """A screen with a gap does not start: what is not said would fall back to "everything"."""
        name = type(self).__name__
        if not hasattr(type(self), "scope"):
            raise TypeError(f"{name} names no scope")
        if self.column_list is None:
            raise TypeError(f"{name} names no column_list")
        if self.can_view_details and not (self.detail_groups or self.column_details_list):
            raise TypeError(f"{name} names no detail_groups")
        if self._writes() and not self.form_columns:
            raise TypeError(f"{name} names no form_columns")
        if NEVER_IN_A_FORM & {*(self.form_columns or ()), *(self.create_columns or ())}:
            raise TypeError(f"{name} puts {sorted(NEVER_IN_A_FORM)} into a form")
        if "edit_view" in self.allows and not hasattr(self.table, "version"):
            raise TypeError(f"{name} can be edited, so its table needs a version")
        if self.actions and "action_view" not in self.allows:
            raise TypeError(f"{name} has actions but does not allow action_view")
        asked = {
            *(self.column_searchable_list or ()),
            *(self.column_filters or ()),
            *(self.column_sortable_list or ()),
        }
        if self.veil & asked:
            raise TypeError(
                f"{name} veils {sorted(self.veil & asked)} and lets it be searched, filtered or sorted by"
            )
        for closed in ("export", "delete_view", "ajax_update", "ajax_lookup"):
            if closed in self.allows:
                raise TypeError(f"{name} allows {closed}, which is closed for good")

    def _writes(self) -> bool:
        return bool({"create_view", "edit_view"} & set(self.allows))

    def get_details_columns(self) -> list[tuple[Any, str]]:
        """The columns of all groups."""
        columns = [column for _, group in self.detail_groups for column in group]
        return self.get_column_names(columns or self.column_details_list, None)

    def get_sortable_columns(self) -> dict[Any, Any]:
        """Only what the screen names can be sorted by."""
        if self.column_sortable_list is None:
            self.column_sortable_list = ()
        return super().get_sortable_columns()

    def get_create_form(self) -> type[StaffForm]:
        """The form for a new row; without the right to write, an empty one."""
        return (
            self._form_of(self.create_columns or self.form_columns)
            if "create_view" in self.allows
            else StaffForm
        )

    def get_edit_form(self) -> type[StaffForm]:
        """The form for a row that exists."""
        return self._form_of(self.form_columns) if "edit_view" in self.allows else StaffForm

    def _form_of(self, columns: Any) -> Any:
        # The converter reads form_columns off the view, so both must agree while the form is made.
        settled, self.form_columns = self.form_columns, columns
        try:
            return self.scaffold_form()
        finally:
            self.form_columns = settled

    def get_list_row_actions(self) -> list[Any]:
        """None: the whole row opens."""
        return []

    @expose("/details/")
    def details_view(self) -> ResponseReturnValue:
        """One row, as a page."""
        return self.details_page(self.found(request.args.get("id")))

    def details_page(self, row: Any, *, status: int = 200, **more: Any) -> ResponseReturnValue:
        """The page of ``row``; ``more`` is for the screen's own template: a refusal, a form with what was typed."""
        labels = dict(self._details_columns)
        groups = self.detail_groups or (("", list(labels)),)
        page = self.render(
            self.details_template,
            row=row,
            groups=[
                (heading, [(column, labels[column]) for column in columns])
                for heading, columns in groups
                if any(self.shown(row, column) not in ("", NOTHING) for column in columns)
            ],
            back=safe_path(request.args.get("url")) or self.get_url(".index_view"),
            **more,
        )
        return make_response(page, status)

    def shown(self, row: Any, column: str) -> Any:
        """A value as lists and details show it: formatted by the screen, else by its type; veiled where it must be."""
        formatter = self.column_formatters.get(column)
        if formatter is not None:
            return formatter(self, None, row, column)
        value = self._get_field_value(row, column)
        if column in self.veil:
            return NOTHING if value is None else masked(str(value))
        choices = self._column_choices_map.get(column)
        if choices:
            return choices.get(value, NOTHING)
        return value if isinstance(value, Markup) else words_for(value)

    def cells(
        self, row: Any, columns: Sequence[tuple[int, str, str]]
    ) -> Iterator[tuple[str, str, bool, Any]]:
        """A row of the list: of each column its label where a card must say it, classes, whether it is a chip, value."""
        first = "first "
        for _, column, label in columns:
            if column in self.chips:
                yield "", f"{first}state", True, self._get_field_value(row, column)
            else:
                value = self.shown(row, column)
                kind = (
                    "blank"
                    if value in BLANK
                    else "nowrap"
                    if len(value) <= SHORT or _DAY.match(value) and len(value) == 16
                    else ""
                )
                yield "" if column in self.speaking else label, (first + kind).strip(), False, value
            first = ""

    def raw(self, row: Any, column: str) -> Any:
        """The value itself, for chips."""
        return self._get_field_value(row, column)
