"""The keys of the office: a test root, a key that signs PDFs, a key that signs the QR tokens. Made on first use.

Files carry the id of their key, so that a new key never overwrites an old one: what an old key signed still
verifies, and ``current.json`` says which keys sign today. A real signing key takes its place under the same names
(``signing-<id>.key.pem``, ``signing-<id>.crt.pem`` with its chain, ``root-<id>.crt.pem``) and in ``current.json``.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from zhicheng.kernel.refusal import Refusal, RefusalCode

RSA_BITS = 3072
# Fixed, not counted from today: rehearsals play other years, and no clock is read here.
VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_TO = datetime(2049, 12, 31, tzinfo=UTC)
ROOT_VALID_TO = datetime(2069, 12, 31, tzinfo=UTC)
CURRENT = "current.json"


class Current(msgspec.Struct, frozen=True):
    """Which keys sign now, by id."""

    root: str
    signing: str
    token: str


class Keys(msgspec.Struct, frozen=True):
    """The keys that sign now, loaded once."""

    signing_id: str
    signing_key: RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    token_id: str
    token_key: Ed25519PrivateKey


def open_keys(folder: Path, *, rsa_bits: int = RSA_BITS) -> Keys:
    """The current keys under ``folder``, made first if there are none; safe when two processes start at once."""
    if not (folder / CURRENT).is_file():
        with _only_one(folder):
            if not (folder / CURRENT).is_file():
                root = _make_root(folder, rsa_bits)
                _point(folder, Current(root, _make_signing(folder, root, rsa_bits), _make_token(folder)))
    return _load(folder, _current(folder))


def rotate_keys(folder: Path, *, rsa_bits: int = RSA_BITS) -> Keys:
    """New signing and token keys under the same root; the old ones stay to verify with."""
    with _only_one(folder):
        root = _current(folder).root
        _point(folder, Current(root, _make_signing(folder, root, rsa_bits), _make_token(folder)))
    return _load(folder, _current(folder))


def trust_roots(folder: Path) -> list[x509.Certificate]:
    """Every root that certificates of this installation may stand on, old ones too."""
    return [
        x509.load_pem_x509_certificate(path.read_bytes()) for path in sorted(folder.glob("root-*.crt.pem"))
    ]


def token_public_keys(folder: Path) -> dict[str, Ed25519PublicKey]:
    """The public keys of tokens by id, old ones too: the set that is published for offline checking."""
    found = {}
    for path in sorted(folder.glob("token-*.pub.pem")):
        key = serialization.load_pem_public_key(path.read_bytes())
        if isinstance(key, Ed25519PublicKey):
            found[token_key_id(key)] = key
    return found


def token_key_id(key: Ed25519PublicKey) -> str:
    """Eight hexadecimal characters: four bytes in the token name its key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:8]


def signing_key_id(key: RSAPublicKey) -> str:
    """Sixteen hexadecimal characters of the digest of the public key."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()[:16]


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _make_root(folder: Path, bits: int) -> str:
    key = generate_private_key(public_exponent=65537, key_size=bits)
    key_id = signing_key_id(key.public_key())
    name = _name(f"职称电子证书测试根证书 {key_id}")
    certificate = _certificate(name, name, key.public_key(), ca=True).sign(key, hashes.SHA256())
    _keep(folder / f"root-{key_id}.key.pem", _private(key))
    _keep(folder / f"root-{key_id}.crt.pem", certificate.public_bytes(Encoding.PEM))
    return key_id


def _make_signing(folder: Path, root_id: str, bits: int) -> str:
    root = x509.load_pem_x509_certificate((folder / f"root-{root_id}.crt.pem").read_bytes())
    root_key = _rsa(folder / f"root-{root_id}.key.pem")
    key = generate_private_key(public_exponent=65537, key_size=bits)
    key_id = signing_key_id(key.public_key())
    name = _name(f"职称电子证书签名（测试） {key_id}")
    builder = _certificate(name, root.subject, key.public_key(), ca=False).add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
    )
    certificate = builder.sign(root_key, hashes.SHA256())
    chain = certificate.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)
    _keep(folder / f"signing-{key_id}.key.pem", _private(key))
    _keep(folder / f"signing-{key_id}.crt.pem", chain)
    return key_id


def _make_token(folder: Path) -> str:
    key = Ed25519PrivateKey.generate()
    key_id = token_key_id(key.public_key())
    _keep(folder / f"token-{key_id}.key.pem", _private(key))
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _keep(folder / f"token-{key_id}.pub.pem", public)
    return key_id


def _load(folder: Path, current: Current) -> Keys:
    try:
        chain = x509.load_pem_x509_certificates((folder / f"signing-{current.signing}.crt.pem").read_bytes())
        token = serialization.load_pem_private_key(
            (folder / f"token-{current.token}.key.pem").read_bytes(), None
        )
        signing = _rsa(folder / f"signing-{current.signing}.key.pem")
    except (OSError, ValueError) as broken:
        raise _unusable(folder) from broken
    if not isinstance(token, Ed25519PrivateKey) or chain[0].public_key() != signing.public_key():
        raise _unusable(folder)
    return Keys(current.signing, signing, chain[0], tuple(chain[1:]), current.token, token)


def _current(folder: Path) -> Current:
    try:
        return msgspec.json.decode((folder / CURRENT).read_bytes(), type=Current)
    except (OSError, msgspec.DecodeError) as broken:
        raise _unusable(folder) from broken


def _point(folder: Path, current: Current) -> None:
    """Written last: keys that nothing points to are harmless, a pointer to no keys is not."""
    _keep(folder / CURRENT, msgspec.json.encode(current))


def _rsa(path: Path) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")
    return key


def _name(common_name: str) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "CN")
    return x509.Name([country, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: RSAPublicKey, *, ca: bool
) -> x509.CertificateBuilder:
    uses = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False)
    usage = x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_cert_sign=ca,
        crl_sign=ca,
        decipher_only=False,
        **uses,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(ROOT_VALID_TO if ca else VALID_TO)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _private(key: RSAPrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _keep(path: Path, content: bytes) -> None:
    """Private from the first byte on, whole or not there."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)


def _unusable(folder: Path) -> Refusal:
    return Refusal(
        RefusalCode.BAD_FILE,
        f"签名需要 {folder} 下完整的密钥文件；现有密钥文件缺失或损坏；请系统管理员从备份恢复后再制证。",
    )
