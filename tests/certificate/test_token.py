"""The token in the QR code proves itself without a network, and nothing but the exact token does."""

import base64
import hashlib
import time
from datetime import date
from pathlib import Path

import cbor2
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.certificate.sample_facts import ADDRESS, LONGEST_NAME
from zhicheng.certificate.keys import open_keys, rotate_keys, token_key_id, token_public_keys
from zhicheng.certificate.ornament import qr_svg
from zhicheng.certificate.token import TokenClaims, TokenFault, UnreadableToken, make_token, read_token
from zhicheng.kernel.refusal import Refusal

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {token_key_id(KEY.public_key()): KEY.public_key()}
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
CLAIMS = TokenClaims(
    number="650120253300123X",
    name="古丽娜·吐尔逊",
    title="工程师",
    level=3,
    acquired_on=date(2025, 6, 30),
    status_index=131_071,
    photo=bytes(range(8)),
)
TOKEN = make_token(CLAIMS, KEY, ADDRESS)


def fault_of(text: str, keys: dict[str, object] | None = None) -> TokenFault:
    with pytest.raises(UnreadableToken) as unreadable:
        read_token(text, KEYS if keys is None else keys)  # type: ignore[arg-type]
    return unreadable.value.fault


def test_what_was_signed_is_read_back() -> None:
    assert read_token(TOKEN, KEYS) == CLAIMS


claims = st.builds(
    TokenClaims,
    number=st.sampled_from(["6501202533001230", "650120253300123X", "HN20250100001", "65X"]),
    name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50),
    title=st.sampled_from(["工程师", "正高级工程师", "中等职业学校高级讲师"]),
    level=st.integers(1, 5),
    acquired_on=st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    status_index=st.integers(0, 1 << 20),
    photo=st.binary(min_size=8, max_size=8),
)


@given(claims)
def test_every_claim_fits_a_version_10_code_and_comes_back(made: TokenClaims) -> None:
    token = make_token(made, KEY, ADDRESS)
    assert len(token) <= 311
    read = read_token(token, KEYS)
    assert read.is_named(made.name)
    assert (read.number, read.title, read.level, read.acquired_on, read.status_index, read.photo) == (
        made.number, made.title, made.level, made.acquired_on, made.status_index, made.photo,
    )  # fmt: skip
    assert qr_svg(token)  # refuses beyond version 10


def test_a_name_of_fifty_characters_is_cut_but_still_bound() -> None:
    read = read_token(make_token(TokenClaims(**_changed(name=LONGEST_NAME)), KEY, ADDRESS), KEYS)
    assert read.name_hash is not None
    assert LONGEST_NAME.startswith(read.name)
    assert len(read.name) >= 12
    assert read.is_named(LONGEST_NAME)
    assert not read.is_named(LONGEST_NAME[:-1] + "拉")
    assert not read.is_named(read.name)


def test_an_uncut_name_is_that_name_only() -> None:
    read = read_token(TOKEN, KEYS)
    assert read.is_named("古丽娜·吐尔逊")
    assert not read.is_named("古丽娜·吐尔洪")


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda token: token.rpartition("/")[2],
        lambda token: f"  {token[:90]}\r\n{token[90:180]} {token[180:]}\n",
        lambda token: token + "/",
        lambda token: token.replace("HTTPS://ZHICHENG.EXAMPLE.CN", "http://127.0.0.1:5000"),
        lambda token: token.translate({ord("A") + n: 0xFF21 + n for n in range(26)}),
    ],
)
def test_ways_of_pasting_are_forgiven(change) -> None:  # type: ignore[no-untyped-def]
    assert read_token(change(TOKEN), KEYS) == CLAIMS


def test_every_single_changed_letter_is_noticed() -> None:
    start = TOKEN.rindex("/") + 1
    faults = set()
    for place in range(start, len(TOKEN)):
        other = "A" if TOKEN[place] != "A" else "B"
        faults.add(fault_of(TOKEN[:place] + other + TOKEN[place + 1 :]))
    assert faults <= set(TokenFault)
    assert TokenFault.BAD_SIGNATURE in faults


def _changed(**changes: object) -> dict[str, object]:
    fields = ("number", "name", "title", "level", "acquired_on", "status_index", "photo")
    return {field: getattr(CLAIMS, field) for field in fields} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "古丽娜·吐尔洪"},
        {"number": "650120253300124X"},
        {"title": "正高级工程师"},
        {"level": 5},
        {"acquired_on": date(2015, 6, 30)},
        {"status_index": 7},
        {"photo": bytes(8)},
    ],  # fmt: skip
)
def test_a_changed_claim_under_the_old_signature_is_a_bad_signature(changes: dict[str, object]) -> None:
    forged = make_token(TokenClaims(**_changed(**changes)), KEY, ADDRESS)  # type: ignore[arg-type]
    tag = cbor2.loads(_raw(forged))
    genuine = cbor2.loads(_raw(TOKEN))
    swapped = cbor2.CBORTag(18, [tag.value[0], {}, tag.value[2], genuine.value[3]])
    assert fault_of(_text(swapped)) is TokenFault.BAD_SIGNATURE


