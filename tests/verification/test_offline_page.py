"""The offline page as a file: what is vendored, what it may do, what it holds. What it does: tests/browser."""

import base64
import hashlib
import re
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhicheng.certificate.keys import token_key_id
from zhicheng.verification.offline_page import PARTS, offline_page
from zhicheng.verification.status_list import credential, signed_list

VENDORED = {
    # @noble/ed25519 3.2.0 (MIT), index.js
    "ed25519.js": "a4f631d1876b5d9e43a86cd71194ca27b5e1451edf4ba4db9a418f40a475569a",
    "ed25519.LICENSE": "394c2e6e5552e5dba202bee6390b9d6aa2754d657f5b9869e83b3d265a315501",
    # qr 0.7.0 (MIT or Apache-2.0), index.js and decode.js
    "qr.js": "a0de370051f94bd74f218f74401fdf197585e3f9ef0143164f87ea941a3fdd6f",
    "qr-decode.js": "00e209820dcb11d624e9a03d6383e580766792b57d1651318f0a29e4e1ff0fe8",
    "qr.LICENSE": "f9946796a8a5bd5981565142fa42e3b0cc36aef6f80e86beaf5905b3c0fef1b5",
    "qr.LICENSE-MIT": "07a9f887e9215644439b808628b09f8eece932d79130ff563f958f3a1783e684",
}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
ADDRESS = "https://zhicheng.example.cn/verify"
WORDS = {"联网查验以当时的登记为准：@address@": "Online, the register holds: @address@"}


@pytest.fixture(scope="module")
def page() -> str:
    public = {token_key_id(KEY.public_key()): KEY.public_key()}
    lists = [signed_list(credential({1: 1}, 0, date(2025, 9, 8), ADDRESS), KEY)]
    return offline_page(
        lists, public, english=WORDS, issuing_body="人力资源<&>局", address=ADDRESS, made_on=date(2025, 9, 8)
    )


def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_what_is_vendored_is_what_was_published_licence_beside_it() -> None:
    folder = PARTS / "vendor"
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
    assert found == VENDORED


def test_the_licences_go_out_with_the_page(page: str) -> None:
    for name in ("ed25519.LICENSE", "qr.LICENSE-MIT"):
        assert (PARTS / "vendor" / name).read_text() in page


def test_the_policy_allows_this_script_and_this_style_and_no_address(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    script = re.search(r'<script type="module">(.*?)</script>\n</body>', page, re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert script is not None
    assert style is not None
    assert f"script-src '{digest(script[1])}'" in policy[1]
    assert f"style-src '{digest(style[1])}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "connect-src" not in policy[1]
    assert "unsafe" not in policy[1]


def test_nothing_in_it_is_fetched(page: str) -> None:
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#|data:)""", page)
    assert not re.search(r"\b(XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts)\b", page)
    own = "".join((PARTS / name).read_text() for name in ("record.js", "list.js", "page.js"))
    assert "fetch(" not in own
    assert "innerHTML" not in own


def test_no_placeholder_is_left_and_words_stay_words(page: str) -> None:
    assert not re.search(r"@(policy|style|script|office|body|address|key_ids|made_on)@", page)
    assert "人力资源&lt;&amp;&gt;局" in page


def test_the_same_lists_and_keys_give_the_same_page(page: str) -> None:
    public = {token_key_id(KEY.public_key()): KEY.public_key()}
    lists = [signed_list(credential({1: 1}, 0, date(2025, 9, 8), ADDRESS), KEY)]
    again = offline_page(
        lists, public, english=WORDS, issuing_body="人力资源<&>局", address=ADDRESS, made_on=date(2025, 9, 8)
    )
    assert again == page
    assert len(page.encode()) < 300_000
