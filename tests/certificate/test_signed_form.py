"""What is filled into the form is, byte for byte, what pyHanko would have made."""

import asyncio
import hashlib

import pytest
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from zhicheng.certificate.keys import Keys
from zhicheng.certificate.sign import PadesSigner, _KeptKeySigner
from zhicheng.certificate.signed_form import SignedForm

DIGEST = hashlib.sha256(b"a certificate").digest()


def test_the_form_filled_in_is_what_pyhanko_makes(keys: Keys) -> None:
    key = _KeptKeySigner(keys)
    made = asyncio.run(
        key.async_sign(DIGEST, "sha256", use_pades=True, signed_attr_settings=PdfCMSSignedAttributes())
    ).dump()
    form = asyncio.run(PadesSigner(keys)._first_form())
    assert form.digest != DIGEST
    assert form.signed(DIGEST, key.value) == made


@pytest.mark.parametrize(
    ("digest", "value"), [(DIGEST[:20], b"v" * 256), (DIGEST, b"v" * 200)], ids=["digest", "value"]
)
def test_another_length_would_break_the_container(keys: Keys, digest: bytes, value: bytes) -> None:
    form = asyncio.run(PadesSigner(keys)._first_form())
    with pytest.raises(ValueError, match="another length"):
        form.signed(digest, lambda _: value)


@pytest.mark.parametrize(
    ("container", "value"), [(b"head" + b"Ddigest" + b"value", b"other"), (b"head and value", b"value")]
)
def test_what_is_no_signature_of_this_form_is_refused(container: bytes, value: bytes) -> None:
    with pytest.raises(ValueError, match="expected form"):
        SignedForm.of(container, b"1digest", value, b"digest")
