"""The places that the application holds for its doors: files and the certificate press."""

from typing import Any
from urllib.parse import quote

from flask import Response, current_app

from zhicheng.certificate.hand_out_notice import Printery
from zhicheng.certificate.press import Press
from zhicheng.certificate.sign import PadesSigner
from zhicheng.door import settings
from zhicheng.intake.file_store import FileStore
from zhicheng.intake.preview import page_picture
from zhicheng.kernel.refusal import Refusal, RefusalCode


def files() -> FileStore:
    """Where the bytes lie."""
    store: FileStore = current_app.extensions["zhicheng_files"]
    return store


def press() -> Press:
    """What prints certificates. Raises Refusal ``bad_input`` while nobody said which address their codes lead to."""
    if not settings().public_address:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            "尚未设置证书的公开核验地址（ZHICHENG_PUBLIC_ADDRESS），它要印在每张证书的二维码里。"
            "请系统管理员设置并重启后再制发。",
        )
    made: Press = current_app.extensions["zhicheng_press"]
    return made


def printery() -> Printery:
    """What makes, signs and keeps the notices of batches."""
    office: Any = current_app.extensions["zhicheng_press"]
    signer = PadesSigner(office.opened, reason="印发任职资格文件")
    return Printery(office.files, signer, office.sample)


def handed_out(content: bytes, *, name: str, content_type: str) -> Response:
    """A file for keeping, never for showing: no browser runs it, no cache keeps it, its Chinese name survives."""
    response = Response(content, mimetype=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return closed_off(response)


def picture(content: bytes) -> Response:
    """A picture made on the server."""
    return closed_off(Response(content, mimetype="image/jpeg"))


def picture_of(document: bytes, page: int = 1) -> Response:
    """A page of a PDF as a picture."""
    return picture(page_picture(document, page=page).content)


def closed_off(response: Any) -> Response:
    """The headers of everything that came from outside."""
    response.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    kept: Response = response
    return kept
