"""Census of the real screens: nothing open that was not named, nothing shown without a Chinese name."""

import re

import pytest
from flask import Flask

from zhicheng.admin.base import NEVER_IN_A_FORM, StaffView
from zhicheng.admin.guard import Guarded
from zhicheng.admin.screens import SCREENS
from zhicheng.database import db
from zhicheng.staff.permission import Permission
from zhicheng.web.icons import ICONS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NEVER = {"export", "delete_view", "ajax_update", "ajax_lookup"}


@pytest.fixture(scope="module")
def doors() -> list[Guarded]:
    """Every screen and every page without a table, as the factory makes it."""
    app = Flask("census")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    with app.app_context():
        return [screen(db) for screen in SCREENS]


@pytest.fixture(scope="module")
def screens(doors: list[Guarded]) -> list[StaffView]:
    """The screens over a table."""
    return [door for door in doors if isinstance(door, StaffView)]


def test_every_endpoint_is_named_with_a_permission(doors: list[Guarded]) -> None:
    assert doors
    for screen in doors:
        exposed = {name for _, name, _ in type(screen)._urls}
        assert set(screen.allows) <= exposed, screen
        assert all(isinstance(permission, Permission) for permission in screen.allows.values()), screen
        assert not NEVER & set(screen.allows), screen


def test_every_form_names_its_fields(screens: list[StaffView]) -> None:
    for screen in screens:
        for form in (screen._create_form_class, screen._edit_form_class):
            fields = set(form()._fields)
            assert not fields & NEVER_IN_A_FORM, screen
            if not {"create_view", "edit_view"} & set(screen.allows):
                assert not fields, screen


def test_everything_that_is_shown_has_a_chinese_name(screens: list[StaffView]) -> None:
    for screen in screens:
        shown = [*screen._list_columns, *(getattr(screen, "_details_columns", ()))]
        shown += [(flt.code, flt.name) for flt in screen._filters or ()]
        for form in (screen._create_form_class, screen._edit_form_class):
            shown += [(field.name, field.label.text) for field in form()]
        raw = [(column, label) for column, label in shown if not CHINESE.search(str(label))]
        assert not raw, (type(screen).__name__, raw)
        assert CHINESE.search(screen.title)
        assert CHINESE.search(screen.noun)


def test_identity_numbers_are_veiled_everywhere_and_telephones_in_lists(screens: list[StaffView]) -> None:
    for screen in screens:
        listed = {str(column) for column, _ in screen._list_columns}
        detailed = {str(column) for column, _ in getattr(screen, "_details_columns", ())}
        secret = {column for column in listed | detailed if column.rpartition(".")[2] == "id_number"}
        secret |= {column for column in listed if column.rpartition(".")[2] == "phone"}
        assert secret <= screen.veil | set(screen.column_formatters), screen


def test_every_icon_is_served(doors: list[Guarded]) -> None:
    for screen in doors:
        assert screen.icon in ICONS
        assert all(act.icon in ICONS for act in getattr(screen, "actions", ()))
