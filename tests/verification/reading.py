"""A status list as a stranger reads it: believed only once a public key proves it."""

import base64
import gzip
from collections.abc import Mapping
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def read_status(jws: str, keys: Mapping[str, Ed25519PublicKey]) -> dict[str, Any] | None:
    """The credential inside, once one of ``keys`` proves it; None when it proves nothing."""
    try:
        header, said, signature = jws.strip().split(".")
        key = keys[msgspec.json.decode(_plain(header))["kid"]]
        key.verify(_plain(signature), f"{header}.{said}".encode())
        found: dict[str, Any] = msgspec.json.decode(_plain(said), type=dict[str, Any])
    except (ValueError, KeyError, TypeError, InvalidSignature, msgspec.DecodeError):
        return None
    return found


def status_at(encoded_list: str, place: int) -> int:
    """What the list says of ``place`` (counted within the list)."""
    bits = gzip.decompress(_plain(encoded_list.removeprefix("u")))
    return bits[place // 4] >> (6 - place % 4 * 2) & 3


def _plain(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
