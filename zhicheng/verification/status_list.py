"""The public status list: which certificates no longer hold, in the W3C's Bitstring Status List form, signed.

Two bits a place (0 valid, 1 revoked, 2 replaced), 131,072 places a list, so that nobody is singled out; places are
drawn by lot and nothing but two bits is said of each. Secured as a compact JWS (``vc+jwt``, Ed25519) by the key of
the tokens. The same state on the same day gives the same bytes. ``validUntil`` and ``sequence`` tell an old copy.
"""

import base64
import gzip
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.keys import token_key_id
from zhicheng.certificate.status_entry import ENTRIES, StatusEntry
from zhicheng.kernel.clock import beijing_day, start_of, utc

STATUS_SIZE: Final = 2
VALID, REVOKED, REPLACED = 0, 1, 2
MEANING: Final = {VALID: "valid", REVOKED: "revoked", REPLACED: "replaced"}
BITS: Final = {
    CertificateStatus.REVOKED: REVOKED,
    CertificateStatus.VOID: REVOKED,  # its code was printed, perhaps, but never handed out
    CertificateStatus.REISSUED: REPLACED,
}
DAYS_VALID: Final = 7
TTL: Final = 60 * 60 * 1000
"""How long a copy may be used without asking again, in milliseconds."""


def number_of_lists(session: Session) -> int:
    """How many lists there are; at least one, which may be empty."""
    last = session.scalar(select(func.max(StatusEntry.place)))
    return 1 if last is None else last // ENTRIES + 1


def status_list(session: Session, number: int, now: datetime, key: Ed25519PrivateKey, address: str) -> str:
    """List ``number`` (from 0) as of ``now``, as a compact JWS; ``address`` is the page on which strangers ask."""
    return signed_list(credential(_changed(session, number), number, beijing_day(now), address), key)


def signed_list(said: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """A credential as a compact JWS."""
    header = {"alg": "EdDSA", "cty": "vc", "kid": token_key_id(key.public_key()), "typ": "vc+jwt"}
    signed = f"{_part(header)}.{_part(said)}"
    return f"{signed}.{_base64url(key.sign(signed.encode()))}"


def credential(changed: Mapping[int, int], number: int, day: date, address: str) -> dict[str, Any]:
    """The unsigned list of one day: ``changed`` says which places are not 0."""
    begins = utc(start_of(day))
    place = f"{address}/status/{number}"
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": place,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": f"{address}/keys",
        "validFrom": _instant(begins),
        "validUntil": _instant(begins + timedelta(days=DAYS_VALID)),
        "credentialSubject": {
            "id": f"{place}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "message",
            "statusSize": STATUS_SIZE,
            "statusMessage": [
                {"status": f"0x{bits:x}", "message": meaning} for bits, meaning in MEANING.items()
            ],
            "ttl": TTL,
            "sequence": len(changed),
            "encodedList": encoded(changed),
        },
    }


def encoded(changed: Mapping[int, int]) -> str:
    """The places as a multibase (``u``, base64url) GZIP of the bit string; place 0 is the leftmost pair of bits."""
    bits = bytearray(ENTRIES * STATUS_SIZE // 8)
    for place, value in changed.items():
        bits[place // 4] |= value << (6 - place % 4 * 2)
    return "u" + _base64url(gzip.compress(bytes(bits), mtime=0))


def public_key_set(keys: Mapping[str, Ed25519PublicKey]) -> dict[str, Any]:
    """The public keys as a JWK set (RFC 8037), old ones too: what they signed still verifies."""
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "kid": key_id,
                "use": "sig",
                "alg": "EdDSA",
                "x": _base64url(key.public_bytes(Encoding.Raw, PublicFormat.Raw)),
            }
            for key_id, key in sorted(keys.items())
        ]
    }


def _changed(session: Session, number: int) -> dict[int, int]:
    """The places of list ``number`` that are not valid, counted within the list."""
    rows: Iterable[Any] = session.execute(
        select(StatusEntry.place, Certificate.status)
        .join(Certificate, StatusEntry.certificate_id == Certificate.id)
        .where(
            Certificate.status.in_(list(BITS)),
            StatusEntry.place.between(number * ENTRIES, (number + 1) * ENTRIES - 1),
        )
        .order_by(StatusEntry.place)
    )
    return {place - number * ENTRIES: BITS[status] for place, status in rows}


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _part(said: Mapping[str, Any]) -> str:
    return _base64url(msgspec.json.encode(said))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
