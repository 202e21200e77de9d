"""Issue certificates, die at each step on the way to the disk, recover, look. A program of its own: it really dies.

``python crash_driver.py FOLDER ours|naive|renewing SIZE EVERY FIRST`` prints a line of JSON for a life without death, then one
per crash, from the ``FIRST``-th step on: where it died and what was wrong after.
Steps are what the operating system is asked for (open, write, fsync, rename, mkdir, unlink) and what the database is
asked for (every ``EVERY``-th statement, every commit, before it and after it). A write dies with half of it written.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from tests.certificate import printing_house as house
from tests.certificate.sample_facts import facts
from zhicheng.admin.issuing import Desk
from zhicheng.admin.recovery import digests_in_rows, recover
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.examine import examine_certificate
from zhicheng.certificate.facts import refuse_unprintable
from zhicheng.certificate.gaps import gaps
from zhicheng.certificate.issue import issue, live_certificate, reserve
from zhicheng.certificate.keys import token_public_keys, trust_roots
from zhicheng.certificate.ornament import frame_svg, ground_svg, seal_svg
from zhicheng.certificate.replacement import ReissueCause, Replacement
from zhicheng.certificate.reserve_replacement import reserve_replacement
from zhicheng.database import transaction
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.submission import Submission
from zhicheng.kernel.audit import broken_links
from zhicheng.policy.load import load_year

YEAR = load_year("2025")

DEAD = 137


class Fate:
    """Notes the steps; at the chosen one the process is gone, without a word to anybody."""

    def __init__(self, end: tuple[str, int] | None, log: Path) -> None:
        """Die when ``end``'s name comes for its number-th time, leaving the name in ``log``; None: live."""
        self.end, self.log, self.steps = end, log, list[str]()

    def step(self, name: str, last_deed: Callable[[], object] | None = None) -> None:
        """One more step, called ``name``; ``last_deed`` is what still happens of it."""
        self.steps.append(name)
        if self.end == (name, self.steps.count(name)):
            if last_deed is not None:
                last_deed()
            self.log.write_bytes(name.encode())
            os._exit(DEAD)

    def before(self, module: Any, name: str) -> None:
        """Die before and after a function of the operating system."""
        real = getattr(module, name)

        def fatal(*args: Any, **kwargs: Any) -> Any:
            self.step(f"before {name}")
            answer = real(*args, **kwargs)
            self.step(f"after {name}")
            return answer

        setattr(module, name, fatal)


