"""Put the panel together: settings, database, files, gate, doors, commands."""

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from flask_babel import Babel
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

import zhicheng.tables  # noqa: F401 (every table is known before the first request)
from zhicheng.admin.guard import StaffIndex
from zhicheng.admin.screens import SCREENS
from zhicheng.certificate.press import OfficePress
from zhicheng.commands import install_commands
from zhicheng.database import db
from zhicheng.intake.file_store import file_store
from zhicheng.language.chosen import locale
from zhicheng.language.environment import TwoLanguages
from zhicheng.settings import ROOT, Settings
from zhicheng.web import assets, errors, frame, headers, home, proofs, search, sign_in, verification
from zhicheng.web.figures import door as figures
from zhicheng.web.gate import install_gate


def create_app(settings: Settings | None = None) -> Flask:
    """The application; ``settings`` from the environment when none are given. Raises UnsafeSettings."""
    chosen = settings or Settings.from_environment()
    app = Flask("zhicheng", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.jinja_environment = TwoLanguages
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
    headers.install(app, production=chosen.production)
    for door in (errors, assets, frame, verification, proofs):
        door.install(app)
    for page in (sign_in, home, figures, search):
        app.register_blueprint(page.blueprint)
    Babel(app, locale_selector=locale)  # Flask-Admin's own words
    theme = Bootstrap4Theme(base_template="frame.html")
    admin = Admin(app, name="职称管理", url="/admin", theme=theme, index_view=StaffIndex())
    for screen in SCREENS:
        admin.add_view(screen(db))
    install_commands(app)
    return app
