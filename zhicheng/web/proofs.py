"""What is published for everybody who verifies without asking us: status lists, public keys, the offline page."""

from typing import Any
from urllib.parse import quote

import msgspec
from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from zhicheng.certificate.keys import token_public_keys
from zhicheng.database import db
from zhicheng.door import key_folder, present, settings
from zhicheng.policy.load import cycles, load_year
from zhicheng.verification.publish import published_page
from zhicheng.verification.status_list import number_of_lists, public_key_set, status_list
from zhicheng.web.gate import limiter
from zhicheng.web.language import words_of_offline_page

blueprint = Blueprint("proofs", __name__, url_prefix="/verify")
OFTEN = "60 per minute"
MINUTES = 5
"""How long anybody may keep a copy without asking whether it is still the same."""
PAGE_NAME = "职称证书离线查验.html"


def install(app: Flask) -> None:
    """Open the addresses."""
    app.register_blueprint(blueprint)


@blueprint.get("/status/<int:number>")
@limiter.limit(OFTEN)
def status(number: int) -> ResponseReturnValue:
    """One status list, signed."""
    session = db.session()
    if number >= number_of_lists(session):
        abort(404)
    return published(status_list(session, number, present(), signing_key(), address()), "application/vc+jwt")


@blueprint.get("/keys")
@limiter.limit(OFTEN)
def keys() -> ResponseReturnValue:
    """The public keys of codes and lists."""
    known = msgspec.json.encode(public_key_set(public_keys())).decode()
    return published(known, "application/jwk-set+json")


@blueprint.get("/offline")
@limiter.limit("10 per minute")
def offline() -> ResponseReturnValue:
    """The offline page, to be kept on a disk."""
    page = newest_page()
    response = published(page, "text/html")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(PAGE_NAME)}"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def newest_page() -> str:
    """The offline page as of now."""
    body = load_year(max(cycles())).certificate.issuing_body
    return published_page(
        db.session(),
        present(),
        signing_key(),
        public_keys(),
        english=words_of_offline_page(body),
        issuing_body=body,
        address=address(),
    )


def published(text: str, content_type: str) -> Response:
    """``text`` for anybody and any page on any host; who has the same copy is told so."""
    db.session.rollback()
    response = Response(text, content_type=f"{content_type}; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={MINUTES * 60}, must-revalidate"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    return response.make_conditional(request)


def public_keys() -> dict[str, Any]:
    """Every public key of codes and lists, old ones too; the first is made where there is none."""
    signing_key()
    return token_public_keys(key_folder())


def signing_key() -> Any:
    """The key that signs codes and lists today."""
    return current_app.extensions["zhicheng_press"].opened.token_key


def address() -> str:
    """Where strangers ask."""
    return f"{settings().public_address}/verify"
