"""The pages where somebody comes in, goes out, and changes the own password."""

from argon2 import PasswordHasher
from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired

from zhicheng.database import db, transaction
from zhicheng.door import current_actor, present, safe_path, status_of
from zhicheng.kernel.refusal import Refusal
from zhicheng.staff.change_password import change_password
from zhicheng.staff.password import HASHER, LONGEST, SHORTEST, Proof, credentials_of, prove
from zhicheng.staff.sign_in import sign_in
from zhicheng.staff.sign_in_session import SignedIn, SignInSession
from zhicheng.staff.sign_out import sign_out
from zhicheng.web.gate import give_cookie, limiter, take_cookie

blueprint = Blueprint("sign_in", __name__)
ATTEMPTS = "60 per minute"
"""From one address, which may be a whole office at nine in the morning."""


class SignInForm(FlaskForm):
    """Who, with what, and where to afterwards."""

    name = StringField("登录名", [InputRequired("请填写登录名。")], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "密码", [InputRequired("请填写密码。")], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class ChangePasswordForm(FlaskForm):
    """The present password and the new one, twice."""

    current = PasswordField(
        "现在的密码", [InputRequired("请填写现在的密码。")], render_kw={"autocomplete": "current-password"}
    )
    password = PasswordField(
        "新密码",
        [InputRequired("请填写新密码。")],
        description=f"{SHORTEST} 至 {LONGEST} 个字符；建议用几个不相干的词连成一句。",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "再输一次新密码",
        [InputRequired("请再输一次新密码。"), EqualTo("password", "两次输入的新密码不一样，请重新输入。")],
        render_kw={"autocomplete": "new-password"},
    )


@blueprint.route("/login", methods=("GET", "POST"))
@limiter.limit(ATTEMPTS, methods=["POST"])
def login() -> ResponseReturnValue:
    """The form; sent with the right password, a new session and the way on."""
    form = SignInForm()
    goal = safe_path(form.next.data or None) or "/"
    if not form.is_submitted():
        if current_user.is_authenticated:
            return redirect(goal_asked(), 303)
        form.next.data = goal_asked()
        return sign_in_page(form)
    if not form.validate():
        return sign_in_page(form, status=422)
    proof = proven(form.name.data, form.password.data)
    with transaction(db.session()):
        answer = sign_in(db.session(), present(), proof)
        if isinstance(answer, SignedIn):
            leave_the_old_session()
    if isinstance(answer, Refusal):
        return sign_in_page(form, answer, status_of(answer.code))
    session.clear()
    return give_cookie(redirect(goal, 303), answer.token)


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    """End the session for good, also for who copied its cookie."""
    with transaction(db.session()):
        leave_the_old_session()
    session.clear()
    flash("已退出登录。", "success")
    return take_cookie(redirect(url_for("sign_in.login"), 303))


@blueprint.route("/password", methods=("GET", "POST"))
@limiter.limit(ATTEMPTS, methods=["POST"])
def password() -> ResponseReturnValue:
    """Change the own password: every session ends, this browser gets a new one."""
    form = ChangePasswordForm()
    if not form.is_submitted():
        return password_page(form)
    if not form.validate():
        return password_page(form, status=422)
    proof = proven(current_user.name, form.current.data)
    try:
        with transaction(db.session()):
            answer = change_password(
                db.session(), current_actor(), present(), proof, password=form.password.data, hasher=hasher()
            )
    except Refusal as refusal:
        answer = refusal
    if isinstance(answer, Refusal):
        return password_page(form, answer, status_of(answer.code))
    session.clear()
    flash("密码已修改。其他浏览器上的登录都已退出。", "success")
    return give_cookie(redirect("/", 303), answer.token)


def proven(name: str, typed: str) -> Proof:
    """Compare the password while no transaction is open: it takes a sixth of a second on purpose."""
    credentials = credentials_of(db.session(), name)
    db.session.rollback()
    return prove(credentials, typed, hasher())


def hasher() -> PasswordHasher:
    """The office's parameters; tests put in cheap ones."""
    made: PasswordHasher = current_app.config.get("ZHICHENG_PASSWORD_HASHER", HASHER)
    return made


def leave_the_old_session() -> None:
    """End the session that this browser came with, if it came with one."""
    if current_user.is_authenticated:
        live = db.session.get_one(SignInSession, current_user.session_id)
        sign_out(db.session(), current_actor(), present(), live)


def goal_asked() -> str:
    """Where the address says to go after signing in, if it is on this site."""
    return safe_path(request.args.get("next")) or "/"


def sign_in_page(form: SignInForm, refusal: Refusal | None = None, status: int = 200) -> ResponseReturnValue:
    """The page with the sign-in form; a password typed is never sent back, its token is nobody else's."""
    page = make_response(render_template("web/sign_in.html", form=form, refusal=refusal), status)
    page.headers["Cache-Control"] = "no-store"
    return page


def password_page(
    form: ChangePasswordForm, refusal: Refusal | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page with the form for a new password; ``forced`` when it must be changed first."""
    forced = current_user.must_change_password
    return make_response(
        render_template("web/change_password.html", form=form, refusal=refusal, forced=forced), status
    )
