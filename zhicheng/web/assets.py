"""The files that pages load, all ours to serve, named with their content's hash so that browsers keep them."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from zhicheng.web.icons import ICONS, icon_at, sprite

STATIC = Path(__file__).parent / "static"
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5cad"/>'
    '<path d="M9 8h14v3H9zm0 6h14v3H9zm0 6h9v3H9z" fill="#fff"/></svg>'
)
blueprint = Blueprint("assets", __name__, url_prefix="/assets")


@dataclass(frozen=True)
class Asset:
    """One file in memory."""

    body: bytes
    kind: str

    @property
    def hash(self) -> str:
        """What names this very content."""
        return hashlib.sha256(self.body).hexdigest()[:16]


def load() -> dict[str, Asset]:
    """Everything that is served; whatever is not here is not found."""
    bootstrap = (files("flask_bootstrap") / "static/bootstrap5/css/bootstrap.min.css").read_bytes()
    bootstrap = bootstrap.rpartition(b"/*# sourceMappingURL")[0] or bootstrap
    return {
        "bootstrap.css": Asset(bootstrap, "text/css"),
        "zhicheng.css": Asset((STATIC / "zhicheng.css").read_bytes(), "text/css"),
        "zhicheng.js": Asset((STATIC / "zhicheng.js").read_bytes(), "text/javascript"),
        "cockpit.js": Asset((STATIC / "cockpit.js").read_bytes(), "text/javascript"),
        "keys.js": Asset((STATIC / "keys.js").read_bytes(), "text/javascript"),
        "icons.svg": Asset(sprite(), "image/svg+xml"),
        "mark.svg": Asset(MARK.encode(), "image/svg+xml"),
    }


def install(app: Flask) -> None:
    """Serve the files and give templates ``asset()`` and ``icon()``."""
    loaded = load()
    app.config["ZHICHENG_ASSETS"] = loaded
    app.register_blueprint(blueprint)
    # Made once, not by url_for each time: a list page asks for a hundred icons.
    addresses = {name: f"{blueprint.url_prefix}/{name}?v={asset.hash}" for name, asset in loaded.items()}
    pictures = {name: icon_at(addresses["icons.svg"], name) for name in ICONS}
    app.jinja_env.globals.update(asset=addresses.__getitem__, icon=pictures.__getitem__)


@blueprint.get("/<name>")
def send(name: str) -> Response:
    """One file, for a year when its hash was asked for."""
    found = current_app.config["ZHICHENG_ASSETS"].get(name)
    if found is None:
        abort(404)
    response = Response(found.body, mimetype=found.kind)
    fresh = request.args.get("v") == found.hash
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
    response.set_etag(found.hash)
    return response.make_conditional(request)
