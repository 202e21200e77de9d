"""Lists and search over many rows, beside the same questions put to the database in plain SQL, in the same run.

python bench/lists.py [SUBMISSIONS] [--database URL]        (default 100000 in SQLite; a database is filled once and used again)

The rows are inserted raw, a finished check run each, so that 100,000 take a minute; constraints and triggers hold.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event, func, insert, select, text, update

from bench.pages import person
from tests.builders import LATER
from tests.engines import migrate
from tests.staff.people import CHEAP
from tests.web.pages import strict
from zhicheng.database import db, make_engine
from zhicheng.demo.people import EMPLOYERS, invent_person
from zhicheng.factory import create_app
from zhicheng.intake.lifecycle import Act, Status
from zhicheng.intake.name_key import NameKey, keys_of
from zhicheng.policy.load import load_year
from zhicheng.policy.vocabulary import Outcome
from zhicheng.settings import Settings
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Applicant, CheckRun, Employer, Round, Submission, Transition

GOAL_MS = 40
TIMES = 20
AT_ONCE = 5_000
FINDINGS = [
    {
        "clause": f"{part}.{number}",
        "outcome": "eligible",
        "code": "x",
        "message": "符合要求。" * 5,
        "facts": {},
    }
    for part in (3, 4)
    for number in range(1, 9)
]
STATUSES = (
    [Status.QUEUED] * 5
    + [Status.IN_REVIEW] * 2
    + [Status.REVIEWED] * 2
    + [Status.RETURNED]
    + [Status.APPROVED] * 10
)


def fill(engine: Engine, number: int) -> None:
    """So many submissions of as many persons, from 400 units."""
    with engine.connect() as connection:
        if connection.scalar(select(func.count()).select_from(Submission)):
            return
    begun, random = time.perf_counter(), Random(1)
    with engine.begin() as connection:
        connection.execute(
            insert(Employer),
            [
                {"id": place + 1, "name": f"{EMPLOYERS[place % 16][0]}{place // 16 or ''}", "kind": "public_institution",
                 "region": "650102", "version": 1}
                for place in range(400)
            ],
        )  # fmt: skip
        for start in range(1, number + 1, AT_ONCE):
            _some(connection, random, range(start, min(start + AT_ONCE, number + 1)))
        connection.execute(text("ANALYZE")) if engine.dialect.name == "postgresql" else None
    print(f"filled in {time.perf_counter() - begun:.0f} s")


def known(number: int) -> dict[str, object]:
    """Number, sex and birth date of a person, as a table takes them."""
    found = person(number)
    return {**found, "birth_date": date.fromisoformat(found["birth_date"])}


def _some(connection: Connection, random: Random, keys: range) -> None:
    people = {key: invent_person(random, key) for key in keys}
    connection.execute(
        insert(Applicant),
        [
            {"id": key, "name": one.name, "id_type": "resident_identity_card", "ethnic_group": one.ethnic_group,
             "version": 1, **known(key)}
            for key, one in people.items()
        ],
    )  # fmt: skip
    connection.execute(
        insert(NameKey),
        [
            {"applicant_id": key, "kind": kind, "key": words}
            for key, one in people.items()
            for kind, words in keys_of(one.name)
        ],
    )
    year, routes = load_year("2025"), list(load_year("2025").routes)
    came = {key: LATER - timedelta(minutes=2 * random.randrange(100_000)) for key in keys}
    stands = {key: random.choice(STATUSES) for key in keys}
    chosen = {key: random.choice(routes) for key in keys}
    connection.execute(
        insert(Submission),
        [
            {"id": key, "number": f"2025-{key:05d}", "reference": f"WB-{key}", "cycle": "2025", "route": chosen[key],
             "office": year.routes[chosen[key]].office, "status": "draft", "rounds": 1, "applicant_id": key,
             "employer_id": random.randrange(400) + 1, "title_sought_series": "engineering",
             "title_sought_specialty": "建筑", "title_sought_level": "intermediate",
             "continuing_education_exemption": False, "registered_at": came[key], "submitted_at": came[key], "version": 1}
            for key in keys
        ],
    )  # fmt: skip
    connection.execute(
        insert(Round),
        [
            {"submission_id": key, "number": 1, "submitted_at": came[key], "received_at": came[key]}
            for key in keys
        ],
    )
    connection.execute(
        insert(CheckRun),
        [
            {"submission_id": key, "round_number": 1, "run_at": came[key], "cycle": "2025", "rules": "sha256:x",
             "calendar": "sha256:x", "dossier": "{}" * 1500, "findings": FINDINGS,
             "outcome": random.choice((Outcome.ELIGIBLE, Outcome.ELIGIBLE, Outcome.NEEDS_REVIEW, Outcome.RETURNABLE))}
            for key in keys
        ],
    )  # fmt: skip
    connection.execute(
        insert(Transition),
        [
            {"submission_id": key, "act": Act.SUBMIT, "from_status": "draft", "to_status": stands[key], "round_number": 1,
             "at": came[key], "actor_name": "基准"}
            for key in keys
        ],
    )  # fmt: skip
    for status in set(STATUSES):
        those = [key for key in keys if stands[key] is status]
        due = LATER + timedelta(hours=20) if status is Status.RETURNED else None
        connection.execute(
            update(Submission).where(Submission.id.in_(those)).values(status=status, due_at=due)
        )


PAGE = (
    "SELECT s.number, a.name, s.route, s.status, s.rounds, s.due_at, s.submitted_at FROM submission s "
    "JOIN applicant a ON a.id = s.applicant_id JOIN employer e ON e.id = s.employer_id "
)


def floors(size: int, identity: str) -> dict[str, tuple[str, str]]:
    """Each question in plain SQL, as one writes it first: the page and its count."""
    three = "WHERE s.status = 'approved' AND s.route = 'award_intermediate' AND e.name LIKE '%中学%'"
    name = "WHERE a.name LIKE '%建国%'"
    one = f"WHERE a.id_number = '{identity}'"
    joined = PAGE[PAGE.index("FROM") :]
    last = " ORDER BY s.submitted_at DESC, s.id DESC LIMIT 50"
    return {
        "list": (PAGE + last, "SELECT count(*) FROM submission"),
        "deep page": (f"{PAGE}{last} OFFSET {size // 2}", "SELECT count(*) FROM submission"),
        "filter of three": (PAGE + three + last, f"SELECT count(*) {joined} {three}"),
        "two characters": (PAGE + name + last, f"SELECT count(*) {joined} {name}"),
        "identity number": (PAGE + one + last, f"SELECT count(*) {joined} {one}"),
    }


def times(work: Callable[[], object]) -> tuple[float, float, float]:
    """Median and 95th percentile in ms, and the median of what this process worked: others may share the machine."""
    work()
    spent, worked = [], []
    for _ in range(TIMES):
        begun, busy = time.perf_counter(), time.process_time()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1], statistics.median(worked)


def rss() -> float:
    """Memory of this process now, MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def exported(client: FlaskClient, token: str, kind: str) -> None:
    """Send for the whole list; print how long the last byte took and how far the memory rose."""
    began, busy, before = time.perf_counter(), time.process_time(), rss()
    answer = client.post(
        "/admin/submission/export/",
        data={"csrf_token": token, "matching": "all=1", "kind": kind},
        buffered=False,
    )
    assert answer.status_code == 200, answer.status_code
    size, peak = 0, before
    for number, piece in enumerate(answer.response):
        size += len(piece)
        if number % 20 == 0:
            peak = max(peak, rss())
    answer.close()
    print(
        f"{time.perf_counter() - began:6.2f} s   processor {time.process_time() - busy:.2f} s   "
        f"{size / 2**20:5.1f} MB   memory +{peak - before:.0f} MB   export {kind}"
    )