def _raw(token: str) -> bytes:
    letters = token.rpartition("/")[2]
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def _text(value: object) -> str:
    return base64.b32encode(cbor2.dumps(value, canonical=True)).decode().rstrip("=")


def test_another_key_is_unknown_even_when_it_borrows_the_id() -> None:
    assert fault_of(make_token(CLAIMS, OTHER, ADDRESS)) is TokenFault.UNKNOWN_KEY
    borrowed = cbor2.loads(_raw(make_token(CLAIMS, OTHER, ADDRESS)))
    genuine = cbor2.loads(_raw(TOKEN))
    protected, payload = genuine.value[0], borrowed.value[2]
    signature = OTHER.sign(cbor2.dumps(["Signature1", protected, b"", payload], canonical=True))
    assert fault_of(_text(cbor2.CBORTag(18, [protected, {}, payload, signature]))) is TokenFault.BAD_SIGNATURE


def test_other_spellings_of_a_true_token_are_not_the_token() -> None:
    protected, _, payload, signature = cbor2.loads(_raw(TOKEN)).value
    for value in (
        [protected, {}, payload, signature],
        cbor2.CBORTag(17, [protected, {}, payload, signature]),
        cbor2.CBORTag(18, [protected, {1: 1}, payload, signature]),
        cbor2.CBORTag(18, [protected, {}, payload, signature, b""]),
        cbor2.CBORTag(18, [protected, {}, payload, signature + b"\0"]),
        cbor2.CBORTag(18, [protected, {}, payload]),
        cbor2.CBORTag(18, [cbor2.loads(protected), {}, payload, signature]),
    ):
        assert fault_of(_text(value)) is TokenFault.MISTYPED
    assert fault_of(base64.b32encode(_raw(TOKEN) + b"\0").decode()) is TokenFault.MISTYPED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "HTTPS://X/VERIFY/",
        TOKEN[:-1],
        TOKEN[:-9],
        "一二三",
        "A" * 5000,
        "2" * 64,
        "1",
        "88",
        "<svg>",
    ],
)
def test_anything_else_is_mistyped(text: str) -> None:
    assert fault_of(text) is TokenFault.MISTYPED


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    fault_of(text)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    fault_of(base64.b32encode(content).decode())


def test_it_is_cose_sign1_by_the_letter_of_the_standard() -> None:
    """Verified with nothing of ours: RFC 9052 section 4.4 written out here."""
    tag = cbor2.loads(_raw(TOKEN))
    assert tag.tag == 18
    protected, unprotected, payload, signature = tag.value
    header = cbor2.loads(protected)
    assert header[1] == -8
    assert unprotected == {}
    length = bytes([0x58, len(payload)]) if len(payload) > 23 else bytes([0x40 + len(payload)])
    structure = (
        b"\x84\x6aSignature1" + bytes([0x40 + len(protected)]) + protected + b"\x40" + length + payload
    )
    KEY.public_key().verify(signature, structure)


def test_the_identity_number_is_in_no_form_in_it() -> None:
    raw = _raw(TOKEN)
    for number in ("650199190905010026", "0026"):
        assert number.encode() not in raw
        assert hashlib.sha256(number.encode()).digest()[:4] not in raw


def test_an_address_that_makes_the_code_dense_is_refused() -> None:
    with pytest.raises(Refusal, match="网址"):
        make_token(CLAIMS, KEY, "https://example.cn/verify?token=")
    with pytest.raises(Refusal, match="网址"):
        make_token(CLAIMS, KEY, "https://" + "very-long-name." * 12 + "cn/verify")


def test_old_keys_still_verify_after_a_rotation(tmp_path: Path) -> None:
    old = open_keys(tmp_path / "keys", rsa_bits=2048)
    token = make_token(CLAIMS, old.token_key, ADDRESS)
    new = rotate_keys(tmp_path / "keys", rsa_bits=2048)
    assert new.token_id != old.token_id
    keys = token_public_keys(tmp_path / "keys")
    assert set(keys) == {old.token_id, new.token_id}
    assert read_token(token, keys) == CLAIMS
    assert read_token(make_token(CLAIMS, new.token_key, ADDRESS), keys) == CLAIMS


def test_signing_and_reading_are_cheap() -> None:
    begun = time.process_time()
    for _ in range(200):
        read_token(make_token(CLAIMS, KEY, ADDRESS), KEYS)
    assert (time.process_time() - begun) / 200 < 0.02


def test_a_second_library_reads_the_code() -> None:
    code = zxingcpp.create_barcode(TOKEN, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    (read,) = zxingcpp.read_barcodes(code.to_image(scale=4))
    assert read_token(read.text, KEYS) == CLAIMS
