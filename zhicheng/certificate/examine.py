"""Examine a file that somebody presents as a certificate: every promise it makes is checked on its own.

The signature alone would do for a genuine file. The rest says *what* is wrong with one that is not, and catches a
file whose signature is somebody else's. Whether the certificate still holds is not in the file: ask the register.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhicheng.certificate.facts import FACTS_FILE, FACTS_SCHEMA, CertificateRecord, photo_digest
from zhicheng.certificate.number import DEFAULT_PATTERN, parse_number
from zhicheng.certificate.signature import SignatureFinding, examine_signature
from zhicheng.certificate.token import TokenClaims, TokenFault, UnreadableToken, read_token
from zhicheng.intake.inspect_file import ContentType, inspect_file
from zhicheng.intake.pdfium import opened_pdf
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.refusal import Refusal

PRINTED = (
    "number", "name", "sex", "id_number", "series", "specialty", "title_name", "level", "route", "notice_number",
    "issuing_body",
)  # fmt: skip
SCAN = 150 / 72
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


class Fault(Choice):
    """What speaks against a file. Any one is enough."""

    NOT_A_PDF = "not_a_pdf", "不是可以打开的 PDF 证书文件"
    UNSIGNED = "unsigned", "没有电子签名"
    SEVERAL_SIGNATURES = "several_signatures", "含有多个电子签名"
    ALTERED = "altered", "签名之后内容被改动"
    APPENDED = "appended", "签名之后追加过内容"
    NOT_CERTIFIED = "not_certified", "签名没有锁定文件"
    UNTRUSTED = "untrusted", "签名者不是本机关"
    NO_RECORD = "no_record", "文件内没有证书记载事项"
    RECORD_DIFFERS = "record_differs", "页面文字与文件内记载事项不一致"
    NUMBER_MISTYPED = "number_mistyped", "证书编号校验不符"
    PHOTO_DIFFERS = "photo_differs", "照片与文件内记载事项不一致"
    CODE_MISSING = "code_missing", "页面上没有可识读的二维码"
    CODE_DIFFERS = "code_differs", "二维码与文件内记载事项不一致"
    CODE_FORGED = "code_forged", "二维码签名不符"
    CODE_UNKNOWN_KEY = "code_unknown_key", "二维码不是本机关签发"


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """The result, ready for JSON; nothing in ``faults`` means that the file is what the office signed."""

    faults: tuple[Fault, ...]
    signature: SignatureFinding
    record: CertificateRecord | None = None
    token: TokenClaims | None = None

    @property
    def genuine(self) -> bool:
        """Whether the file is, byte for byte, what the office signed."""
        return not self.faults

    @property
    def sentence(self) -> str:
        """The result in Chinese."""
        if self.genuine:
            return "文件为本机关签发的原件，签名有效，内容未被改动；证书当前是否有效以在线核验为准。"
        return f"文件不能作为有效证书：{'；'.join(fault.label for fault in self.faults)}。"


def examine_certificate(
    content: bytes,
    *,
    roots: Sequence[x509.Certificate],
    token_keys: Mapping[str, Ed25519PublicKey],
    number_pattern: str = DEFAULT_PATTERN,
) -> Examination:
    """Check signature, record, photo, page text and QR code of ``content`` against each other and the keys."""
    try:
        if inspect_file(content).content_type is not ContentType.PDF:
            return Examination(faults=(Fault.NOT_A_PDF,), signature=SignatureFinding())
    except Refusal:
        return Examination(faults=(Fault.NOT_A_PDF,), signature=SignatureFinding())
    signature = examine_signature(content, roots)
    faults = _signature_faults(signature)
    record, photos = _inside(content)
    text, codes = _seen(content)
    token = None
    if record is None:
        faults.append(Fault.NO_RECORD)
    else:
        if not all(_plain(str(getattr(record, entry))) in text for entry in PRINTED):
            faults.append(Fault.RECORD_DIFFERS)
        if parse_number(record.number, number_pattern) is None:
            faults.append(Fault.NUMBER_MISTYPED)
        if photos != [record.photo]:
            faults.append(Fault.PHOTO_DIFFERS)
        fault, token = _code(codes, record, token_keys)
        faults += [fault] if fault else []
    return Examination(faults=tuple(faults), signature=signature, record=record, token=token)


def record_in(content: bytes) -> CertificateRecord | None:
    """What a file says it certifies, believed without looking; None for what is no certificate of ours."""
    return _inside(content)[0]


def _signature_faults(signature: SignatureFinding) -> list[Fault]:
    if signature.count == 0:
        return [Fault.UNSIGNED]
    found = {
        Fault.SEVERAL_SIGNATURES: signature.count > 1,
        Fault.ALTERED: not signature.intact,
        Fault.APPENDED: not signature.covers_whole_file,
        Fault.NOT_CERTIFIED: not signature.certifies,
        Fault.UNTRUSTED: not signature.trusted,
    }
    return [fault for fault, is_so in found.items() if is_so]


def _inside(content: bytes) -> tuple[CertificateRecord | None, list[str]]:
    """The record embedded in the file, and the digests of the photos in it."""
    record = None
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if list(pdf.attachments) == [FACTS_FILE]:
                embedded = pdf.attachments[FACTS_FILE].get_file().read_bytes()
                record = msgspec.json.decode(embedded, type=CertificateRecord)
            pictures: list[Any] = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
            photos = [
                photo_digest(item.read_raw_bytes())
                for item in pictures
                if item.get("/Subtype") == pikepdf.Name.Image
                and item.get("/Filter") == pikepdf.Name.DCTDecode
            ]
    except (pikepdf.PdfError, msgspec.DecodeError, RuntimeError, ValueError, TypeError, KeyError):
        return None, []
    return (record if record is not None and record.schema == FACTS_SCHEMA else None), photos


def _seen(content: bytes) -> tuple[str, list[str]]:
    """What a person sees on the first page: its words without blanks, and the texts of its QR codes."""
    try:
        with opened_pdf(content) as document:
            page = document[0]
            words = page.get_textpage().get_text_range()
            picture = page.render(scale=SCAN, grayscale=True).to_pil().copy()
    except Refusal:
        return "", []
    codes = zxingcpp.read_barcodes(picture, formats=QR)
    return _plain(words), [code.text for code in codes]


def _code(
    codes: list[str], record: CertificateRecord, keys: Mapping[str, Ed25519PublicKey]
) -> tuple[Fault | None, TokenClaims | None]:
    if len(codes) != 1:
        return Fault.CODE_MISSING, None
    (text,) = codes
    if text.rpartition("/")[2] == record.number:
        # A code without a proof, only the address of the certificate: the register must answer.
        return (None if text == record.qr_text else Fault.CODE_DIFFERS), None
    try:
        token = read_token(text, keys)
    except UnreadableToken as unreadable:
        unknown = unreadable.fault is TokenFault.UNKNOWN_KEY
        return (Fault.CODE_UNKNOWN_KEY if unknown else Fault.CODE_FORGED), None
    same = (
        text == record.qr_text
        and token.number == record.number
        and token.is_named(record.name)
        and token.title == record.title_name
        and token.acquired_on == record.acquired_on
        and token.photo == bytes.fromhex(record.photo)[: len(token.photo)]
    )
    return (None if same else Fault.CODE_DIFFERS), token


def _plain(words: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", words))
