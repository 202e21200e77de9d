"""What the other pages cost with a year in the database: home of each role, figures, one submission, a thousand rows, files.

python bench/pages.py [SUBMISSIONS] [--database URL]        (default 10000 in SQLite)
"""

import resource
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.desk import person
from bench.measure import Desk, asked, heading, median, ms
from tests.builders import LATER, YEAR, an_actor
from zhicheng.checks.dossier import dossier_from_json
from zhicheng.checks.what_if import what_if
from zhicheng.database import transaction
from zhicheng.integrity.ask_archive import ask_archive
from zhicheng.policy.alternatives import altered
from zhicheng.staff.permission import Role
from zhicheng.tables import Applicant, CheckRun, IntegrityRecord
from zhicheng.web.figures.door import KINDS

FIGURE_MS, JUDGED = 500, 5_000
AUDIT = "/admin/audit/"


def screens(desk: Desk) -> None:
    """Page by page, as whoever works there."""
    heading("home")
    for role in Role:
        desk.page(desk.sign_in(role), "/")
    reader = desk.sign_in(Role.REVIEWER, Role.APPROVER)
    heading("figures")
    for name in KINDS:
        desk.page(reader, f"/figures/{name}.svg", goal=FIGURE_MS)
    heading("one submission, one person, a plan and batches of a thousand")
    last = desk.one("SELECT max(id) FROM submission")
    batches = {
        status: desk.one(f"SELECT max(id) FROM batch WHERE status = '{status}'")
        for status in ("frozen", "published")
    }
    for address in (
        f"/admin/submission/details/?id={last}",
        f"/admin/submission/timeline/?id={last}",
        "/admin/applicant/timeline/?id=1",
        f"/admin/plan/details/?id={desk.one('SELECT max(id) FROM plan')}",
        *(f"/admin/batch/details/?id={key}" for key in batches.values()),
        "/admin/policy/",
    ):
        desk.page(reader, address)
    issuer = desk.sign_in(Role.ISSUER)
    for address in ("/admin/certificate/", f"/admin/certificate/issue/?batch={batches['published']}"):
        desk.page(issuer, address)
    heading(f"trail of {desk.one('SELECT count(*) FROM audit_entry'):,}")
    auditor, number = desk.sign_in(Role.AUDITOR), f"2025-{last // 2:05d}"
    for asks in (
        "",
        "?page=1000",
        "?flt_act_is=reveal_identity",
        "?search=2025-T01",
        f"?search={number}",
    ):
        desk.page(auditor, AUDIT + asks)


def exports(desk: Desk) -> None:
    """The whole list as a file, and how far the memory rose above what the process held before; floor: the rows read."""
    client = desk.sign_in(Role.REVIEWER)
    with desk.engine.connect() as connection:
        rows = "SELECT s.number, a.name, s.route, s.status, s.rounds, s.due_at, s.submitted_at"
        joined = f"{rows} FROM submission s JOIN applicant a ON a.id = s.applicant_id"
        plain = ms(lambda: connection.exec_driver_sql(joined).all())
    print(f"\nfiles: the rows alone, in plain SQL, processor {plain.worked / 1000:.2f} s")
    size = desk.one("SELECT count(*) FROM submission")
    for kind in ("csv", "xlsx"):
        form = {"csrf_token": client.token, "matching": "all=1", "kind": kind}  # type: ignore[attr-defined]
        sizes, before, peak = [], held(), 0.0

        def send(form: dict[str, str] = form, sizes: list[int] = sizes) -> None:
            nonlocal peak
            answer = client.post("/admin/submission/export/", data=form, buffered=False)
            assert answer.status_code == 200, answer.status_code
            for place, piece in enumerate(answer.response):
                sizes.append(len(piece))
                peak = max(peak, held()) if place % 20 == 0 else peak
            answer.close()

        took = ms(send)
        print(
            f"{kind:5} {took.worked / 1000:.2f} s processor, {size / took.worked * 1000:,.0f} rows a second, "
            f"{sum(sizes) / 2**20:.1f} MB, memory +{max(0.0, peak - before):.0f} MB"
        )


def held() -> float:
    """Memory of this process now, MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def questions(desk: Desk) -> None:
    """The archive asked about a thousand persons, and the year supposed otherwise; beside each its floor."""
    numbers = [person(key)["id_number"] for key in range(1, 1_001)]
    with Session(desk.engine) as session:
        with transaction(session):
            officer, reviewer = an_actor(session, Role.INTEGRITY_OFFICER), an_actor(session, Role.REVIEWER)
        plain = select(Applicant.name, IntegrityRecord.until).outerjoin(
            IntegrityRecord, IntegrityRecord.id_number == Applicant.id_number
        )
        floor = median(lambda: session.execute(plain.where(Applicant.id_number.in_(numbers))).all())

        def ask() -> None:
            ask_archive(session, officer, LATER, "\n".join(numbers), LATER.date(), "报名前核对")
            session.rollback()

        print(
            f"\n1,000 persons asked about, processor {median(ask).worked:.1f} ms; plain SQL {floor.worked:.1f} ms"
        )
        stored = session.scalars(select(CheckRun.dossier).limit(JUDGED)).all()
        read = len(stored) / ms(lambda: [dossier_from_json(one) for one in stored]).worked * 1000
        other, seen = altered(YEAR, "P-10", "W-excl"), []
        took = ms(lambda: seen.append(what_if(session, reviewer, YEAR, other, JUDGED)))
        rate = seen[0].replayed / took.worked * 1000
        print(
            f"what if: {rate:,.0f} submissions a second of processor; their dossiers only read: {read:,.0f}"
        )


def main() -> None:
    """One after the other."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(asked(), folder)
        screens(desk)
        exports(desk)
        questions(desk)


if __name__ == "__main__":
    main()
