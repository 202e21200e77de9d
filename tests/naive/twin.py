"""The naive twin: Flask-Admin over the same tables, written as its documentation shows. Every attack must succeed here.

An attack test that fails on the twin proves nothing about ours (security.md section 0).
"""

import warnings
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_admin import Admin, expose
from flask_admin.actions import action
from flask_admin.contrib.sqla import ModelView
from flask_admin.theme import Bootstrap4Theme
from flask_babel import Babel
from sqlalchemy import make_url
from werkzeug.test import TestResponse

from zhicheng.database import db
from zhicheng.staff.office import Office
from zhicheng.tables import Applicant, Batch, BatchMember, Employer


class NaiveBatches(ModelView):
    """The row filter stands in the list only, as in the first example of the documentation."""

    column_list = ("number", "office")
    column_searchable_list = ("number",)
    form_columns = ("number", "cycle", "office", "notice_number")

    def get_query(self):
        """Rows of one's own office."""
        return super().get_query().filter(Batch.office == Office.JUNIOR_OFFICE)

    @action("freeze", "冻结")
    def freeze(self, ids):
        """What the documentation's action does: load by the ids that came in."""
        for batch in db.session.query(Batch).filter(Batch.id.in_(map(int, ids))):
            batch.cycle = "1999"
        db.session.commit()

    @expose("/broken/")
    def broken(self):
        """A fault of our own."""
        return len("one", 1)


class NaiveEmployers(ModelView):
    """A plain view with a hook after the commit."""

    column_list = ("name", "kind")
    form_excluded_columns = ("version",)

    def after_model_change(self, form, model, is_created):
        """Something that may fail, such as a letter."""
        if "手" in model.name:
            raise RuntimeError("the printer is on fire")


class ReadOnlyEmployers(ModelView):
    """Nothing can be edited, or so it seems."""

    can_create = can_edit = can_delete = False
    column_list = ("name", "region")
    column_editable_list = ("region",)


class NaiveApplicants(ModelView):
    """A formatter hides the number."""

    column_list = ("name", "id_number")
    column_searchable_list = ("name", "id_number")
    column_formatters = {"id_number": lambda view, context, model, name: model.masked_id_number}


class NaiveMembers(ModelView):
    """A look-up of another table."""

    form_ajax_refs = {"batch": {"fields": ("number",)}, "submission": {"fields": ("number",)}}


class TwinClient(FlaskClient):
    """Flask-Admin's own forms warn of what WTForms 3.4 will take away; that is not what is tested."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch, whole."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return super().open(*args, buffered=True, **kwargs)


def make_twin(url: str) -> Flask:
    """The twin over the database at ``url``."""
    app = Flask("twin")
    app.config.update(SECRET_KEY="for tests only", SQLALCHEMY_DATABASE_URI=make_url(url))
    db.init_app(app)
    Babel(app, default_locale="zh_Hans_CN")

    @app.before_request
    def write_on_sqlite():
        # The twin knows nothing of our transactions; without this its sessions could not write on SQLite.
        db.session.connection(execution_options={"reading": False})

    admin = Admin(app, theme=Bootstrap4Theme())
    admin.add_view(NaiveBatches(Batch, db, endpoint="batch"))
    admin.add_view(NaiveEmployers(Employer, db, endpoint="employer"))
    admin.add_view(ReadOnlyEmployers(Employer, db, endpoint="readonly"))
    admin.add_view(NaiveApplicants(Applicant, db, endpoint="applicant"))
    admin.add_view(NaiveMembers(BatchMember, db, endpoint="member"))
    return app
