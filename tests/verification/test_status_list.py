"""The public status list (W3C Bitstring Status List): what it says, who signed it, how old it is."""

import base64
import gzip
from datetime import UTC, date, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.builders import ISSUED, YEAR, a_certificate, an_actor
from tests.verification.reading import read_status, status_at
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.keys import token_key_id
from zhicheng.certificate.reissue import reissue
from zhicheng.certificate.replacement import ReissueCause
from zhicheng.certificate.status_entry import DRAWN, ENTRIES, place_of
from zhicheng.exchange.paperless import PaperlessPress
from zhicheng.kernel.serial import Serial
from zhicheng.staff.permission import Role
from zhicheng.verification.status_list import (
    REPLACED,
    REVOKED,
    VALID,
    credential,
    encoded,
    number_of_lists,
    public_key_set,
    status_list,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEYS = {token_key_id(KEY.public_key()): KEY.public_key()}
ADDRESS = "https://zhicheng.example.cn/verify"
W3C_EXAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def listed(session: Session, now: datetime = ISSUED, number: int = 0) -> dict[str, object]:
    said = read_status(status_list(session, number, now, KEY, ADDRESS), KEYS)
    assert said is not None
    return said


def test_each_certificate_is_said_to_be_what_it_is(session: Session) -> None:
    valid, void = a_certificate(session), a_certificate(session, CertificateStatus.RESERVED)
    void.status = CertificateStatus.VOID
    revoked, old = a_certificate(session, CertificateStatus.REVOKED), a_certificate(session)
    new = reissue(
        session,
        an_actor(session, Role.ISSUER),
        ISSUED,
        YEAR,
        old,
        ReissueCause.SECURITY,
        "换密钥",
        PaperlessPress(),
    )
    subject = listed(session)["credentialSubject"]
    assert isinstance(subject, dict)
    said = {
        name: status_at(subject["encodedList"], place_of(session, one) or 0)
        for name, one in {"valid": valid, "void": void, "revoked": revoked, "old": old, "new": new}.items()
    }
    assert said == {"valid": VALID, "void": REVOKED, "revoked": REVOKED, "old": REPLACED, "new": VALID}
    assert subject["sequence"] == 3


@given(some.dictionaries(some.integers(0, ENTRIES - 1), some.sampled_from([REVOKED, REPLACED]), max_size=40))
def test_what_is_written_is_read_and_nothing_else(changed: dict[int, int]) -> None:
    text = encoded(changed)
    for place, value in changed.items():
        assert status_at(text, place) == value
    bits = gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=="))
    assert len(bits) * 4 == ENTRIES
    assert sum(byte.bit_count() for byte in bits) == len(changed)  # 01 and 10 have one bit each


def test_the_first_place_is_the_leftmost_as_the_standard_says() -> None:
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded({0: REPLACED, 3: REVOKED})[1:] + "=="))
    assert bits[0] == 0b10_00_00_01


def test_the_example_of_the_standard_is_read() -> None:
    assert {status_at(W3C_EXAMPLE, place) for place in (0, 1, 65_535)} == {0}


def test_the_form_is_that_of_the_standard() -> None:
    said = credential({}, 2, date(2025, 9, 8), ADDRESS)
    assert said["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert said["id"] == f"{ADDRESS}/status/2"
    subject = said["credentialSubject"]
    assert subject["type"] == "BitstringStatusList"
    assert subject["encodedList"].startswith("u")
    assert [one["status"] for one in subject["statusMessage"]] == ["0x0", "0x1", "0x2"]


def test_the_same_state_on_the_same_day_gives_the_same_bytes(session: Session) -> None:
    a_certificate(session, CertificateStatus.REVOKED)
    morning = datetime(2025, 9, 9, 1, tzinfo=UTC)
    first = status_list(session, 0, morning, KEY, ADDRESS)
    assert status_list(session, 0, morning + timedelta(hours=6), KEY, ADDRESS) == first
    assert status_list(session, 0, morning + timedelta(days=1), KEY, ADDRESS) != first


def test_the_day_is_that_of_beijing_and_a_copy_grows_old_in_a_week() -> None:
    said = credential({}, 0, date(2025, 9, 8), ADDRESS)
    assert said["validFrom"] == "2025-09-07T16:00:00Z"
    assert said["validUntil"] == "2025-09-14T16:00:00Z"


def test_only_an_untouched_list_of_ours_is_believed(session: Session) -> None:
    jws = status_list(session, 0, ISSUED, KEY, ADDRESS)
    header, said, signature = jws.split(".")
    for wrong in (
        f"{header}.{said[:-8]}AAAAAAAA.{signature}",
        f"{header}.{said}.{signature[:-8]}AAAAAAAA",
        f"{header}.{said}",
        "",
        "a.b.c",
    ):
        assert read_status(wrong, KEYS) is None
    assert read_status(jws, {}) is None


def test_there_is_a_list_before_there_is_a_certificate(session: Session) -> None:
    assert number_of_lists(session) == 1
    subject = listed(session)["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject["sequence"] == 0


def test_the_key_set_is_the_one_of_rfc_8037() -> None:
    (key,) = public_key_set(KEYS)["keys"]
    assert base64.urlsafe_b64decode(key["x"] + "=") == KEY.public_key().public_bytes_raw()
    assert key["kid"] == next(iter(KEYS))


def test_a_half_full_list_is_followed_by_another(session: Session) -> None:
    first = place_of(session, a_certificate(session))
    session.execute(update(Serial).where(Serial.series == "status list").values(last=DRAWN))
    later = a_certificate(session, CertificateStatus.REVOKED)
    place = place_of(session, later)
    assert first is not None
    assert place is not None
    assert (first // ENTRIES, place // ENTRIES, number_of_lists(session)) == (0, 1, 2)
    subjects = [listed(session, number=number)["credentialSubject"] for number in (0, 1)]
    assert [subject["sequence"] for subject in subjects if isinstance(subject, dict)] == [0, 1]
