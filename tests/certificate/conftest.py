"""One set of keys and one signed certificate for all tests here: making RSA keys is the slow part."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.certificate.sample_facts import signed_certificate
from zhicheng.certificate.keys import Keys, open_keys


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    open_keys(folder, rsa_bits=2048)
    return folder


@pytest.fixture(scope="session")
def keys(key_folder: Path) -> Keys:
    return open_keys(key_folder)


@pytest.fixture(scope="session")
def other_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Somebody who makes keys by the same names: a look-alike office."""
    return open_keys(tmp_path_factory.mktemp("forger"), rsa_bits=2048)


@pytest.fixture(scope="session")
def at() -> datetime:
    return datetime(2025, 7, 1, 4, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def genuine(keys: Keys, at: datetime) -> bytes:
    return signed_certificate(keys, at)
