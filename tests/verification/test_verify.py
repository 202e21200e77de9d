"""What a stranger may learn."""

from contextlib import contextmanager
from dataclasses import fields
from datetime import date

import pytest
from sqlalchemy import delete, event, select
from sqlalchemy import text as text_
from sqlalchemy.orm import object_session

from tests.builders import ISSUED, YEAR, a_certificate, an_actor
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.keys import open_keys, token_public_keys
from zhicheng.certificate.number import compose_number
from zhicheng.certificate.skip_numbers import skip_numbers
from zhicheng.certificate.status_entry import StatusEntry
from zhicheng.certificate.token import TokenClaims, make_token
from zhicheng.staff.permission import Role
from zhicheng.verification.verify import Answer, Standing, masked_name, verify

PATTERNS = [YEAR.certificate.number_pattern]


@pytest.fixture
def statements(session):
    """``with statements() as seen``: the SQL that went to the database."""

    @contextmanager
    def watching():
        seen, engine = [], session.get_bind()
        note = lambda _connection, _cursor, statement, *_rest: seen.append(statement)  # noqa: E731
        session.flush()
        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)

    return watching


def on_postgresql(session):
    """Whether it is."""
    return session.get_bind().dialect.name == "postgresql"


def session_of(row):
    """Where the row lives."""
    return object_session(row)


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


def test_a_number_that_was_skipped_is_out_of_use_typed_or_scanned(session, tmp_path):
    certificate, ours = a_certificate(session), open_keys(tmp_path, rsa_bits=2048)
    lost, none = (
        compose_number(PATTERNS[0], year=2025, route_digit="1", level_digit="2", serial=serial)
        for serial in (2, 4)
    )
    code = a_token(certificate, ours.token_key, number=lost, status_index=9)
    assert asked(session, lost) == Answer(Standing.UNKNOWN, lost)
    skip_numbers(session, an_actor(session, Role.ISSUER), ISSUED, 2025, 3, "从备份恢复")
    assert asked(session, lost) == Answer(Standing.OUT_OF_USE, lost)
    assert asked(session, code, token_public_keys(tmp_path)) == Answer(Standing.OUT_OF_USE, lost)
    assert asked(session, none) == Answer(Standing.UNKNOWN, none)
    assert asked(session, certificate.number).standing is Standing.VALID


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
        "status_index": session_of(certificate).scalar(
            select(StatusEntry.place).where(StatusEntry.certificate_id == certificate.id)
        ),
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
    assert asked(session, text[:-9], keys) == Answer(Standing.MISTYPED)


@pytest.mark.parametrize(
    "claim",
    [
        {"name": "别人"},
        {"title": "高级工程师"},
        {"level": 5},
        {"acquired_on": date(2020, 1, 1)},
        {"status_index": 131_071 * 2},
    ],
    ids=lambda claim: next(iter(claim)),
)
def test_a_code_of_ours_that_says_something_else_than_the_register_is_named(session, tmp_path, claim):
    certificate, ours = a_certificate(session), open_keys(tmp_path, rsa_bits=2048)
    text = a_token(certificate, ours.token_key, **claim)
    assert asked(session, text, token_public_keys(tmp_path)) == Answer(Standing.DIFFERS)


def test_a_certificate_from_before_the_status_list_answers_by_number_and_no_code_speaks_for_it(
    session, tmp_path
):
    certificate, ours = a_certificate(session), open_keys(tmp_path, rsa_bits=2048)
    text = a_token(certificate, ours.token_key, status_index=3)
    session.execute(
        text_("DROP TRIGGER status_entry_refuses_delete" + (" ON status_entry" * on_postgresql(session)))
    )
    session.execute(delete(StatusEntry))
    assert asked(session, certificate.number).standing is Standing.VALID
    assert asked(session, text, token_public_keys(tmp_path)).standing is Standing.DIFFERS


def test_every_answer_asks_the_register_once_and_the_same(session, tmp_path, statements):
    certificate, ours = a_certificate(session), open_keys(tmp_path, rsa_bits=2048)
    code = a_token(certificate, ours.token_key)
    seen = set()
    for one in (certificate.number, code, code[:-20], "x", "6501202533001239"):
        with statements() as asked_of:
            asked(session, one, token_public_keys(tmp_path))
        assert len(asked_of) == 1
        seen |= set(asked_of)
    assert len(seen) == 1


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
