"""From one submission to the next at the reviewer's desk, over many rows: act, next page, first picture; beside the floor.

python bench/cockpit.py [SUBMISSIONS] [--database URL]        (default 10000 in SQLite)

The first few under review get real scans. The floor is the
question for the next one in plain SQL, and the picture read from the disk where the cache keeps it.
"""

import re
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert, select, text

from bench.measure import Desk, Took, asked, ms
from tests.builders import LATER, YEAR, a_case
from zhicheng.demo.files import scan
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.permission import Role
from zhicheng.tables import Attachment, Submission

NEXT_MS, PICTURE_MS, WALKED = 150, 300, 25
DETAILS = "/admin/submission/details/?id={}"


def laid_out(desk: Desk) -> list[int]:
    """The first submissions under review, by their clock, each with a scan per demand."""
    files, case = FolderStore(desk.folder / "files"), a_case()
    with desk.engine.begin() as connection:
        keys = list(
            connection.scalars(
                select(Submission.id)
                .where(Submission.status == Status.IN_REVIEW)
                .order_by(Submission.submitted_at, Submission.id)
                .limit(WALKED + 5)
            )
        )
        rows = []
        for key in keys:
            for row in case.attachments:
                content = scan(YEAR.materials[row.kind].label, name="某人", seed=key)
                rows.append(
                    {"submission_id": key, "kind": row.kind, "year": row.year, "file_name": row.file,
                     "digest": files.put(content), "content_type": "application/pdf", "size": len(content), "pages": 1,
                     "round_number": 1, "added_at": LATER}
                )  # fmt: skip
        connection.execute(insert(Attachment), rows)
    return keys


def say(name: str, spent: list[Took], goal: float | None = None, note: str = "") -> None:
    """Median and 95th percentile of both, and whether the processor keeps the goal."""
    clock, worked = [one.clock for one in spent], [one.worked for one in spent]
    high, busy = (statistics.quantiles(one, n=20)[-1] for one in (clock, worked))
    mark = "" if goal is None else f"{'ok' if busy <= goal else 'SLOW'} (goal {goal:.0f})"
    middle = f"{statistics.median(clock):7.1f} {high:7.1f}   {statistics.median(worked):7.1f} {busy:7.1f}"
    print(f"{middle}   {mark:16} {name}{note}")


def walked(desk: Desk, first: int) -> None:
    """Pass one after the other, as a reviewer does who presses p; then the pictures of those that follow."""
    client, key = desk.sign_in(Role.REVIEWER), first
    token = client.token  # type: ignore[attr-defined]
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
    previews = sorted((desk.folder / "previews").rglob("*-1240.jpg"))
    disk = [ms(one.read_bytes) for one in previews[:WALKED]]
    question = text(
        "SELECT s.id FROM submission s WHERE s.office = :office AND s.status = 'in_review' AND s.due_at IS NULL "
        "AND s.submitted_at >= (SELECT submitted_at FROM submission WHERE id = :key) ORDER BY s.submitted_at, s.id LIMIT 2"
    )
    with desk.engine.connect() as connection:
        offices = ("junior_office", "title_office")
        floor = [
            ms(lambda: [connection.execute(question, {"office": one, "key": key}).all() for one in offices])
            for _ in range(WALKED)
        ]
    print("clock: median, 95 %   processor: median, 95 %   (ms)")
    say("act and next page, p pressed until the page is there", both, NEXT_MS)
    say("of it the act (review, audit, commit)", acts)
    say("of it the next page", pages, note=f"   {size / 1024:.0f} KB")
    say("floor: which one is next, plain SQL", floor)
    say("first picture, made beforehand", warm, PICTURE_MS)
    gap = " " * 28
    print(
        f"{cold[0].clock:7.1f}           {cold[0].worked:7.1f}{gap}first picture of all, made while one waits"
    )
    say("floor: the same picture read from the disk", disk)


def main() -> None:
    """Fill, lay out, walk."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(asked(), folder)
        walked(desk, laid_out(desk)[0])


if __name__ == "__main__":
    main()
