"""The list of submissions and its neighbours over many rows, beside the same questions in plain SQL, in the same run.

python bench/lists.py [SUBMISSIONS] [--database URL]        (default 10000 in SQLite)
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.desk import person
from bench.measure import Desk, asked, heading
from zhicheng.certificate.waiting import Waiting
from zhicheng.intake.lifecycle import Status
from zhicheng.policy.vocabulary import Outcome
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

LIST = "/admin/submission/"
STANDS = ("queued", "in_review", "reviewed", "returned", "approved", "declined", "draft")
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
    both = "WHERE a.name LIKE '%建国%' AND e.name LIKE '%中学%'"
    newest = "WHERE (SELECT outcome FROM check_run WHERE submission_id = s.id ORDER BY id DESC LIMIT 1) = "
    return {
        **{
            one: (f"{PAGE}{newest}'{one}'{last}", f"SELECT count(*) FROM submission s {newest}'{one}'")
            for one in ("eligible", "needs_review", "returnable")
        },
        "name and unit": (PAGE + both + last, f"SELECT count(*) {joined} {both}"),
        "list": (PAGE + last, "SELECT count(*) FROM submission"),
        "deep page": (f"{PAGE}{last} OFFSET {size // 2}", "SELECT count(*) FROM submission"),
        "filter of three": (PAGE + three + last, f"SELECT count(*) {joined} {three}"),
        "two characters": (PAGE + name + last, f"SELECT count(*) {joined} {name}"),
        "identity number": (PAGE + one + last, f"SELECT count(*) {joined} {one}"),
    }


def addresses(size: int, identity: str) -> Iterator[tuple[str, str]]:
    """The name of the question in plain SQL, or nothing, and the address."""
    yield "list", LIST
    yield "deep page", f"{LIST}?page={size // 100}"
    yield "", f"{LIST}?flt_status_is=approved&page={size // 250}"
    for status in STANDS:
        yield "", f"{LIST}?flt_status_is={Status(status)}"
    three = "flt_status_is=approved&flt_route_is=award_intermediate&flt_employer.name_has=中学"
    yield "filter of three", f"{LIST}?{three}"
    for outcome in ("eligible", "needs_review", "returnable"):
        yield outcome, f"{LIST}?flt_outcome_is={Outcome(outcome)}"
    for why in (Waiting.OVERDUE, Waiting.WITHIN_48, Waiting.BEGUN, Waiting.DRAFT):
        yield "", f"{LIST}?flt_waiting_is={why}"
    yield "", f"{LIST}?flt_batch_is=2025-T01"
    yield "", f"{LIST}?flt_returned_is=1"
    yield "", f"{LIST}?sort=7"
    yield "two characters", f"{LIST}?search=建国"
    for words in ("古丽", "wjg", "zhangwei", "中学", f"2025-{size:05d}", "4321"):
        yield "", f"{LIST}?search={words}"
    yield "name and unit", f"{LIST}?search=建国 中学"
    yield "identity number", f"{LIST}?search={identity}"
    for other in (
        "applicant/",
        "applicant/?search=建国",
        "employer/?search=中学",
        "attachment/",
        "batch/",
        "plan/",
    ):
        yield "", f"/admin/{other}"


def main() -> None:
    """Ask, for somebody of both offices and of one."""
    given = asked()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(given, folder)
        size = desk.one("SELECT max(id) FROM submission")
        identity = person(size // 3)["id_number"]
        plain = floors(size, identity)
        for offices in (tuple(Office), (Office.TITLE_OFFICE,)):
            heading(f"{size:,} submissions, {len(offices)} of 2 offices")
            client = desk.sign_in(Role.REVIEWER, offices=offices)
            for name, address in addresses(size, identity):
                desk.page(client, address, plain.get(name, ()) if len(offices) > 1 else ())


if __name__ == "__main__":
    main()
