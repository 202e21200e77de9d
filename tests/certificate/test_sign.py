"""The signature is accepted by programs that are not ours, keeps the archive form, and can be made again."""

import io
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.certificate.sample_facts import facts
from zhicheng.certificate.keys import Keys, open_keys, rotate_keys, trust_roots
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.sign import PadesSigner, Signer


def test_pyhanko_accepts_it_as_trusted_whole_and_locked(
    genuine: bytes, key_folder: Path, at: datetime
) -> None:
    (signature,) = PdfFileReader(io.BytesIO(genuine)).embedded_regular_signatures
    roots = [asn1_x509.Certificate.load(root.public_bytes(Encoding.DER)) for root in trust_roots(key_folder)]
    status = validate_pdf_signature(
        signature, ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)
    )
    assert status.bottom_line
    assert status.summary() == "INTACT:TRUSTED,UNTOUCHED"
    assert status.docmdp_ok
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.md_algorithm == "sha256"
    assert signature.self_reported_timestamp == at


def test_poppler_accepts_it(genuine: bytes, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.fail("poppler-utils is needed: apt-get install poppler-utils")
    path = tmp_path / "certificate.pdf"
    path.write_bytes(genuine)
    told = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "SHA-256" in told


def test_the_command_line_of_pyhanko_accepts_it(genuine: bytes, key_folder: Path, tmp_path: Path) -> None:
    if shutil.which("pyhanko", path=str(Path(sys.executable).parent)) is None:
        return  # a separate package; the library's validator is tested above
    path = tmp_path / "certificate.pdf"
    path.write_bytes(genuine)
    (root,) = key_folder.glob("root-*.crt.pem")
    done = subprocess.run(
        [Path(sys.executable).parent / "pyhanko", "sign", "validate", "--trust", root, path], check=False
    )
    assert done.returncode == 0


def test_what_was_rendered_is_the_beginning_of_what_is_signed(genuine: bytes) -> None:
    with pikepdf.open(io.BytesIO(genuine)) as pdf:
        metadata = pdf.open_metadata()
        assert metadata.get("pdfaid:part") == "3"
        assert metadata.get("pdfaid:conformance") == "A"
        assert metadata.get("pdfuaid:part") == "1"
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root, "an ECDSA key or SHA-384 would raise the version, against PDF/A-3"
        assert list(pdf.Root.get("/Extensions", pikepdf.Dictionary()).keys()) in ([], ["/ESIC"])
        (field,) = pdf.Root.AcroForm.Fields
        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]
        assert pdf.Root.Perms.DocMDP.objgen == field.V.objgen
        assert int(field.V.Reference[0].TransformParams.P) == 1


def test_signing_adds_and_changes_nothing_else(keys: Keys, at: datetime) -> None:
    rendered = render_certificate(facts())
    signed = PadesSigner(keys).sign_pdf(rendered, at=at)
    assert signed.startswith(rendered)
    assert len(signed) - len(rendered) < 20_000
    with pikepdf.open(io.BytesIO(rendered)) as before, pikepdf.open(io.BytesIO(signed)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)


def test_the_same_file_at_the_same_moment_gives_the_same_bytes(keys: Keys, at: datetime) -> None:
    rendered = render_certificate(facts())
    assert PadesSigner(keys).sign_pdf(rendered, at=at) == PadesSigner(keys).sign_pdf(rendered, at=at)
    assert PadesSigner(keys).sign_pdf(rendered, at=at) != PadesSigner(keys).sign_pdf(rendered)


def test_without_a_moment_the_file_is_dated_as_it_dates_itself(keys: Keys) -> None:
    signed = PadesSigner(keys).sign_pdf(render_certificate(facts()))
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures
    assert signature.self_reported_timestamp == datetime(2025, 6, 30, 16, tzinfo=UTC)  # 1 July in Beijing


def test_a_moment_without_a_zone_is_a_programming_error(keys: Keys) -> None:
    with pytest.raises(ValueError, match="zone"):
        PadesSigner(keys).sign_pdf(render_certificate(facts()), at=datetime(2025, 7, 1))  # noqa: DTZ001


def test_the_signer_is_a_port_that_names_its_key(keys: Keys) -> None:
    signer: Signer = PadesSigner(keys)
    assert signer.key_id == keys.signing_id


def test_after_a_rotation_old_certificates_still_verify(tmp_path: Path, at: datetime) -> None:
    old = open_keys(tmp_path, rsa_bits=2048)
    signed = PadesSigner(old).sign_pdf(render_certificate(facts()), at=at)
    new = rotate_keys(tmp_path, rsa_bits=2048)
    assert new.signing_id != old.signing_id
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures
    roots = [asn1_x509.Certificate.load(root.public_bytes(Encoding.DER)) for root in trust_roots(tmp_path)]
    assert validate_pdf_signature(signature, ValidationContext(trust_roots=roots, moment=at)).bottom_line
