"""How long the server thinks about the pages that people look at all day, with many submissions in the database.

python bench/pages.py [SUBMISSIONS] [--database FILE]        (default 10000; FILE is made once and used again)
"""

import argparse
import io
import json
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from bench.import_cases import imported
from tests.builders import ELIGIBLE, LATER, YEAR, a_case_file
from tests.staff.people import CHEAP
from tests.web.pages import strict
from zhicheng.database import db, transaction
from zhicheng.factory import create_app
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.identity_number import check_digit
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.review import review
from zhicheng.review.review_opinion import Proposal
from zhicheng.review.start_review import start_review
from zhicheng.settings import Settings
from zhicheng.staff.permission import Role
from zhicheng.staff.staff import Staff

GOAL_MS = 40
TIMES = 40


def person(number: int) -> dict[str, str]:
    """Somebody else for every number up to a few millions."""
    born = date(1970, 1, 1) + timedelta(days=number % 10_000)
    body = f"650199{born:%Y%m%d}{number // 10_000 * 2:03d}"
    return {"id_number": body + check_digit(body + "0"), "sex": "female", "birth_date": born.isoformat()}


def case_file(number: int) -> io.BytesIO:
    """So many persons, all routes in turn; every seventh with too short a summary."""
    routes = list(ELIGIBLE)
    lines = []
    for each in range(number):
        case = a_case_file(routes[each % len(routes)], **({"work_summary": "太短"} if each % 7 == 0 else {}))
        case["applicant"] |= person(each)
        lines.append(json.dumps(case, ensure_ascii=False))
    return io.BytesIO("\n".join(lines).encode())


def filled(path: Path, number: int) -> None:
    """A database of ``number`` queued submissions, made by importing them."""
    if not path.exists():
        begun = time.perf_counter()
        for _ in imported(path, case_file(number)):
            pass
        print(f"imported {number} in {time.perf_counter() - begun:.0f} s")


def walked(session, key: int) -> None:
    """Take some of them further, so that every tab has rows."""
    if session.scalar(select(func.count()).where(Submission.status != Status.QUEUED)):
        return
    actor = session.get_one(Staff, key).actor()
    for number, submission in enumerate(session.scalars(select(Submission).limit(600)).all()):
        start_review(session, actor, LATER, submission)
        if number % 3 == 0:
            return_for_correction(session, actor, LATER, YEAR, submission, "请补正。")
        elif number % 3 == 1:
            review(session, actor, LATER, submission, Proposal.PASS)


def measured(client, path: str, count) -> None:
    """Print the median and the 95th percentile of a page, and how many statements it takes."""
    client.get(path)
    spent = []
    for _ in range(TIMES):
        before, begun = count[0], time.perf_counter()
        assert client.get(path).status_code == 200
        spent.append((time.perf_counter() - begun) * 1000)
        statements = count[0] - before
    median, high = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    mark = "ok" if median <= GOAL_MS else "SLOW"
    print(f"{median:6.1f} ms  {high:6.1f} ms  {statements:3} statements  {mark:4}  {path}")


def main() -> None:
    """Fill, sign in, look."""
    reader = argparse.ArgumentParser()
    reader.add_argument("submissions", nargs="?", type=int, default=10_000)
    reader.add_argument("--database", type=Path)
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.database or Path(folder) / "pages.sqlite3"
        filled(path, given.submissions)
        settings = {"ZHICHENG_INSTANCE": folder, "ZHICHENG_DATABASE_URL": f"sqlite:///{path}"}
        app = create_app(Settings.from_environment(settings))
        app.config.update(ZHICHENG_NOW=LATER, ZHICHENG_PASSWORD_HASHER=CHEAP)
        client = strict(app)
        key = client.enter_as(Role.REVIEWER, Role.APPROVER, Role.CLERK, name=f"bench{time.time_ns()}")
        with app.app_context(), transaction(db.session()) as session:
            walked(session, key)
            last = session.scalar(select(func.max(Submission.id)))
            middle = session.scalar(
                select(Submission.id).where(Submission.status == Status.IN_REVIEW).limit(1)
            )
            name = session.get_one(Submission, last).number
        count = [0]

        def counted(*_given) -> None:
            count[0] += 1

        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", counted)
        client = FlaskClient(app, app.response_class)  # without the inspection of each page
        cookie = strict(app).enter(key).get_cookie(app.config["ZHICHENG_COOKIE"])
        client.set_cookie(cookie.key, cookie.value)
        print(f"{last} submissions; median, 95 %, statements")
        for address in (
            "/",
            "/admin/submission/",
            "/admin/submission/?flt_status_is=queued",
            "/admin/submission/?flt_status_is=queued&page=150",
            "/admin/submission/?flt_outcome_is=needs_review",
            "/admin/submission/?flt_waiting_is=to_decide",
            f"/admin/submission/?search={name}",
            "/admin/submission/?search=古丽娜",
            f"/admin/submission/details/?id={last}",
            f"/admin/submission/details/?id={middle}",
            "/admin/attachment/",
            "/admin/plan/",
            "/admin/policy/",
        ):
            measured(client, address, count)


if __name__ == "__main__":
    main()
