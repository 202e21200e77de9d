"""Sign a certificate inside the PDF (PAdES, certifying: nothing may change afterwards). The port is ``Signer``.

RSA with SHA-256 is chosen for the archive: an elliptic-curve key or SHA-384 would make pyHanko raise the PDF's
version, against PDF/A-3. The field is invisible; the seal is part of the page, so that the tags stay whole.
"""

import asyncio
import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any, Protocol

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from asn1crypto.algos import SignedDigestAlgorithm  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from zhicheng.certificate.keys import Keys
from zhicheng.certificate.signed_form import SignedForm

FIELD = "OfficeSignature"
DIGEST = "sha256"


class Signer(Protocol):
    """Whoever signs PDFs: ours with a key on disk, or a seal server (SM2 too) behind the same two lines."""

    @property
    def key_id(self) -> str:
        """Which key signs."""

    def sign_pdf(self, pdf: bytes, *, at: datetime | None = None) -> bytes:
        """``pdf`` with its signature, dated ``at``, or as the file itself is dated (the day of issue)."""


class PadesSigner:
    """Signs with the office's RSA key; key and chain are read once."""

    def __init__(self, keys: Keys, *, reason: str = "签发电子职称证书") -> None:
        """Prepare to sign with ``keys``."""
        self.key_id = keys.signing_id
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            reason=reason,
        )
        self._key = _KeptKeySigner(keys)
        self._signer = PdfSigner(metadata, signer=self._key)
        self._form: SignedForm | None = None

    def sign_pdf(self, pdf: bytes, *, at: datetime | None = None) -> bytes:
        """The same file signed at the same moment gives the same bytes, so issuing can be resumed."""
        writer = _QuietWriter(BytesIO(pdf))
        moment = at or writer.prev.document_meta_view.created
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            raise ValueError("an instant without a zone")
        moment = moment.replace(microsecond=0)
        writer.name_revision(hashlib.sha256(pdf + moment.isoformat().encode()).digest()[:16])
        form = self._form = self._form or asyncio.run(self._first_form())
        session = self._signer.init_signing_session(writer)
        session.system_time = moment
        # The container is written in hexadecimal digits.
        document = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * form.size)
        output = BytesIO()
        prepared, _ = document.digest_tbs_document(output=output)
        prepared.fill_with_cms(output, form.signed(prepared.document_digest, self._key.value))
        return output.getvalue()

    async def _first_form(self) -> SignedForm:
        """pyHanko makes the first signature; to put every one together anew would take it fifteen times as long."""
        digest = hashlib.sha256(self.key_id.encode()).digest()
        container = await self._key.async_sign(
            digest, DIGEST, use_pades=True, signed_attr_settings=PdfCMSSignedAttributes()
        )
        info = container["content"]["signer_infos"][0]
        attributes, value = info["signed_attrs"].untag().dump(), info["signature"].native
        return SignedForm.of(container.dump(), attributes, value, digest)


class _KeptKeySigner(CmsSigner):
    """pyHanko's own signer reads the private key anew for every signature, which costs more than signing."""

    def __init__(self, keys: Keys) -> None:
        chain = [_asn1(certificate.public_bytes(Encoding.DER)) for certificate in keys.chain]
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(chain)
        super().__init__(
            signing_cert=_asn1(keys.certificate.public_bytes(Encoding.DER)),
            cert_registry=store,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            # Who verifies has the root; inside, it would be the one place where a changed byte goes unnoticed.
            embed_roots=False,
        )
        self._key: RSAPrivateKey = keys.signing_key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != DIGEST:
            raise ValueError("certificates are signed with SHA-256 only")
        return bytes(self._key.key_size // 8) if dry_run else self.value(data)

    def value(self, attributes: bytes) -> bytes:
        """The signature over ``attributes``."""
        return self._key.sign(attributes, PKCS1v15(), SHA256())


class _QuietWriter(IncrementalPdfFileWriter):
    """Adds the signature and nothing else: pyHanko would stamp the time of day into the archive metadata."""

    def name_revision(self, revision_id: bytes) -> None:
        """Put ``revision_id`` where pyHanko put a random one."""
        self._document_id = generic.ArrayObject([self._document_id[0], generic.ByteStringObject(revision_id)])

    def _update_meta(self) -> None:
        """Leave title, dates and the PDF/A and PDF/UA marks as they were rendered."""


def _asn1(der: bytes) -> Any:
    return asn1_x509.Certificate.load(der)
