"""When something cannot be done: plain Chinese, the next step, a number to ask about. Never a statement, path or stack."""

import logging
import re
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from zhicheng.database import db
from zhicheng.door import status_of
from zhicheng.kernel.refusal import Refusal

_SQLITE_AWAY = re.compile("locked|busy|disk|unable to open|readonly")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
SECRET = frozenset({"current", "password", "again"})
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What an error page says."""

    title: str
    sentence: str
    next_step: str
    icon: str = "exclamation-circle"


WORDS = {
    400: Words(
        "这次提交不完整", "浏览器送来的内容与页面不符，没有保存任何内容。", "请返回上一页，刷新后重新填写。"
    ),
    401: Words("请先登录", "这一页需要登录后查看。", "请登录后再试。", "shield-lock"),
    403: Words(
        "您没有这项权限",
        "这一页不在您的职责范围内。",
        "如工作需要，请联系系统管理员调整权限。",
        "shield-lock",
    ),
    404: Words(
        "没有找到",
        "没有这一页，或者它不在您的办理范围内。",
        "请核对地址，或从首页重新查找。",
        "question-circle",
    ),
    405: Words("这样打不开", "这个地址不能直接打开。", "请从页面上的按钮进入。"),
    409: Words(
        "情况已经变化",
        "在您操作之前，这里已被其他人改动，没有保存。",
        "请刷新页面，核对后再办理。",
        "clock-history",
    ),
    413: Words("内容太大", "送来的文件或文字超过了上限，没有保存。", "请缩小文件或分几次提交。"),
    422: Words("没有办成", "填写的内容不合要求，没有保存。", "请返回上一页更正后再提交。"),
    429: Words("操作太频繁", "短时间内请求过多，已暂停片刻。", "请等一分钟再试。", "hourglass-split"),
    500: Words(
        "系统出错了",
        "这是系统的问题，不是您的操作造成的；没有保存任何内容。",
        "请稍后再试；若再次出现，请把下面的编号告诉系统管理员。",
    ),
    503: Words(
        "系统正忙",
        "数据库暂时没有回应，没有保存任何内容。",
        "请稍等片刻，再刷新本页；浏览器会问是否重新提交，确认即可，您填写的内容不会丢。",
        "hourglass-split",
    ),
}
WHEN_READ = {
    500: replace(WORDS[500], sentence="这是系统的问题，不是您的操作造成的。"),
    503: replace(WORDS[503], sentence="数据库暂时没有回应。", next_step="请稍等片刻，再刷新本页。"),
}
"""The same to somebody who only opened a page: what they saved a moment before is saved."""
RETRY_AFTER = {429: "60", 503: "10"}
"""Seconds after which it is worth trying again: the limits count by the minute."""
CSRF = Words(
    "页面放得太久了",
    "为防止他人冒用，页面上的凭据有时效，这次没有保存。",
    "请返回上一页，刷新后再提交。您写下的文字在下面，可以复制。",
    "shield-lock",
)


def words_for(status: int) -> Words:
    """What is said of ``status``; whether something was saved is said only where something was sent."""
    reading = request.method in ("GET", "HEAD")
    return WHEN_READ[status] if reading and status in WHEN_READ else WORDS[status]


def incident() -> str:
    """The number of this request's trouble: short enough to read out, and the same in the log."""
    if "incident" not in g:
        g.incident = secrets.token_hex(4).upper()
    number: str = g.incident
    return number


def page(
    status: int, words: Words, sentence: str = "", kept: Sequence[str] = ()
) -> tuple[str, int, dict[str, str]]:
    """An error page with what was ``kept`` of the words typed, and when to come back where that is known."""
    shown = sentence or words.sentence
    # A missing row and one of another office must look the same to the byte, so 404 carries no number.
    number = "" if status == 404 else incident()
    body = render_template(
        "web/error.html", words=words, sentence=shown, kept=kept, incident=number, status=status
    )
    return body, status, {"Retry-After": RETRY_AFTER[status]} if status in RETRY_AFTER else {}


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A verb or a door said no: its own sentence under the status that fits."""
    status = status_of(refusal.code)
    log.info("refused %s %s", refusal.code.value, incident())
    return page(status, WORDS.get(status, WORDS[422]), refusal.sentence)


def csrf_failed(error: CSRFError) -> ResponseReturnValue:
    """No token, an old one or a foreign one."""
    log.info("csrf %s %s", error.description, incident())
    return page(400, CSRF, kept=words_typed())


def words_typed() -> list[str]:
    """What was written in words into the form that is not taken, to be copied; never a password."""
    return [
        text for name, text in request.form.items(multi=True) if _CHINESE.search(text) and name not in SECRET
    ]


def http_failed(error: HTTPException) -> ResponseReturnValue:
    """404, 405 and their kin; a redirect that was raised passes as it is."""
    if error.code is None or error.code < 400:
        return error.get_response()
    status = error.code if error.code in WORDS else (400 if error.code < 500 else 500)
    own = error.description or ""
    body, _, headers = page(status, words_for(status), own if _CHINESE.search(own) else "")
    response = current_app.make_response((body, error.code, headers))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def failed(error: InternalServerError) -> ResponseReturnValue:
    """Our own fault. The kind of error goes to the log with the number; its text may hold personal data and does not."""
    cause = error.original_exception
    log.error("incident %s: %s", incident(), type(cause or error).__name__)
    return page(500, words_for(500))


def database_away(error: DBAPIError | PoolTimeout) -> ResponseReturnValue:
    """Locked, full, or not there: 503, come back soon. Any other trouble with a statement is our own fault."""
    if isinstance(error, DBAPIError) and not _is_away(error):
        return failed(InternalServerError(original_exception=error))
    g.database_away = True  # so that the page itself asks it nothing
    with suppress(SQLAlchemyError):
        db.session.rollback()
    log.warning("incident %s: database away", incident())
    return page(503, words_for(503))


def _is_away(error: DBAPIError) -> bool:
    """SQLite calls a missing table an operational error too, so its message decides; elsewhere the class does."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return _SQLITE_AWAY.search(str(error.orig)) is not None
    return isinstance(error, OperationalError | InterfaceError)


def install(app: Flask) -> None:
    """Answer every failure with one of our pages."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, csrf_failed)
    app.register_error_handler(InternalServerError, failed)
    app.register_error_handler(HTTPException, http_failed)
    app.register_error_handler(DBAPIError, database_away)
    app.register_error_handler(PoolTimeout, database_away)
