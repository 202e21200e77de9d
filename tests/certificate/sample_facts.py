"""A certificate's facts for tests; every person and photo is made up."""

import io
from datetime import date, datetime
from typing import Any

import msgspec
from PIL import Image, ImageDraw

from zhicheng.certificate.facts import CertificateFacts, certificate_photo, photo_digest
from zhicheng.certificate.keys import Keys
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.sign import PadesSigner
from zhicheng.certificate.token import TokenClaims, make_token

LONGEST_NAME = "阿卜杜热合曼·阿卜杜克热木·穆罕默德·阿布都艾尼·麦麦提阿布都拉·吐尔逊古丽·阿依努尔·买买提江尼亚"
ADDRESS = "https://zhicheng.example.cn/verify"


def photo(ground: tuple[int, int, int] = (90, 140, 210)) -> bytes:
    """A head and shoulders in front of ``ground``."""
    image = Image.new("RGB", (590, 826), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((140, 500, 450, 1100), fill=(40, 45, 60))
    draw.ellipse((190, 180, 400, 460), fill=(225, 190, 165))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=95)
    return certificate_photo(stream.getvalue())


def facts(**changes: Any) -> CertificateFacts:
    """A whole certificate; ``changes`` replace single facts."""
    whole: dict[str, Any] = {
        "number": "6501202533001239",
        "name": "古丽娜·吐尔逊",
        "sex": "女",
        "birth_month": date(1909, 5, 1),
        "id_number": "650199190905010026",
        "series": "工程技术",
        "specialty": "机械工程",
        "title_name": "工程师",
        "level": "中级",
        "route": "授予",
        "acquired_on": date(2025, 6, 30),
        "notice_number": "乌人社职〔2025〕12号",
        "issuing_body": "乌鲁木齐市人力资源和社会保障局",
        "issued_on": date(2025, 7, 1),
        "verification_address": ADDRESS,
        "qr_text": f"{ADDRESS.upper()}/" + "ABCDEFG2" * 32,
        "photo": photo(),
        "sample": True,
    }
    return CertificateFacts(**(whole | changes))


def with_token(said: CertificateFacts, keys: Keys) -> CertificateFacts:
    """``said`` with the QR code that the office would print on it."""
    claims = TokenClaims(
        number=said.number,
        name=said.name,
        title=said.title_name,
        level=3,
        acquired_on=said.acquired_on,
        status_index=17,
        photo=bytes.fromhex(photo_digest(said.photo))[:8],
    )
    return msgspec.structs.replace(said, qr_text=make_token(claims, keys.token_key, ADDRESS))


def signed_certificate(keys: Keys, at: datetime, **changes: Any) -> bytes:
    """A certificate as the office issues it."""
    return PadesSigner(keys).sign_pdf(render_certificate(with_token(facts(**changes), keys)), at=at)
