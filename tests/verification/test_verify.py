"""What a stranger may learn."""

from dataclasses import fields

import pytest

from tests.builders import YEAR, a_certificate
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.keys import open_keys, token_public_keys
from zhicheng.certificate.number import compose_number
from zhicheng.certificate.token import TokenClaims, make_token
from zhicheng.verification.verify import Answer, Standing, masked_name, verify

PATTERNS = [YEAR.certificate.number_pattern]


def asked(session, text, keys=None):
    """The answer of the register."""
    return verify(session, text, patterns=PATTERNS, keys=keys or {})


def test_a_valid_certificate_is_told_with_a_masked_name(session):
    certificate = a_certificate(session, applicant={"name": "古丽娜·吐尔逊"})
    answer = asked(session, certificate.number)
    assert answer.standing is Standing.VALID
    assert (answer.name, answer.title) == ("古**·吐**", certificate.title_name)
    assert answer.acquired_on == certificate.decision.acquired_on


def test_spaces_and_full_width_digits_are_forgiven(session):
    number = a_certificate(session).number
    wide = number.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    assert asked(session, f" {wide[:8]} - {wide[8:]} ").standing is Standing.VALID


@pytest.mark.parametrize(
    ("status", "standing"),
    [(CertificateStatus.REVOKED, Standing.REVOKED), (CertificateStatus.RESERVED, Standing.UNKNOWN)],
)
def test_a_revoked_one_says_since_when_and_a_reserved_one_is_unknown(session, status, standing):
    certificate = a_certificate(session, status)
    answer = asked(session, certificate.number)
    assert answer.standing is standing
    assert (answer.since is not None) is (standing is Standing.REVOKED)
    assert (answer.name is None) is (standing is Standing.UNKNOWN)


def test_every_single_wrong_digit_is_mistyped(session):
    number = a_certificate(session).number
    for place in range(len(number) - 1):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert asked(session, wrong).standing in (Standing.MISTYPED, Standing.UNKNOWN)
        assert asked(session, wrong).name is None


def test_a_number_never_given_is_unknown(session):
    number = compose_number(PATTERNS[0], year=2025, route_digit="1", level_digit="2", serial=77777)
    assert asked(session, number) == Answer(Standing.UNKNOWN, number)


@pytest.mark.parametrize(
    "text", ["", " ", "x", "6501", "你好", "0" * 3000, "'; DROP TABLE certificate; --", "%"]
)
def test_nonsense_is_mistyped(session, text):
    assert asked(session, text) == Answer(Standing.MISTYPED)


def a_token(certificate, key, **changes):
    """The text of a QR code."""
    claims = {
        "number": certificate.number,
        "name": certificate.holder_name,
        "title": certificate.title_name,
        "level": 2,
        "acquired_on": certificate.decision.acquired_on,
        "status_index": 1,
        "photo": b"12345678",
    }
    return make_token(TokenClaims(**claims | changes), key, "https://zc.example.cn/verify")


def test_a_code_is_read_and_a_foreign_or_altered_one_is_forged(session, tmp_path):
    certificate = a_certificate(session)
    ours, theirs = (open_keys(tmp_path / name, rsa_bits=2048) for name in ("ours", "theirs"))
    keys = token_public_keys(tmp_path / "ours")
    text = a_token(certificate, ours.token_key)
    assert asked(session, text, keys).standing is Standing.VALID
    assert asked(session, text.rpartition("/")[2].lower(), keys).standing is Standing.VALID
    assert asked(session, a_token(certificate, theirs.token_key), keys).standing is Standing.FORGED
    other = a_token(certificate, ours.token_key, name="别人")
    assert asked(session, other, keys).standing is Standing.FORGED


def test_an_answer_holds_nothing_that_identifies(session):
    certificate = a_certificate(session)
    person = certificate.submission.applicant
    told = str(asked(session, certificate.number))
    for private in (
        person.name,
        person.id_number,
        person.id_number[-4:],
        str(person.birth_date),
        certificate.digest,
    ):
        assert private not in told
    assert {field.name for field in fields(Answer)} == {
        "standing", "number", "name", "title", "level", "acquired_on", "since", "replaced_by",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("古丽娜·吐尔逊", "古**·吐**"),
        ("张伟", "张*"),
        ("欧阳修远", "欧***"),
        ("伟", "*"),
        ("买买提·阿·吐", "买**·*·*"),
    ],
)
def test_names_keep_the_first_character_of_each_part(name, masked):
    assert masked_name(name) == masked
