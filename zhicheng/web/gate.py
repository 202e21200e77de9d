"""The gate in front of every address: who is there, and may they come this far? What is not named is closed."""

from flask import Flask, Request, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from werkzeug import Response as BaseResponse
from werkzeug.exceptions import SecurityError

from zhicheng.database import db, transaction
from zhicheng.door import must_be_from_our_page, present, safe_path
from zhicheng.staff.session_of import session_of, touch, touch_due
from zhicheng.staff.sign_in_session import SignInSession
from zhicheng.web.access import Access, access_of
from zhicheng.web.signed_in import SignedInStaff

HERE = ("localhost", "127.0.0.1")
READING = frozenset({"GET", "HEAD", "OPTIONS"})

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")
"""Per address and per process: slows guessing over many names, which the lock of one account does not see."""


def install_gate(app: Flask, *, production: bool) -> None:
    """Close ``app`` to everybody whom access.py does not let in.

    Reads ``TRUSTED_HOSTS`` (host names under which the office is reached; this machine only when not set) and
    ``ZHICHENG_PASSWORD_HASHER`` (tests). ``production`` makes every cookie Secure and bound to this host.
    """
    prefix = "__Host-" if production else ""
    app.config.update(
        ZHICHENG_COOKIE=f"{prefix}zhicheng",
        SESSION_COOKIE_NAME=f"{prefix}zhicheng_form",
        SESSION_COOKIE_SECURE=production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a review may take all afternoon; the token dies with the session
        WTF_CSRF_SSL_STRICT=False,  # asks for a Referer, which our pages do not send; ``from_our_page`` asks better
    )
    app.config["TRUSTED_HOSTS"] = app.config.get("TRUSTED_HOSTS") or list(HERE)
    manager = LoginManager()
    manager.session_protection = None  # our sessions are rows; Flask-Login is to keep nothing in the cookie
    manager.request_loader(who_is_there)
    manager.init_app(app)
    app.before_request(guard)
    CSRFProtect(app)
    limiter.init_app(app)


def who_is_there(request: Request) -> SignedInStaff | None:
    """The person behind the request's cookie. Called once per request, before anything else is read."""
    token = request.cookies.get(current_app.config["ZHICHENG_COOKIE"])
    if not token or g.get("database_away"):
        return None
    now = present()
    live = session_of(db.session(), now, token)
    if live is None:
        return None
    person, due = SignedInStaff.behind(live), touch_due(now, live)
    if due:
        with transaction(db.session()) as session:
            touch(session, now, session.get_one(SignInSession, person.session_id))
    else:
        db.session.rollback()  # nothing is held open while the page is made
    return person


def guard() -> ResponseReturnValue | None:
    """Judge every request before it reaches a view; None lets it pass."""
    if isinstance(request.routing_exception, SecurityError):
        return Response("这个网址没有在本系统登记。请使用单位公布的网址。", 400, mimetype="text/plain")
    if request.url_rule is None:
        return None  # no such address, or not with this method: answered as such
    access = access_of(request.url_rule)
    if request.endpoint == "assets.send":
        return None
    if request.method not in READING:
        must_be_from_our_page()
    known = current_user.is_authenticated
    if access is Access.PUBLIC:
        return None
    if not known:
        return to_sign_in()
    if access is None:
        abort(403)
    if current_user.must_change_password and access is not Access.OWN:
        return redirect(url_for("sign_in.password"), 303)
    return None


def to_sign_in() -> ResponseReturnValue:
    """Send a person to the sign-in page, and from there back to where they were going; a program gets 401."""
    if request.accept_mimetypes and not request.accept_mimetypes.accept_html:
        abort(401)
    if request.method in READING:
        back = request.full_path.rstrip("?") if request.path != "/" else None
        return redirect(url_for("sign_in.login", next=safe_path(back)), 303)
    flash("登录已失效，刚才的操作没有执行。请重新登录后再做一次。", "warning")
    return redirect(url_for("sign_in.login"), 303)


def give_cookie(response: BaseResponse, token: str) -> BaseResponse:
    """Hand the session's token to the browser: for this host, not for scripts, gone when the browser closes."""
    response.set_cookie(
        current_app.config["ZHICHENG_COOKIE"],
        token,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def take_cookie(response: BaseResponse) -> BaseResponse:
    """Take the session's token back."""
    response.delete_cookie(
        current_app.config["ZHICHENG_COOKIE"],
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response
