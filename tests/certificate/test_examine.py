"""Forgeries: each is caught, and for its own reason. A genuine certificate is not."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError

from tests.certificate.forgeries import loosely_signed
from tests.certificate.sample_facts import LONGEST_NAME, facts, photo, signed_certificate
from zhicheng.certificate.examine import Examination, Fault, examine_certificate
from zhicheng.certificate.facts import FACTS_SCHEMA, CertificateRecord
from zhicheng.certificate.keys import Keys, open_keys, rotate_keys, token_public_keys, trust_roots
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.sign import PadesSigner
from zhicheng.intake.inspect_pdf import OWN_FACTS_SCHEMA


@pytest.fixture
def examine(key_folder: Path) -> Callable[[bytes], Examination]:
    roots, tokens = trust_roots(key_folder), token_public_keys(key_folder)
    return lambda content: examine_certificate(content, roots=roots, token_keys=tokens)


def test_a_genuine_certificate_is_genuine(
    genuine: bytes, keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    found = examine(genuine)
    assert found.faults == ()
    assert found.genuine
    assert found.signature.signed_at == at
    assert found.signature.key_id == keys.signing_id
    assert found.record is not None
    assert found.record.name == "古丽娜·吐尔逊"
    assert found.token is not None
    assert found.token.number == found.record.number
    assert "原件" in found.sentence
    assert msgspec.json.encode(found)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": LONGEST_NAME},
        {"name": "㛃䶮·𫖯"},
        {"name": "ALEXANDRA-MARIA CONSTANTINOPOULOU"},
        {"photo": photo((5, 5, 9))},
        {"sample": False},
        {"specialty": "农业机械化及其自动化与农业电气化工程技术（含设施农业装备、智慧农业方向）"},
    ],
    ids=["longest name", "rare", "latin", "dark photo", "no sample", "long specialty"],
)
def test_unusual_but_genuine_certificates_are_genuine(
    changes: dict[str, Any], keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    assert examine(signed_certificate(keys, at, **changes)).faults == ()


def test_a_certificate_of_an_older_key_is_genuine(keys: Keys, at: datetime, tmp_path: Path) -> None:
    old = open_keys(tmp_path, rsa_bits=2048)
    content = signed_certificate(old, at)
    rotate_keys(tmp_path, rsa_bits=2048)
    found = examine_certificate(content, roots=trust_roots(tmp_path), token_keys=token_public_keys(tmp_path))
    assert found.faults == ()


def test_a_code_that_is_only_an_address_is_no_fault(
    keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    said = facts(qr_text="https://zhicheng.example.cn/verify/6501202533001239")
    found = examine(PadesSigner(keys).sign_pdf(render_certificate(said), at=at))
    assert found.faults == ()
    assert found.token is None


def test_every_flipped_byte_is_noticed(genuine: bytes, examine: Callable[[bytes], Examination]) -> None:
    for place in range(40, len(genuine), len(genuine) // 45):
        forged = bytearray(genuine)
        forged[place] ^= 0x01
        found = examine(bytes(forged))
        assert not found.genuine, f"byte {place}"
        assert {Fault.ALTERED, Fault.NOT_A_PDF, Fault.UNSIGNED, Fault.APPENDED, Fault.NOT_CERTIFIED} & set(
            found.faults
        )


def test_every_flipped_bit_of_the_container_itself_is_noticed(
    genuine: bytes, examine: Callable[[bytes], Examination]
) -> None:
    """Its versions and algorithms are not signed by anything: they are compared with what we write."""
    signature = PdfFileReader(BytesIO(genuine)).embedded_regular_signatures[0]
    begins = int(signature.byte_range[1]) + 1
    ends = begins + 2 * len(cms.ContentInfo.load(bytes(signature.pkcs7_content)).dump())
    container = bytes.fromhex(genuine[begins:ends].decode())
    signer = container.index(bytes.fromhex("020101"), 40)
    algorithm = container.index(bytes.fromhex("0500a0"))
    places = {*range(15, 62), *range(signer - 12, signer + 4), *range(algorithm - 14, algorithm + 3)}
    for place in sorted(places | set(range(3, len(container), 61))):
        forged = bytearray(container)
        forged[place] ^= 0x01
        whole = genuine[:begins] + forged.hex().upper().encode() + genuine[ends:]
        assert not examine(whole).genuine, f"byte {place} of the container"


def test_a_certified_file_takes_no_second_signature(genuine: bytes, other_keys: Keys) -> None:
    with pytest.raises(SigningError):
        loosely_signed(genuine, other_keys, "Second")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", photo(), b"<html>"])
def test_what_is_no_pdf_is_no_certificate(content: bytes, examine: Callable[[bytes], Examination]) -> None:
    assert examine(content).faults == (Fault.NOT_A_PDF,)


def test_a_cut_file_is_no_certificate(genuine: bytes, examine: Callable[[bytes], Examination]) -> None:
    for part in (3, 2):
        assert not examine(genuine[: len(genuine) * part // 4]).genuine
    assert not examine(genuine[:-1]).genuine


def test_the_gate_for_attachments_and_the_record_know_one_schema() -> None:
    assert FACTS_SCHEMA == OWN_FACTS_SCHEMA
    record = msgspec.json.decode(facts().record(), type=CertificateRecord)
    assert record.birth_month == "1909-05"
