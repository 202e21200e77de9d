"""What the QR code of a certificate says: the signed proof, or the bare address where there can be none."""

from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.facts import photo_digest
from zhicheng.certificate.token import PHOTO_BYTES, TokenClaims, make_token


def proof(
    certificate: Certificate, place: int | None, photo: bytes, key: Ed25519PrivateKey, address: str
) -> str:
    """The text of the QR code; ``photo`` as printed, ``address`` where strangers ask.

    Without a ``place`` in the status list (numbered before the list was there) the code is only the address: a token
    that no list can revoke would be worth more than the certificate. ``bad_input`` when the code would grow too dense.
    """
    if place is None:
        return f"{address}/{certificate.number}"
    claims = TokenClaims(
        number=certificate.number,
        name=certificate.holder_name,
        title=certificate.title_name,
        level=certificate.decision.level.rank,
        acquired_on=certificate.decision.acquired_on or date.min,
        status_index=place,
        photo=bytes.fromhex(photo_digest(photo))[:PHOTO_BYTES],
    )
    return make_token(claims, key, address)
