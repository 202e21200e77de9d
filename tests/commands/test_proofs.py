"""``certificate status-list``, ``offline-page``, ``rotate-keys``, and codes given to ``certificate verify``."""

import json

from tests.builders import a_certificate
from tests.verification.reading import read_status, status_at
from tests.web.pages import strict
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.keys import open_keys, token_public_keys
from zhicheng.certificate.proof import proof
from zhicheng.certificate.status_entry import place_of


def run(panel, *words):
    """Run the command."""
    return panel.test_cli_runner().invoke(args=["certificate", *words])


def key_folder(panel):
    """Where the keys of the panel lie."""
    return panel.config["ZHICHENG_SETTINGS"].instance / "keys"


def test_the_list_goes_to_standard_output_or_to_a_file_and_is_the_published_one(panel, story, tmp_path):
    with story() as session:
        place = place_of(session, a_certificate(session, CertificateStatus.REVOKED))
    said = run(panel, "status-list")
    assert said.exit_code == 0
    listed = read_status(said.stdout, token_public_keys(key_folder(panel)))
    assert status_at(listed["credentialSubject"]["encodedList"], place) == 1
    file = tmp_path / "list.jwt"
    assert run(panel, "status-list", "--out", str(file)).exit_code == 0
    assert file.read_text().strip() == said.stdout.strip()
    assert strict(panel).get("/verify/status/0").get_data(as_text=True) == file.read_text()


def test_a_list_that_does_not_exist_and_a_folder_that_does_not_are_refused(panel, tmp_path):
    refused = run(panel, "status-list", "--number", "7")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "not_found"
    refused = run(panel, "offline-page", "--out", str(tmp_path / "none" / "a.html"))
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "bad_file"
    assert run(panel, "offline-page").exit_code == 2


def test_the_page_is_written_as_it_is_published(panel, tmp_path):
    file = tmp_path / "离线查验.html"
    told = run(panel, "offline-page", "--out", str(file))
    assert json.loads(told.stdout) == {"file": str(file), "bytes": len(file.read_bytes())}
    assert file.read_bytes() == strict(panel).get("/verify/offline").data


def test_a_code_is_judged_like_a_number(panel, story):
    key = open_keys(key_folder(panel)).token_key
    with story() as session:
        certificate = a_certificate(session)
        place = place_of(session, certificate)
        text = proof(certificate, place, b"photo", key, "https://zc.example.cn/verify")
        number = certificate.number
    told = run(panel, "verify", text)
    assert (told.exit_code, json.loads(told.stdout)["number"]) == (0, number)
    told = run(panel, "verify", text[:-40] + "A" * 40)
    assert (told.exit_code, json.loads(told.stdout)["standing"]) in ((1, "forged"), (1, "mistyped"))


def test_new_keys_sign_from_now_on_and_old_codes_still_hold(panel, story):
    old = open_keys(key_folder(panel))
    with story() as session:
        certificate = a_certificate(session)
        place = place_of(session, certificate)
        text = proof(certificate, place, b"photo", old.token_key, "https://zc.example.cn/verify")
    told = json.loads(run(panel, "rotate-keys").stdout)
    assert told["token"] != old.token_id
    assert open_keys(key_folder(panel)).token_id == told["token"]
    assert set(token_public_keys(key_folder(panel))) >= {old.token_id, told["token"]}
    assert run(panel, "verify", text).exit_code == 0
