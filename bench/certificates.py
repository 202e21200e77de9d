"""Milliseconds per certificate, each part beside the others: ``python bench/certificates.py [N]``."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from tests.certificate.sample_facts import facts, signed_certificate, with_token
from zhicheng.certificate.examine import examine_certificate
from zhicheng.certificate.keys import open_keys, token_public_keys, trust_roots
from zhicheng.certificate.ornament import qr_svg
from zhicheng.certificate.render import missing_glyphs, render_certificate
from zhicheng.certificate.sign import PadesSigner
from zhicheng.certificate.token import read_token
from zhicheng.demo.files import portrait, scan
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.inspect_file import inspect_file
from zhicheng.intake.preview import page_picture

AT = datetime(2025, 7, 1, tzinfo=UTC)


def measured(what: str, act: Callable[[int], object], times: int) -> None:
    """Print the median and the slowest of ``times`` runs, the first one apart."""
    begun = time.perf_counter()
    act(0)
    first = time.perf_counter() - begun
    taken = []
    for n in range(1, times + 1):
        begun = time.perf_counter()
        act(n)
        taken.append(time.perf_counter() - begun)
    taken.sort()
    print(f"{what:<34}{first * 1e3:>10.2f}{taken[times // 2] * 1e3:>10.2f}{taken[-1] * 1e3:>10.2f}")


def main() -> None:
    """Run every part ``N`` times (100)."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print(f"{'milliseconds':<34}{'first':>10}{'median':>10}{'slowest':>10}")
        measured("keys made (RSA-3072)", lambda n: open_keys(folder / f"keys{n}"), 3)
        keys = open_keys(folder / "keys")
        said = with_token(facts(), keys)
        rendered = render_certificate(said)
        signed = signed_certificate(keys, AT)
        signer, store = PadesSigner(keys), FolderStore(folder / "files")
        roots, tokens = trust_roots(folder / "keys"), token_public_keys(folder / "keys")
        measured("glyphs of a name", lambda n: missing_glyphs(f"古丽娜·吐尔逊{n}"), times)
        measured("token made", lambda _: with_token(said, keys), times)
        measured("token read", lambda _: read_token(said.qr_text, tokens), times)
        measured("QR code drawn", lambda _: qr_svg(said.qr_text), times)
        measured("rendered", lambda n: render_certificate(replace(said, name=f"张伟{n}")), times)
        measured("signed", lambda _: signer.sign_pdf(rendered, at=AT), times)
        measured("stored (fsync)", lambda n: store.put(signed + b"%d" % n), times)
        measured("examined", lambda _: examine_certificate(signed, roots=roots, token_keys=tokens), times)
        measured("demonstration scan", lambda n: scan("毕业证书", name="张伟", seed=n), times)
        measured("demonstration portrait", lambda n: portrait(seed=n), times)
        attachment, photo = scan("毕业证书", name="张伟", seed=0), portrait(seed=0)
        measured("attachment inspected (PDF)", lambda _: inspect_file(attachment), times)
        measured("photo inspected (JPEG)", lambda _: inspect_file(photo, photo=True), times)
        measured("page picture (PDF, 1240 px)", lambda _: page_picture(attachment), times)
        print(
            f"sizes: rendered {len(rendered):,}, signed {len(signed):,} bytes; QR text {len(said.qr_text)} characters"
        )


if __name__ == "__main__":
    main()
