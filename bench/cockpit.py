"""From one submission to the next at the reviewer's desk, over many rows: act, next page, first picture; beside the floor.

python bench/cockpit.py [SUBMISSIONS] [--database FILE]        (default 100000 in SQLite; FILE is filled once and used again)

The rows are those of bench/lists.py; the first few under review get real scans and a real dossier. The floor is the
question for the next one in plain SQL, and the picture read from the disk where the cache keeps it.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, select, text

from bench.lists import fill
from tests.builders import LATER, YEAR, a_case
from tests.engines import migrate
from tests.staff.people import CHEAP
from tests.web.pages import strict
from zhicheng.checks.assess import assess
from zhicheng.checks.dossier import dossier_to_json
from zhicheng.database import make_engine
from zhicheng.demo.files import scan
from zhicheng.factory import create_app
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.lifecycle import Status
from zhicheng.settings import Settings
from zhicheng.staff.permission import Role
from zhicheng.tables import Attachment, CheckRun, Submission

NEXT_MS, PICTURE_MS, WALKED = 150, 300, 25
DETAILS = "/admin/submission/details/?id={}"


def laid_out(engine: Engine, files: FolderStore) -> list[int]:
    """The first submissions under review, by their clock, each with a dossier, findings and a scan per demand."""
    case = a_case()
    verdict, dossier = assess(case, YEAR), dossier_to_json(case).decode()
    with engine.begin() as connection:
        keys = list(
            connection.scalars(
                select(Submission.id)
                .where(Submission.status == Status.IN_REVIEW)
                .order_by(Submission.submitted_at, Submission.id)
                .limit(WALKED + 5)
            )
        )
        for key in keys:
            rows = []
            for row in case.attachments:
                content = scan(YEAR.materials[row.kind].label, name="某人", seed=key)
                rows.append(
                    {"submission_id": key, "kind": row.kind, "year": row.year, "file_name": row.file,
                     "digest": files.put(content), "content_type": "application/pdf", "size": len(content), "pages": 1,
                     "round_number": 1, "added_at": LATER}
                )  # fmt: skip
            connection.execute(insert(Attachment), rows)
            connection.execute(
                insert(CheckRun),
                {"submission_id": key, "round_number": 1, "run_at": LATER, "cycle": "2025", "rules": YEAR.sha256,
                 "calendar": YEAR.calendar_sha256, "dossier": dossier, "outcome": verdict.outcome,
                 "findings": msgspec.to_builtins(verdict.findings)},
            )  # fmt: skip
    return keys


class Took(NamedTuple):
    """What passed on the clock, and what this process worked, in ms: others may share the machine."""

    clock: float
    worked: float


def ms(work: Callable[[], object]) -> Took:
    """How long it took."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return Took((time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000)


def say(name: str, spent: list[Took], goal: float | None = None, note: str = "") -> None:
    """Median and 95th percentile of both, and whether the clock keeps the goal."""
    clock, worked = [one.clock for one in spent], [one.worked for one in spent]
    high, busy = (statistics.quantiles(one, n=20)[-1] for one in (clock, worked))
    mark = "" if goal is None else f"{'ok' if high <= goal else 'SLOW'} (goal {goal:.0f})"
    middle = f"{statistics.median(clock):7.1f} {high:7.1f}   {statistics.median(worked):7.1f} {busy:7.1f}"
    print(f"{middle}   {mark:16} {name}{note}")


def walked(app: Flask, engine: Engine, first: int) -> None:
    """Pass one after the other, as a reviewer does who presses p; then the pictures of those that follow."""
    known = strict(app)
    known.enter_as(Role.REVIEWER, name=f"bench{time.time_ns()}")
    client = FlaskClient(app, app.response_class)  # without the inspection of each page
    client._cookies.update(known._cookies)
    token, key = known.csrf("/admin/submission/"), first
    client._cookies.update(known._cookies)
    acts, pages, both, cold, warm, disk, size = [], [], [], [], [], [], 0
    for _ in range(WALKED):
        answer = client.get(DETAILS.format(key))
        assert answer.status_code == 200
        size = len(answer.data)
        picture = re.search(r"/admin/attachment/page/\?id=\d+&amp;page=1", answer.text)
        following = re.search(r'data-warm="([^"]+)"', answer.text)
        version = re.search(r'name="version" value="(\d+)"', answer.text)
        assert picture
        assert following
        assert version
        address = picture[0].replace("&amp;", "&")
        (warm if warm or cold else cold).append(ms(lambda address=address: client.get(address)))
        client.get(following[1].replace("&amp;", "&"))  # as the page does by itself while somebody reads
        form = {"act": "review_pass", "opinion": "", "go_on": "1", "version": version[1], "csrf_token": token}
        where: list[str] = []
        address = f"/admin/submission/act/?id={key}"
        acts.append(
            ms(lambda to=address, form=form, where=where: where.append(client.post(to, data=form).location))
        )
        assert where[0] != DETAILS.format(key), "no next one"
        pages.append(ms(lambda where=where: client.get(where[0])))
        both.append(Took(acts[-1].clock + pages[-1].clock, acts[-1].worked + pages[-1].worked))
        key = int(where[0].rpartition("=")[2])
    previews = sorted((Path(app.config["ZHICHENG_SETTINGS"].instance) / "previews").rglob("*-1240.jpg"))
    disk = [ms(one.read_bytes) for one in previews[:WALKED]]
    question = text(
        "SELECT s.id FROM submission s WHERE s.office = :office AND s.status = 'in_review' AND s.due_at IS NULL "
        "AND s.submitted_at >= (SELECT submitted_at FROM submission WHERE id = :key) ORDER BY s.submitted_at, s.id LIMIT 2"
    )
    with engine.connect() as connection:
        offices = ("junior_office", "title_office")
        asked = [
            ms(lambda: [connection.execute(question, {"office": one, "key": key}).all() for one in offices])
            for _ in range(WALKED)
        ]
    print("clock: median, 95 %   processor: median, 95 %   (ms)")
    say("act and next page, p pressed until the page is there", both, NEXT_MS)
    say("of it the act (review, audit, commit)", acts)
    say("of it the next page", pages, note=f"   {size / 1024:.0f} KB")
    say("floor: which one is next, plain SQL", asked)
    say("first picture, made beforehand", warm, PICTURE_MS)
    gap = " " * 28
    print(
        f"{cold[0].clock:7.1f}           {cold[0].worked:7.1f}{gap}first picture of all, made while one waits"
    )
    say("floor: the same picture read from the disk", disk)


def main() -> None:
    """Fill, lay out, walk."""
    reader = argparse.ArgumentParser()
    reader.add_argument("submissions", nargs="?", type=int, default=100_000)
    reader.add_argument("--database")
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{given.database or f'{folder}/cockpit.sqlite3'}"
        engine = make_engine(url)
        migrate(engine)
        fill(engine, given.submissions)
        keys = laid_out(engine, FolderStore(Path(folder) / "files"))
        environment = {"ZHICHENG_INSTANCE": folder, "ZHICHENG_DATABASE_URL": url}
        app = create_app(Settings.from_environment(environment))
        app.config.update(ZHICHENG_NOW=LATER, ZHICHENG_PASSWORD_HASHER=CHEAP)
        walked(app, engine, keys[0])


if __name__ == "__main__":
    main()
