"""Milliseconds per certificate, each part beside the others: ``python bench/certificates.py [N] [--issue 1000]``.

``--issue`` plays the whole way as the screens do: so many approved members of a published batch, numbered, printed,
signed, stored and recorded, by one process, by two workers, and by the page itself, stretch by stretch. Two things are
printed for each: seconds by the clock, and seconds of processor, which suffer less when others are at work.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace as replaced
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import ISSUED
from tests.certificate import printing_house as house
from tests.certificate.sample_facts import facts, signed_certificate, with_token
from tests.staff.people import CHEAP
from tests.web.pages import strict
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.each import order_each, reserve_each
from zhicheng.certificate.examine import examine_certificate
from zhicheng.certificate.keys import open_keys, token_public_keys, trust_roots
from zhicheng.certificate.ornament import qr_svg
from zhicheng.certificate.press import Printed
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.sign import PadesSigner
from zhicheng.certificate.token import read_token
from zhicheng.certificate.workshop import CREW
from zhicheng.database import make_engine, transaction
from zhicheng.demo.files import portrait, scan
from zhicheng.factory import create_app
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.inspect_file import inspect_file
from zhicheng.intake.preview import page_picture
from zhicheng.kernel.font import missing_glyphs
from zhicheng.settings import Settings
from zhicheng.staff.permission import Role

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


def issued(many: int) -> None:
    """Issue ``many`` certificates, each way in an office of its own."""
    with tempfile.TemporaryDirectory() as place:
        begun = time.perf_counter()
        house.found(Path(place) / "office", many, rsa_bits=3072)
        print(
            f"\n{many:,} members of a published batch made in {time.perf_counter() - begun:.0f} s (not counted)"
        )
        print(f"{'reserved, printed, signed, stored':<34}{'seconds':>10}{'processor':>10}{'each, ms':>10}")
        for label, way in (
            ("1 process", partial(by_desk, 1)),
            ("2 workers and this process", partial(by_desk, 2)),
            ("the screen, with 2 workers", by_screen),
        ):
            folder = Path(place) / f"office {label}"
            shutil.copytree(Path(place) / "office", folder)
            work = way(folder)
            used, begun = processor(), time.perf_counter()
            work()
            taken = time.perf_counter() - begun
            CREW.leave()  # a process counts when it is gone
            print(f"{label:<34}{taken:>10.2f}{processor() - used:>10.2f}{taken / many * 1e3:>10.2f}")
            with Session(make_engine(f"sqlite:///{folder / 'house.sqlite3'}")) as session:
                issued = Certificate.status == CertificateStatus.ISSUED
                if session.scalar(select(func.count()).where(issued)) != many:
                    raise SystemExit("not everybody has a certificate")


def by_desk(workers: int, folder: Path) -> Callable[[], object]:
    """All in one stretch, without a screen."""
    desk = house.opened(folder, workers=workers)
    return lambda: list(desk.issue(house.waiting(desk.session)))


def by_screen(folder: Path) -> Callable[[], object]:
    """As the office does it: 制发 on the page of the batch, pressed until everything is done."""
    given = {
        "ZHICHENG_INSTANCE": str(folder),
        "ZHICHENG_DATABASE_URL": f"sqlite:///{folder / 'house.sqlite3'}",
    }
    app = create_app(Settings.from_environment(given))
    app.config.update(ZHICHENG_NOW=ISSUED, ZHICHENG_PASSWORD_HASHER=CHEAP)
    app.extensions["zhicheng_press"] = replaced(app.extensions["zhicheng_press"], workers=2)
    client = strict(app)
    client.enter_as(Role.ISSUER, name="bench")

    def press() -> None:
        address, form = "/admin/certificate/issue/?batch=1", {}
        while "progress" in (page := client.send(address, form).text):
            if 'name="skipped"' not in page:
                return
            form = {"skipped": ""}

    return press


def parts_of_the_way(times: int) -> None:
    """What one certificate costs besides its file: number, reading, record; each with its own commit."""
    with tempfile.TemporaryDirectory() as place:
        house.found(Path(place), times + 1)
        desk = house.opened(Path(place), workers=1)
        keys = house.waiting(desk.session)
        reserved: dict[int, int] = {}

        def number(n: int) -> None:
            with transaction(desk.session):
                reserved[n] = reserve_each(desk.session, desk.actor, desk.clock(), [keys[n]])[keys[n]]

        def record(n: int) -> None:
            file = Printed(f"{n:064x}", "key")
            desk.record({reserved[n]: file})

        measured("numbered (its own commit)", number, times)
        measured(
            "read, photo and token made", lambda n: order_each(desk.session, desk.press, [reserved[n]]), times
        )
        measured("recorded (its own commit)", record, times)
        desk.session.close()


def processor() -> float:
    """Seconds of processor that this process and its finished children have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Run every part ``N`` times (100)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", nargs="?", type=int, default=100)
    parser.add_argument("--issue", type=int, default=0)
    asked = parser.parse_args()
    times = asked.times
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
        measured(
            "rendered and signed: the floor",
            lambda _: signer.sign_pdf(render_certificate(said), at=AT),
            times,
        )
        parts_of_the_way(times)
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
    if asked.issue:
        issued(asked.issue)


if __name__ == "__main__":
    main()
