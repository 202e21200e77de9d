"""Keys are made once, stay private, and outlive their successors."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509

from tests.engines import SLOW
from zhicheng.certificate.keys import CURRENT, open_keys, rotate_keys, token_public_keys, trust_roots
from zhicheng.kernel.refusal import Refusal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "keys"


def test_the_first_use_makes_keys_and_the_second_finds_them(folder: Path) -> None:
    first = open_keys(folder, rsa_bits=2048)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    second = open_keys(folder, rsa_bits=2048)
    assert (first.signing_id, first.token_id) == (second.signing_id, second.token_id)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_files_and_folder_are_private(folder: Path) -> None:
    open_keys(folder, rsa_bits=2048)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_signing_certificate_stands_on_the_root_and_may_sign_only(folder: Path) -> None:
    keys = open_keys(folder, rsa_bits=2048)
    (root,) = trust_roots(folder)
    keys.certificate.verify_directly_issued_by(root)
    assert keys.chain == (root,)
    usage = keys.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not keys.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert "测试" in keys.certificate.subject.rfc4514_string()


def test_many_processes_that_start_at_once_agree_on_one_set(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from zhicheng.certificate.keys import open_keys; "
        "keys = open_keys(Path(sys.argv[1]), rsa_bits=2048); print(keys.signing_id, keys.token_id)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    told = {process.communicate(timeout=SLOW)[0] for process in started}
    assert [process.returncode for process in started] == [0] * 6
    assert len(told) == 1
    assert len(list(folder.glob("root-*.key.pem"))) == 1
    assert not list(folder.glob(".*.pem.*"))


def test_a_rotation_keeps_everything_that_old_certificates_need(folder: Path) -> None:
    old = open_keys(folder, rsa_bits=2048)
    new = rotate_keys(folder, rsa_bits=2048)
    assert new.signing_id != old.signing_id
    assert open_keys(folder).signing_id == new.signing_id
    assert (folder / f"signing-{old.signing_id}.crt.pem").is_file()
    assert len(trust_roots(folder)) == 1
    assert set(token_public_keys(folder)) == {old.token_id, new.token_id}


@pytest.mark.parametrize("damage", ["current", "signing", "token", "mixed"])
def test_damaged_keys_are_refused_and_never_made_anew(folder: Path, damage: str) -> None:
    keys = open_keys(folder, rsa_bits=2048)
    if damage == "current":
        (folder / CURRENT).write_text("{}")
    elif damage == "signing":
        (folder / f"signing-{keys.signing_id}.key.pem").unlink()
    elif damage == "token":
        (folder / f"token-{keys.token_id}.key.pem").write_text("not a key")
    else:
        other = open_keys(folder.with_name("other"), rsa_bits=2048)
        (folder.with_name("other") / f"signing-{other.signing_id}.key.pem").rename(
            folder / f"signing-{keys.signing_id}.key.pem"
        )
    files = len(list(folder.iterdir()))
    with pytest.raises(Refusal, match="密钥"):
        open_keys(folder)
    assert len(list(folder.iterdir())) == files
