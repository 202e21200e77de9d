"""Everything that a certificate shows, frozen: the same facts give the same bytes, years later too."""

import hashlib
from datetime import date
from io import BytesIO

import msgspec
from PIL import Image, ImageOps, UnidentifiedImageError

from zhicheng.decision.line_proof import LineProof
from zhicheng.intake.inspect_pdf import OWN_FACTS_SCHEMA
from zhicheng.intake.preview import on_white
from zhicheng.kernel.font import missing_glyphs
from zhicheng.kernel.refusal import Refusal, RefusalCode

FACTS_SCHEMA = OWN_FACTS_SCHEMA
FACTS_FILE = "certificate.json"
NAME_LENGTH = 50
PHOTO_SIZE = (295, 413)
ENTRIES = {
    "number": "证书编号",
    "name": "姓名",
    "sex": "性别",
    "birth_month": "出生年月",
    "id_number": "证件号码",
    "series": "职称系列",
    "specialty": "专业",
    "title_name": "资格名称",
    "level": "级别",
    "route": "取得方式",
    "acquired_on": "取得时间",
    "notice_number": "批准文号",
    "issuing_body": "发证机关",
    "verification_address": "核验网址",
    "photo": "照片",
}
"""What each entry is called, on the page and by whoever speaks of it."""


class CertificateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is printed, in words as printed (labels, not codes); ``photo`` comes from ``certificate_photo``.

    ``listing`` proves the line of the name list behind it; None where the batch was frozen before lists were kept.
    """

    number: str
    name: str
    sex: str
    birth_month: date
    id_number: str
    series: str
    specialty: str
    title_name: str
    level: str
    route: str
    acquired_on: date
    notice_number: str
    issuing_body: str
    issued_on: date
    verification_address: str
    qr_text: str
    photo: bytes
    sample: bool = False
    listing: LineProof | None = None

    def record(self) -> bytes:
        """The facts as the JSON that lies in the PDF: all but the photo, which is named by its digest."""
        plain = msgspec.structs.asdict(self)
        plain["photo"] = photo_digest(self.photo)
        plain["birth_month"] = self.birth_month.strftime("%Y-%m")
        return msgspec.json.encode({"schema": FACTS_SCHEMA, **plain})


class CertificateRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same facts as read back from a PDF; ``photo`` is the SHA-256 of the picture."""

    schema: str
    number: str
    name: str
    sex: str
    birth_month: str
    id_number: str
    series: str
    specialty: str
    title_name: str
    level: str
    route: str
    acquired_on: date
    notice_number: str
    issuing_body: str
    issued_on: date
    verification_address: str
    qr_text: str
    photo: str
    sample: bool
    listing: LineProof | None = None


def certificate_photo(content: bytes) -> bytes:
    """An applicant's photo as certificates carry it: 295 x 413, upright, JPEG, without anything a camera added."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            upright = on_white(ImageOps.exif_transpose(image))
            photo = ImageOps.fit(upright, PHOTO_SIZE, Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise Refusal(
            RefusalCode.BAD_FILE, "证书照片应为 JPEG 或 PNG 图片；收到的照片无法打开；请更换照片后再制证。"
        ) from broken
    photo.info = {}
    stream = BytesIO()
    photo.save(stream, "JPEG", quality=92, subsampling=0, dpi=(300, 300))
    return stream.getvalue()


def photo_digest(photo: bytes) -> str:
    """The SHA-256 of a photo; the QR token carries its first eight bytes."""
    return hashlib.sha256(photo).hexdigest()


def refuse_unprintable(facts: CertificateFacts) -> None:
    """``bad_input`` before anything is drawn, naming the character that no font of ours can print."""
    if not 1 <= len(facts.name) <= NAME_LENGTH:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"证书上的姓名应为 1 至 {NAME_LENGTH} 个字；现为 {len(facts.name)} 个字；请核对姓名。",
        )
    for entry, label in ENTRIES.items():
        words = getattr(facts, entry)
        missing = missing_glyphs(words) if isinstance(words, str) else ""
        if missing:
            named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing)
            raise Refusal(
                RefusalCode.BAD_INPUT,
                f"证书字体应能印出{label}中的每个字；其中{named}没有字形，无法制证；"
                "请核对是否录入有误，确属生僻字的请联系系统管理员补充字形。",
                entry=entry,
                code_points=[f"U+{ord(char):04X}" for char in missing],
            )
