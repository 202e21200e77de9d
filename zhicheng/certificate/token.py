"""The proof inside the QR code: a COSE_Sign1 record (RFC 9052, Ed25519) as base32 in an upper-case address.

One scan opens the verification page, and the same characters verify without any network. The record is kept short
enough for a version 10 code at level M: numbers for keys, GB 18030 for words (two bytes a character, where UTF-8 has
three), and a name that is too long even so is cut and its SHA-256 added. It never holds the identity number or
anything computed from it: the numbers of a city can be tried out in minutes.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import cbor2
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zhicheng.certificate.keys import token_key_id
from zhicheng.certificate.number import CHECKS
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.refusal import Refusal, RefusalCode

EDDSA, ALGORITHM, KEY_ID = -8, 1, 4
NUMBER, NAME, TITLE, LEVEL, DAY, STATUS, PHOTO, NAME_HASH = 1, 2, 3, 4, 5, 6, 7, 8
QR_CHARACTERS = 311  # of a version 10 code at level M, letters A-Z, digits and /:.-
PHOTO_BYTES = HASH_BYTES = 8
EPOCH = date(1970, 1, 1)
IGNORED = re.compile(r"[\s\u200b\ufeff]+")
WORDS = "gb18030"


class TokenFault(Choice):
    """Why a token proves nothing."""

    MISTYPED = "mistyped", "不完整或抄写有误"
    UNKNOWN_KEY = "unknown_key", "不是本机关的签名密钥"
    BAD_SIGNATURE = "bad_signature", "签名不符，内容被改动过"


class UnreadableToken(Exception):
    """Raised by ``read_token`` with the reason."""

    def __init__(self, fault: TokenFault) -> None:
        """Remember why."""
        super().__init__(fault.value)
        self.fault = fault


class TokenClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What the token says. ``photo`` is the first eight bytes of the photo's SHA-256; ``level`` counts from 1, 员级."""

    number: str
    name: str
    title: str
    level: int
    acquired_on: date
    status_index: int
    photo: bytes
    name_hash: bytes | None = None

    def is_named(self, name: str) -> bool:
        """Whether the token is that of ``name``, cut or not."""
        if self.name_hash is None:
            return name == self.name
        return name.startswith(self.name) and _name_hash(name) == self.name_hash


def make_token(claims: TokenClaims, key: Ed25519PrivateKey, address: str) -> str:
    """The text of the QR code: ``address`` in upper case, a slash, the signed record in base32."""
    prefix = address.upper().rstrip("/") + "/"
    if not re.fullmatch(r"[A-Z0-9:/.\-]+", prefix):
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"核验网址应只含字母、数字和 : / . -；现为 {address}，二维码会过密；请系统管理员改用更简单的网址。",
        )
    protected = cbor2.dumps(
        {ALGORITHM: EDDSA, KEY_ID: bytes.fromhex(token_key_id(key.public_key()))}, canonical=True
    )
    room = (QR_CHARACTERS - len(prefix)) * 5 // 8
    # Tag, array, protected header with its length, empty map, two lengths, signature.
    payload = _fitting(claims, room - (1 + 1 + 1 + len(protected) + 1 + 2 + 2 + 64))
    signature = key.sign(_to_be_signed(protected, payload))
    signed = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]), canonical=True)
    return prefix + base64.b32encode(signed).decode().rstrip("=")


def read_token(text: str, keys: Mapping[str, Ed25519PublicKey]) -> TokenClaims:
    """What a token says, once one of ``keys`` (``token_public_keys``) proves it; else ``UnreadableToken``."""
    protected, payload, signature = _parts(text)
    try:
        header = cbor2.loads(protected)
        key_id = header[KEY_ID].hex()
        if header[ALGORITHM] != EDDSA or len(header) != 2:
            raise UnreadableToken(TokenFault.MISTYPED)
    except (cbor2.CBORError, ValueError, LookupError, TypeError, AttributeError) as broken:
        raise UnreadableToken(TokenFault.MISTYPED) from broken
    if key_id not in keys:
        raise UnreadableToken(TokenFault.UNKNOWN_KEY)
    try:
        keys[key_id].verify(signature, _to_be_signed(protected, payload))
    except InvalidSignature as forged:
        raise UnreadableToken(TokenFault.BAD_SIGNATURE) from forged
    return _claims(payload)


def _parts(text: str) -> tuple[bytes, bytes, bytes]:
    """Protected header, payload and signature; only the one spelling that ``make_token`` writes is accepted."""
    plain = IGNORED.sub("", unicodedata.normalize("NFKC", text[:2000])).upper().rstrip("/=")
    letters = plain.rpartition("/")[2]
    try:
        signed = base64.b32decode(letters + "=" * (-len(letters) % 8))
        tag = cbor2.load(stream := BytesIO(signed))
        protected, unprotected, payload, signature = tag.value
        whole = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]), canonical=True)
    except (
        cbor2.CBORError,
        ValueError,
        TypeError,
        ArithmeticError,
        AttributeError,
        RecursionError,
        MemoryError,
    ) as broken:
        raise UnreadableToken(TokenFault.MISTYPED) from broken
    lawful = all(isinstance(part, bytes) for part in (protected, payload, signature)) and unprotected == {}
    same = (
        stream.read() == b"" and whole == signed and base64.b32encode(signed).decode().rstrip("=") == letters
    )
    if not (lawful and same and len(signature) == 64):
        raise UnreadableToken(TokenFault.MISTYPED)
    return protected, payload, signature


def _fitting(claims: TokenClaims, room: int) -> bytes:
    """The payload with as much of the name as ``room`` bytes allow."""
    body: dict[int, Any] = {
        NUMBER: _packed(claims.number),
        TITLE: claims.title.encode(WORDS),
        LEVEL: claims.level,
        DAY: (claims.acquired_on - EPOCH).days,
        STATUS: claims.status_index,
        PHOTO: claims.photo[:PHOTO_BYTES],
    }
    payload = cbor2.dumps({NAME: claims.name.encode(WORDS), **body}, canonical=True)
    kept = len(claims.name)
    while len(payload) > room and kept > 0:
        kept -= 1
        name = {NAME: claims.name[:kept].encode(WORDS), NAME_HASH: _name_hash(claims.name)}
        payload = cbor2.dumps({**name, **body}, canonical=True)
    if len(payload) > room:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            "证书二维码不得超过版本 10；核验网址或资格名称过长，放不下；请系统管理员改用较短的核验网址。",
        )
    return payload


def _claims(payload: bytes) -> TokenClaims:
    try:
        body = cbor2.loads(payload)
        return TokenClaims(
            number=_unpacked(body[NUMBER]),
            name=body[NAME].decode(WORDS),
            title=body[TITLE].decode(WORDS),
            level=body[LEVEL],
            acquired_on=EPOCH + timedelta(days=body[DAY]),
            status_index=body[STATUS],
            photo=body[PHOTO],
            name_hash=body.get(NAME_HASH),
        )
    except (cbor2.CBORError, ValueError, LookupError, TypeError, AttributeError, OverflowError) as broken:
        raise UnreadableToken(TokenFault.MISTYPED) from broken


def _packed(number: str) -> int | str:
    """A number of digits and a check character as one integer: 11 times the digits plus the check's value."""
    if re.fullmatch(r"[1-9][0-9]{0,17}[0-9X]", number):
        return int(number[:-1]) * 11 + CHECKS.index(number[-1])
    return number


def _unpacked(packed: int | str) -> str:
    return packed if isinstance(packed, str) else f"{packed // 11}{CHECKS[packed % 11]}"


def _name_hash(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:HASH_BYTES]


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)
