"""``certificate verify``."""

import json

import pytest
from sqlalchemy import text

from tests.builders import a_certificate
from tests.certificate.sample_facts import signed_certificate
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.keys import open_keys


def run(panel, *words):
    """Run the command; what it said and its exit code."""
    result = panel.test_cli_runner().invoke(args=["certificate", "verify", *words])
    return result, json.loads(result.stdout) if result.exit_code < 2 else None


def test_a_number_is_judged(panel, story):
    with story() as session:
        valid = a_certificate(session).number
        revoked = a_certificate(session, CertificateStatus.REVOKED).number
    result, told = run(panel, valid)
    assert (result.exit_code, told["standing"], told["number"]) == (0, "valid", valid)
    result, told = run(panel, revoked)
    assert (result.exit_code, told["standing"], told["since"]) == (1, "revoked", "2025-09-09")
    result, told = run(panel, "12345")
    assert (result.exit_code, told["standing"]) == (1, "mistyped")


def test_a_file_is_judged(panel, tmp_path):
    keys = open_keys(panel.config["ZHICHENG_SETTINGS"].instance / "keys")
    file = tmp_path / "证书.pdf"
    file.write_bytes(signed_certificate(keys, None))
    result, told = run(panel, str(file))
    assert result.exit_code == 1
    assert told["genuine"] is True
    assert told["standing"] == "unknown"
    file.write_bytes(file.read_bytes() + b"%more")
    result, told = run(panel, str(file))
    assert told["genuine"] is False
    assert told["faults"]


@pytest.mark.one_engine
def test_a_code_too_long_for_the_name_of_a_file_is_judged_as_a_code(panel):
    result, told = run(panel, "A" * 300)
    assert (result.exit_code, told["standing"]) == (1, "mistyped")


@pytest.mark.one_engine
def test_a_database_that_is_not_there_is_a_sentence(panel, story):
    with story() as session:
        number = a_certificate(session).number
        session.execute(text("ALTER TABLE certificate RENAME TO elsewhere"))
    result, told = run(panel, number)
    assert (result.exit_code, told["error"]["code"]) == (1, "unavailable")


def test_wrong_use_is_said(panel, tmp_path):
    assert run(panel)[0].exit_code == 2
    assert run(panel, str(tmp_path / "none.pdf"))[0].exit_code == 2
