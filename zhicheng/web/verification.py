"""The strangers' door: one box, one answer. And ``/healthz``, which says nothing but ok."""

import re
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from zhicheng.certificate.keys import token_public_keys
from zhicheng.database import db
from zhicheng.door import key_folder
from zhicheng.language.say import say
from zhicheng.policy.load import cycles, load_year
from zhicheng.verification.verify import Answer, Standing, verify
from zhicheng.web.gate import limiter

blueprint = Blueprint("verify", __name__)
OFTEN = "30 per minute"
LONGEST = 2000


@dataclass(frozen=True)
class Face:
    """How a standing looks: a colour, an icon, words that say the same, and what to do about it."""

    tone: str
    icon: str
    words: str
    advice: str = ""


FACES = {
    Standing.VALID: Face("green", "patch-check", "证书有效"),
    Standing.REVOKED: Face("red", "x-circle", "证书已撤销"),
    Standing.REPLACED: Face("amber", "arrow-clockwise", "证书已换发", "以新证书为准。"),
    Standing.UNKNOWN: Face("grey", "question-circle", "没有这个编号的证书"),
    Standing.OUT_OF_USE: Face(
        "amber",
        "exclamation-circle",
        "编号已停用",
        "登记中没有这个编号的证书。持有这个编号证书的，请联系本机关核对，换领新证书。",
    ),
    Standing.MISTYPED: Face("grey", "exclamation-circle", "编号不完整或有误", "请对照证书重新输入。"),
    Standing.FORGED: Face("red", "shield-exclamation", "二维码不是本机关签发", "请勿采信。"),
    Standing.DIFFERS: Face("red", "shield-exclamation", "二维码与登记的证书不一致", "请勿采信。"),
}


@dataclass(frozen=True)
class Shown:
    """An answer as the page shows it: always the same rows; the style sheet hides those that have nothing to say."""

    face: Face
    facts: list[tuple[str, str]]


def install(app: Flask) -> None:
    """Open the addresses."""
    app.register_blueprint(blueprint)
    app.add_url_rule("/healthz", "healthz", healthz)


@blueprint.route("/verify", methods=("GET", "POST"))
@limiter.limit(OFTEN)
def ask() -> ResponseReturnValue:
    """The box; with a number, the answer too."""
    return page(request.values.get("number", "").strip())


@blueprint.get("/verify/<asked>")
@blueprint.get("/VERIFY/<asked>")
@limiter.limit(OFTEN)
def answer(asked: str) -> ResponseReturnValue:
    """The answer to a number or a QR code, whose letters are capitals."""
    return page(asked.strip())


def page(asked: str) -> ResponseReturnValue:
    """The page for strangers; what was asked is kept nowhere."""
    shown = None
    if asked:
        keys = token_public_keys(key_folder())
        patterns = dict.fromkeys(load_year(cycle).certificate.number_pattern for cycle in cycles())
        shown = shown_answer(verify(db.session(), asked[:LONGEST], patterns=patterns, keys=keys))
        db.session.rollback()
    typed = asked if len(asked) <= 100 else ""
    response = make_response(render_template("verification/verify.html", asked=typed, answer=shown))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


def shown_answer(found: Answer) -> Shown:
    """The same rows for every answer."""
    rows = {
        "证书编号": found.number and in_fours(found.number),
        "姓名": found.name,
        "资格名称": found.title and f"{found.title}{say('（')}{say(str(found.level))}{say('）')}",
        "取得时间": found.acquired_on,
        "撤销时间": found.since,
        "新编号": found.replaced_by and in_fours(found.replaced_by),
    }
    facts = [(label, str(value or "")) for label, value in rows.items()]
    return Shown(FACES[found.standing], facts)


def in_fours(number: str) -> str:
    """A number as people read it out, and as a narrow line may break it."""
    return re.sub(r"(.{4})(?=.)", r"\1 ", number)


def healthz() -> Response:
    """``ok`` while the database answers, else 503; nothing else, to anybody."""
    try:
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
    except SQLAlchemyError:
        return Response("no", 503, mimetype="text/plain")
    return Response("ok", mimetype="text/plain")