class FatalFile:
    """An open file whose writes may stop half way."""

    def __init__(self, file: Any, fate: Fate) -> None:
        self._file, self._fate = file, fate

    def __enter__(self) -> "FatalFile":
        return self

    def __exit__(self, *why: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: bytes) -> int:
        """Write; or write half of it, and die."""

        def half() -> None:
            self._file.write(content[: len(content) // 2])
            self._file.flush()

        self._fate.step("write", half)
        return int(self._file.write(content))


def doom(fate: Fate, engine: Engine, every: int) -> None:
    """Let ``fate`` count every step of this process."""
    for name in ("fsync", "rename", "mkdir", "unlink"):
        fate.before(os, name)
    real_fdopen, real_commit, statements = os.fdopen, engine.dialect.do_commit, 0

    def fdopen(*args: Any, **kwargs: Any) -> FatalFile:
        fate.step("open")
        return FatalFile(real_fdopen(*args, **kwargs), fate)

    def commit(connection: Any) -> None:
        fate.step("before commit")
        real_commit(connection)
        fate.step("after commit")

    os.fdopen, engine.dialect.do_commit = fdopen, commit  # type: ignore[method-assign, assignment]

    @event.listens_for(engine, "before_cursor_execute")
    def on_statement(*_: Any) -> None:
        nonlocal statements
        statements += 1
        if statements % every == 0:
            fate.step("statement")


def our_way(desk: Desk, keys: list[int]) -> dict[int, object]:
    """As the screens issue."""
    return dict(desk.issue(keys))


def naive_way(desk: Desk, keys: list[int]) -> dict[int, object]:
    """As one would write it first: number, file and record in one transaction. The sweep must find what that leaves."""
    for key in keys:
        with transaction(desk.session):
            submission = desk.session.get_one(Submission, key)
            certificate = reserve(desk.session, desk.actor, desk.clock(), YEAR, submission)
            issue(desk.session, desk.actor, desk.clock(), YEAR, certificate, desk.press)
    return {}


def renewing_way(desk: Desk, keys: list[int]) -> dict[int, object]:
    """As the screen re-issues: the number is committed before the file is begun."""
    results: dict[int, object] = {}
    for key in keys:
        with transaction(desk.session):
            old = live_certificate(desk.session, desk.session.get_one(Submission, key))
            assert old is not None
            new = reserve_replacement(
                desk.session, desk.actor, desk.clock(), YEAR, old, ReissueCause.SECURITY, "更换签名密钥"
            ).id
        results |= dict(desk.finish([new]))
    return results


WAYS: dict[str, Callable[[Desk, list[int]], dict[int, object]]] = {
    "ours": our_way,
    "naive": naive_way,
    "renewing": renewing_way,
}


def issue_until_death(
    folder: Path, way: Callable[[Desk, list[int]], dict[int, object]], end: tuple[str, int] | None, every: int
) -> None:
    """Issue for everybody; die on the way, or leave in ``steps`` what the way was."""
    desk = house.opened(folder)
    keys, engine = house.waiting(desk.session), desk.session.get_bind()
    fate = Fate(end, folder / "died")
    doom(fate, engine, every)  # type: ignore[arg-type]
    results = way(desk, keys)
    if not all(isinstance(result, str) for result in results.values()):
        raise AssertionError(results)
    (folder / "steps").write_text(json.dumps(fate.steps))


def recover_and_look(folder: Path) -> None:
    """Recover, issue for whoever has nothing yet, recover once more; what is wrong after is written to ``wrong``."""
    desk, store = house.opened(folder), FolderStore(folder / "files")
    recover(desk, store, time.time() + 3601)
    settled = set(desk.session.scalars(select(Certificate.submission_id)))
    dict(desk.issue([key for key in house.waiting(desk.session) if key not in settled]))
    again = recover(desk, store, time.time() + 3601)
    wrong = list(faults(desk.session, store, folder))
    wrong += [f"{row.number} was replaced by nothing" for row in left_without_successor(desk.session)]
    if not again.well or again.finished or again.swept:
        wrong.append(f"the second recovery found {again}")
    (folder / "wrong").write_text(json.dumps(wrong))


def faults(session: Session, store: FolderStore, folder: Path) -> list[str]:
    """Everything that a crash must not leave."""
    rows = session.scalars(select(Certificate).order_by(Certificate.serial)).all()
    cases = session.scalars(select(Submission.id).order_by(Submission.id)).all()
    wrong = []
    valid = [row for row in rows if row.status is CertificateStatus.ISSUED]
    if sorted(row.submission_id for row in valid) != list(cases):
        wrong.append("not one certificate for each case")
    if [row.serial for row in rows] != list(range(1, len(rows) + 1)) or gaps(session, 2025):
        wrong.append("numbers are not without gap")
    if any(row.status not in (CertificateStatus.ISSUED, CertificateStatus.REISSUED) for row in rows):
        wrong.append("a certificate is not issued")
    if set(store.digests()) != digests_in_rows(session):
        wrong.append("files and rows differ")
    if list((folder / "files" / ".incoming").glob("*")):
        wrong.append("a temporary file is left")
    if list(broken_links(session)):
        wrong.append("the audit trail is broken")
    roots, tokens = trust_roots(folder / "keys"), token_public_keys(folder / "keys")
    for row in rows:
        seen = examine_certificate(store.read(row.digest or ""), roots=roots, token_keys=tokens)
        if seen.faults or seen.record is None or seen.record.number != row.number:
            wrong.append(f"{row.number}: {seen.faults}")
    return wrong


def left_without_successor(session: Session) -> list[Certificate]:
    """Certificates that say they were replaced where no valid one took their place, or that do not say so."""
    rows = session.scalars(select(Certificate)).all()
    replaced = {link.old_id: link.new for link in session.scalars(select(Replacement))}
    good = CertificateStatus.ISSUED
    return [
        row
        for row in rows
        if (row.status is CertificateStatus.REISSUED) != (row.id in replaced)
        or (row.id in replaced and replaced[row.id].status is not good)
    ]


def in_child(work: Callable[..., None], *args: object) -> int:
    """Run ``work`` in a process of its own; how it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work(*args)
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def issue_for_all(folder: Path) -> None:
    """The state before a re-issue; in a child, since whoever has printed can no longer fork."""
    desk = house.opened(folder)
    dict(desk.issue(house.waiting(desk.session)))
    desk.session.close()


def warm_up() -> None:
    """What every child would read anew: fonts and drawings, the year. Not the renderer, whose threads die in a fork."""
    said = facts()
    refuse_unprintable(said)
    seal_svg(YEAR.certificate.issuing_body, sample=True)
    frame_svg()
    ground_svg()


def lived(folder: Path, way: str, end: tuple[str, int] | None, every: int) -> list[str]:
    """One life in a copy of the house, told on standard output; its steps when death did not come."""
    scene = folder / "scene"
    shutil.copytree(folder / "house", scene)
    code = in_child(issue_until_death, scene, WAYS[way], end, every)
    if in_child(recover_and_look, scene):
        raise SystemExit(f"recovery failed after {end}")
    died = (scene / "died").read_text() if code == DEAD else ""
    told = {"died": died, "code": code, "wrong": json.loads((scene / "wrong").read_text())}
    sys.stdout.write(json.dumps(told) + "\n")
    steps = [] if code else json.loads((scene / "steps").read_text())
    shutil.rmtree(scene)
    return steps


def main(folder: Path, way: str, size: int, every: int, first: int) -> None:
    """Live once, then die at step ``first`` of that life, at the next, the next, … . A step is told by its name and how
    often it came, for lives differ by a statement or two and no death may fall between them.
    """
    warm_up()
    house.found(folder / "house", size)
    if way == "renewing" and in_child(issue_for_all, folder / "house"):
        raise SystemExit("nobody was issued anything")
    steps = lived(folder, way, None, every)
    for number, name in enumerate(steps):
        if number + 1 >= first:
            lived(folder, way, (name, steps[: number + 1].count(name)), every)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *(int(word) for word in sys.argv[3:6]))
