"""The signature in a PDF: whole, unchanged, whose, and does it close the file."""

import binascii
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import msgspec
from asn1crypto import cms  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from asn1crypto.core import Null  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from zhicheng.certificate.keys import signing_key_id

# What a damaged file can make the parsers raise.
BROKEN = (
    PdfError, SignatureValidationError, SigningError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    RecursionError, NotImplementedError, OSError, AssertionError,
)  # fmt: skip


class SignatureFinding(msgspec.Struct, frozen=True):
    """What the (first) signature says; all False when there is none."""

    count: int = 0
    intact: bool = False
    covers_whole_file: bool = False
    certifies: bool = False
    trusted: bool = False
    signer: str | None = None
    key_id: str | None = None
    signed_at: datetime | None = None


def examine_signature(content: bytes, roots: Sequence[x509.Certificate]) -> SignatureFinding:
    """Check the signature against ``roots``, at the moment it says it was made; never goes to the network."""
    try:
        signatures = PdfFileReader(BytesIO(content), strict=False).embedded_regular_signatures
    except BROKEN:
        return SignatureFinding(count=content.count(b"/ByteRange"))
    if not signatures:
        return SignatureFinding()
    signature = signatures[0]
    try:
        return _finding(content, signature, len(signatures), roots)
    except BROKEN:
        return SignatureFinding(count=len(signatures))


def _finding(
    content: bytes, signature: EmbeddedPdfSignature, count: int, roots: Sequence[x509.Certificate]
) -> SignatureFinding:
    signed_at = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(root.public_bytes(Encoding.DER)) for root in roots],
        allow_fetching=False,
        moment=signed_at,
        revocation_mode="soft-fail",
    )
    status = validate_pdf_signature(signature, context)
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    key = certificate.public_key()
    return SignatureFinding(
        count=count,
        intact=bool(status.intact and status.valid) and _gap_is_clean(content, signature, roots),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        certifies=signature.docmdp_level == MDPPerm.NO_CHANGES,
        trusted=bool(status.trusted),
        signer=str(names[0].value) if names else None,
        key_id=signing_key_id(key) if isinstance(key, RSAPublicKey) else None,
        signed_at=signed_at,
    )


def _gap_is_clean(content: bytes, signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> bool:
    """The signature's own place is the one part it does not cover: it must hold the signature, then only zeros."""
    container = cms.ContentInfo.load(bytes(signature.pkcs7_content))
    known = {signature.signer_cert.dump(), *(root.public_bytes(Encoding.DER) for root in roots)}
    if not {one.chosen.dump() for one in container["content"]["certificates"]} <= known:
        return False
    start, end = (int(place) for place in (signature.byte_range[1], signature.byte_range[2]))
    signed = binascii.hexlify(_as_written(container)).upper()
    gap = content[start:end]
    return gap == b"<" + signed.ljust(len(gap) - 2, b"0") + b">"


def _as_written(container: cms.ContentInfo) -> bytes:
    """The container put together anew from the parts that the signature vouches for (RFC 5652, 5.1 and 5.3).

    Versions and algorithms are not signed: whatever stands there but what we write is an alteration.
    """
    said = container["content"]
    signer = said["signer_infos"][0]
    sha256 = {"algorithm": "sha256", "parameters": Null()}
    anew = {
        "version": "v1",
        "sid": signer["sid"],
        "digest_algorithm": sha256,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": "sha256_rsa", "parameters": Null()},
        "signature": signer["signature"],
    }
    body = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": said["certificates"],
        "signer_infos": [anew],
    }
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(body)}).dump())
