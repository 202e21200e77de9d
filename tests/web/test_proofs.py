"""What is published for everybody who verifies without asking us."""

import base64
import gzip
import json

import pytest

from tests.builders import a_certificate
from tests.verification.reading import read_status, status_at
from tests.web.pages import strict
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.keys import token_public_keys
from zhicheng.certificate.status_entry import place_of


@pytest.fixture
def stranger(panel):
    """Nobody in particular."""
    return strict(panel)


def keys_of(panel):
    """The public keys as they lie on the disk."""
    return token_public_keys(panel.config["ZHICHENG_SETTINGS"].instance / "keys")


def test_the_list_is_signed_and_says_who_was_revoked_at_once(panel, stranger, story):
    with story() as session:
        valid = place_of(session, a_certificate(session))
    before = stranger.get("/verify/status/0")
    with story() as session:
        revoked = place_of(session, a_certificate(session, CertificateStatus.REVOKED))
    after = stranger.get("/verify/status/0")
    assert after.mimetype == "application/vc+jwt"
    old, new = (read_status(one.get_data(as_text=True), keys_of(panel)) for one in (before, after))
    listed = new["credentialSubject"]["encodedList"]
    assert (status_at(listed, valid), status_at(listed, revoked)) == (0, 1)
    assert new["credentialSubject"]["sequence"] == old["credentialSubject"]["sequence"] + 1
    assert new["id"].endswith("/verify/status/0")
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_copy_that_is_still_the_same_is_not_sent_again(stranger):
    first = stranger.get("/verify/status/0")
    again = stranger.get("/verify/status/0", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "max-age=300" in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers


def test_a_list_that_does_not_exist_is_not_found(stranger):
    assert stranger.get("/verify/status/1").status_code == 404
    assert stranger.get("/verify/status/x").status_code == 404


def test_the_published_keys_prove_the_published_list(panel, stranger):
    answer = stranger.get("/verify/keys")
    published = {key["kid"]: key for key in json.loads(answer.data)["keys"]}
    assert set(published) == set(keys_of(panel))
    assert all((key["kty"], key["crv"]) == ("OKP", "Ed25519") for key in published.values())
    assert "d" not in next(iter(published.values()))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_offline_page_is_handed_out_as_a_file_without_personal_data(stranger, story):
    with story() as session:
        certificate = a_certificate(session, CertificateStatus.REVOKED)
        name, number = certificate.holder_name, certificate.number
    answer = stranger.get("/verify/offline")
    text = answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "职称证书离线查验" in text
    assert name not in text
    assert number not in text


def test_the_verification_page_leads_to_the_offline_page(stranger):
    assert 'href="/verify/offline"' in stranger.get("/verify").get_data(as_text=True)


def test_the_list_hides_in_a_crowd(stranger, panel):
    said = read_status(stranger.get("/verify/status/0").get_data(as_text=True), keys_of(panel))
    bits = gzip.decompress(base64.urlsafe_b64decode(said["credentialSubject"]["encodedList"][1:] + "=="))
    assert len(bits) * 8 // 2 == 131_072


def test_nobody_writes_down_what_strangers_ask(stranger, story, caplog):
    with story() as session:
        number = a_certificate(session).number
    with caplog.at_level("DEBUG"):
        stranger.get(f"/verify/{number}")
    assert number not in caplog.text