def pages(size: int, identity: str) -> Iterator[tuple[str, str]]:
    """What is measured: the name of the question, or nothing, and the address."""
    home = "/admin/submission/"
    yield "list", home
    yield "deep page", f"{home}?page={size // 100}"
    yield "", f"{home}?flt_status_is=queued"
    yield "", f"{home}?flt_status_is=approved&page={size // 200}"
    yield (
        "filter of three",
        f"{home}?flt_status_is=approved&flt_route_is=award_intermediate&flt_employer.name_has=中学",
    )
    yield "", f"{home}?flt_outcome_is=needs_review"
    yield "two characters", f"{home}?search=建国"
    yield "", f"{home}?search=古丽"
    yield "", f"{home}?search=wjg"
    yield "", f"{home}?search=zhangwei"
    yield "", f"{home}?search=建国 中学"
    yield "identity number", f"{home}?search={identity}"
    yield "", f"{home}?search=2025-{size:05d}"
    yield "", f"{home}?search=4321"
    yield "", "/admin/applicant/"
    yield "", "/admin/applicant/?search=建国"
    yield "", "/admin/employer/?search=中学"


def main() -> None:
    """Fill, sign in, ask."""
    reader = argparse.ArgumentParser()
    reader.add_argument("submissions", nargs="?", type=int, default=100_000)
    reader.add_argument("--database")
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/lists.sqlite3"
        engine = make_engine(url)
        migrate(engine)
        fill(engine, given.submissions)
        identity = person(given.submissions // 3)["id_number"]
        app = create_app(
            Settings.from_environment({"ZHICHENG_INSTANCE": folder, "ZHICHENG_DATABASE_URL": url})
        )
        app.config.update(ZHICHENG_NOW=LATER, ZHICHENG_PASSWORD_HASHER=CHEAP)
        for offices in (tuple(Office), (Office.TITLE_OFFICE,)):
            measured(app, engine, given.submissions, identity, offices)


def measured(app, engine: Engine, size: int, identity: str, offices: tuple[Office, ...]) -> None:
    """Every page for somebody of these offices; for who belongs to both also the floor and the exports."""
    known = strict(app)
    known.enter_as(Role.REVIEWER, offices=offices, name=f"bench{time.time_ns()}")
    client = FlaskClient(app, app.response_class)  # without the inspection of each page
    client._cookies.update(known._cookies)
    count = [0]
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *_given: count.__setitem__(0, count[0] + 1))
    plain = floors(size, identity) if len(offices) > 1 else {}
    print(
        f"{size} submissions, {'both offices' if plain else 'one office'}; median, 95 %, processor, statements"
    )
    with engine.connect() as connection:
        for name, address in pages(size, identity):
            floor = ""
            if name in plain:
                asked = [text(words) for words in plain[name]]
                spent, _, _ = times(lambda asked=asked: [connection.execute(one).all() for one in asked])
                floor = f"   plain SQL {spent:.1f} ms"
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            count[0] = 0
            client.get(address)
            statements = count[0]
            median, high, busy = times(lambda address=address: client.get(address))
            mark = "ok" if median <= GOAL_MS else "SLOW"
            print(
                f"{median:6.1f} ms  {high:6.1f} ms  {busy:6.1f} ms  {statements:3}  {mark:4}  {name or '·':16} {address}{floor}"
            )
    if plain:
        for kind in ("csv", "xlsx"):
            token = known.csrf("/admin/submission/")
            client._cookies.update(known._cookies)
            exported(client, token, kind)


if __name__ == "__main__":
    main()
