"""Examine a file that somebody presents as a certificate: every promise it makes is checked on its own.

The signature alone would do for a genuine file. The rest says *what* is wrong with one that is not, and catches a
file whose signature is somebody else's. Whether the certificate still holds is not in the file: ask the register.
"""

from collections.abc import Mapping, Sequence

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhicheng.certificate.facts import CertificateRecord
from zhicheng.certificate.fault import CODE_FAULTS, Fault
from zhicheng.certificate.inside import acts, inside, opens
from zhicheng.certificate.listing import listing_faults
from zhicheng.certificate.number import DEFAULT_PATTERN, parse_number
from zhicheng.certificate.on_page import seen, unsaid
from zhicheng.certificate.signature import SignatureFinding, examine_signature
from zhicheng.certificate.token import PHOTO_BYTES, TokenClaims, UnreadableToken, read_token
from zhicheng.policy.vocabulary import TitleLevel

LEVELS = {level.rank: level.label for level in TitleLevel}


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """The result, ready for JSON; nothing in ``faults`` means that the file is what the office signed.

    ``entries`` are the labels of what the page says otherwise than the record in the file.
    """

    faults: tuple[Fault, ...]
    entries: tuple[str, ...] = ()
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
        named = f"（{'、'.join(self.entries)}）" if self.entries else ""
        reasons = [fault.label + (named if fault is Fault.RECORD_DIFFERS else "") for fault in self.faults]
        return f"文件不能作为有效证书：{'；'.join(reasons)}。"


def examine_certificate(
    content: bytes,
    *,
    roots: Sequence[x509.Certificate],
    token_keys: Mapping[str, Ed25519PublicKey],
    number_pattern: str = DEFAULT_PATTERN,
) -> Examination:
    """Check signature, record, photo, page text and QR code of ``content`` against each other and the keys."""
    if not content.startswith(b"%PDF-") or not opens(content):
        return Examination(faults=(Fault.NOT_A_PDF,), signature=SignatureFinding())
    signature = examine_signature(content, roots)
    faults = _signature_faults(signature)
    faults += [Fault.ACTIVE] if acts(content) else []
    record, photos, more = inside(content)
    faults += more
    text, codes = seen(content)
    token, entries = None, tuple[str, ...]()
    if record is None:
        faults.append(Fault.NO_RECORD)
    else:
        entries = unsaid(record, text)
        if entries:
            faults.append(Fault.RECORD_DIFFERS)
        if parse_number(record.number, number_pattern) is None:
            faults.append(Fault.NUMBER_MISTYPED)
        if photos != [record.photo]:
            faults.append(Fault.PHOTO_DIFFERS)
        faults += listing_faults(record)
        about_code, token = _code(codes, record, token_keys)
        faults += about_code
    return Examination(faults=tuple(faults), entries=entries, signature=signature, record=record, token=token)


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


def _code(
    codes: list[str], record: CertificateRecord, keys: Mapping[str, Ed25519PublicKey]
) -> tuple[list[Fault], TokenClaims | None]:
    """What speaks against the code on the page, every claim of it for itself."""
    if len(codes) != 1:
        return [Fault.CODE_MISSING], None
    (text,) = codes
    differs = [Fault.CODE_DIFFERS] if text != record.qr_text else []
    if text.rpartition("/")[2] == record.number:
        # A code without a proof, only the address of the certificate: the register must answer.
        return differs, None
    try:
        token = read_token(text, keys)
    except UnreadableToken as unreadable:
        return [*differs, CODE_FAULTS[unreadable.fault]], None
    found = {
        Fault.CODE_OF_OTHER_NUMBER: token.number != record.number,
        Fault.CODE_OF_OTHER_PERSON: not token.is_named(record.name),
        Fault.CODE_OF_OTHER_TITLE: token.title != record.title_name,
        Fault.CODE_OF_OTHER_LEVEL: LEVELS.get(token.level) != record.level,
        Fault.CODE_OF_OTHER_DAY: token.acquired_on != record.acquired_on,
        Fault.CODE_OF_OTHER_PHOTO: token.photo.hex() != record.photo[: PHOTO_BYTES * 2],
    }
    return [*differs, *(fault for fault, is_so in found.items() if is_so)], token
