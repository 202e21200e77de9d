"""Put the panel together: settings, database, files, gate, doors, commands."""

import importlib

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from flask_migrate import Migrate

from werkzeug.middleware.proxy_fix import ProxyFix

import zhicheng.tables  # noqa: F401 (every table is known before the first request)
from zhicheng.admin.guard import StaffIndex
from zhicheng.admin.screens import all_screens
from zhicheng.certificate.press import OfficePress
from zhicheng.commands import install_commands
from zhicheng.database import db
from zhicheng.intake.file_store import file_store
from zhicheng.settings import ROOT, Settings
from zhicheng.web import assets, errors, frame, headers, sign_in
from zhicheng.web.gate import install_gate


def create_app(settings: Settings | None = None) -> Flask:
    """The application; ``settings`` from the environment when none are given. Raises UnsafeSettings."""
    chosen = settings or Settings.from_environment()
    app = Flask("zhicheng", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.update(
        SECRET_KEY=chosen.secret_key,
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        ZHICHENG_NOW=chosen.now,
        ZHICHENG_SETTINGS=chosen,
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        TRUSTED_HOSTS=list(chosen.trusted_hosts),
    )
    if chosen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *(chosen.proxies,) * 3)  # type: ignore[method-assign]
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    files = app.extensions["zhicheng_files"] = file_store(chosen.files)
    app.extensions["zhicheng_press"] = OfficePress(
        files, chosen.instance / "keys", chosen.public_address, sample=chosen.demonstration is not None
    )
    install_gate(app, production=chosen.production)
    for door in (headers, errors, assets, frame):
        door.install(app, production=chosen.production) if door is headers else door.install(app)
    app.register_blueprint(sign_in.blueprint)
    for name in ("home", "search", "review", "verification", "importing", "career"):
        try:
            module = importlib.import_module(f"zhicheng.web.{name}")
        except ModuleNotFoundError:
            continue
        if hasattr(module, "install"):
            module.install(app)
        else:
            app.register_blueprint(module.blueprint)
    admin = Admin(
        app, name="职称管理", url="/admin", theme=Bootstrap4Theme(base_template="frame.html"), index_view=StaffIndex()
    )
    for screen in all_screens():
        admin.add_view(screen(db))
    install_commands(app)
    return app
