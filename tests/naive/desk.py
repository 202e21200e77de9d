"""The naive twin as a desk: what a reviewer would work with if stock Flask-Admin stood over the same tables.

Written as its documentation shows, and generously: filters, searches and short forms where they spare the reviewer work.
Run as a program over a copy of a database (``python -m tests.naive.desk URL FILES PORT``), so that clicks can be counted.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, send_file, url_for
from flask_admin import Admin, expose
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.sqla.filters import BaseSQLAFilter
from flask_admin.theme import Bootstrap4Theme
from flask_babel import Babel
from markupsafe import Markup
from sqlalchemy import inspect
from waitress import create_server
from wtforms import TextAreaField

from zhicheng.database import db
from zhicheng.intake.file_store import file_store
from zhicheng.intake.lifecycle import Status
from zhicheng.tables import (
    Applicant,
    Appraisal,
    Attachment,
    ContinuingEducation,
    DegreeHeld,
    Education,
    Employment,
    IntegrityRecord,
    ReviewOpinion,
    Submission,
)


class StatusIs(BaseSQLAFilter):
    """A filter as the documentation writes one; the built-in one fails on enums stored by their value."""

    def apply(self, query, value, alias=None):
        """Narrow to a status."""
        return query.filter(Submission.status == Status(value))

    def operation(self):
        """What stands in the list of operations."""
        return "equals"


class Submissions(ModelView):
    """The queue, and the status in the form."""

    can_view_details = True
    column_list = ("id", "number", "applicant.name", "route", "status", "rounds", "submitted_at", "due_at")
    column_filters = (StatusIs(Submission.status, "Status"),)
    column_searchable_list = ("number",)
    column_default_sort = "submitted_at"
    form_columns = ("status",)

    def on_model_change(self, form, model, is_created):
        """The 48 hours, so that the reviewer need not count them."""
        model.due_at = datetime.now(UTC) + timedelta(hours=48) if model.status == Status.RETURNED else None


class Attachments(ModelView):
    """The files; a link opens one."""

    column_list = ("submission_id", "kind", "year", "file_name", "pages")
    column_filters = ("submission_id",)

    def __init__(self, files, *rest, **more):
        self.files = file_store(files)
        super().__init__(*rest, **more)
        self.column_formatters = {"file_name": self.link}

    def link(self, view, context, model, name):
        """Where the file can be seen."""
        address = url_for(".bytes", digest=model.digest, kind=model.content_type)
        return Markup('<a href="{}">{}</a>').format(address, model.file_name)

    @expose("/bytes/<digest>/<path:kind>")
    def bytes(self, digest, kind):
        """The file itself."""
        return send_file(self.files.open(digest), mimetype=kind)


class Career(ModelView):
    """Rows of one submission."""

    def __init__(self, model, *rest, **more):
        self.column_list = [one.key for one in inspect(model).column_attrs if one.key != "id"]
        self.column_filters = ("submission_id",)
        super().__init__(model, *rest, **more)


class People(ModelView):
    """Persons."""

    column_searchable_list = ("name", "id_number")
    column_list = ("name", "id_number", "sex", "birth_date")


class Records(ModelView):
    """The archive."""

    column_searchable_list = ("name", "id_number")
    column_list = ("name", "id_number", "from_date", "until", "lifted_on")


class Opinions(ModelView):
    """What the reviewer writes."""

    column_list = ("submission_id", "proposal", "opinion")
    form_columns = ("submission_id", "round_number", "proposal", "opinion")
    form_overrides = {"opinion": TextAreaField}

    def on_model_change(self, form, model, is_created):
        """Who and when, so that the reviewer need not type it."""
        model.reviewer_id, model.reviewer_name = 1, "审核员"
        model.given_at = datetime.now(UTC)


def make_desk(url: str, files: Path) -> Flask:
    """The desk over a copy of a database, whose triggers are gone."""
    app = Flask("desk")
    app.config.update(SECRET_KEY="for tests only", SQLALCHEMY_DATABASE_URI=url)
    db.init_app(app)
    Babel(app, default_locale="zh_Hans_CN")

    @app.before_request
    def write_on_sqlite():
        db.session.connection(execution_options={"reading": False})

    admin = Admin(app, theme=Bootstrap4Theme())
    admin.add_view(Submissions(Submission, db, name="Submission", endpoint="submission"))
    admin.add_view(Attachments(files, Attachment, db, name="Attachment", endpoint="attachment"))
    for kind in (Education, DegreeHeld, Employment, Appraisal, ContinuingEducation):
        admin.add_view(Career(kind, db, name=kind.__name__, endpoint=kind.__tablename__))
    admin.add_view(People(Applicant, db, name="Applicant", endpoint="applicant"))
    admin.add_view(Records(IntegrityRecord, db, name="Integrity", endpoint="integrity"))
    admin.add_view(Opinions(ReviewOpinion, db, name="Opinion", endpoint="opinion"))
    return app


if __name__ == "__main__":
    server = create_server(
        make_desk(sys.argv[1], Path(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[3]), threads=4
    )
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    server.run()
