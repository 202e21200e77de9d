"""A year at the office, for whoever measures pages over many rows: filled raw, once per database, and used again.

A submission leaves its moves up to where it stands (three on average), an opinion, a finished check of a real dossier and
ten entries of the audit trail, chained. Who is approved stands in a batch of a thousand with a decision and, if the batch
is published, a certificate. Constraints hold, triggers sleep. The newest batches, a plan of a thousand and one complete
submission are made by the verbs; of the others, what is declared stands in the dossiers alone, which saves half the room.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.orm import Session

from tests.builders import LATER, YEAR, a_case, a_submission, an_actor, count_anew
from tests.engines import migrate
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.number import make_number
from zhicheng.checks.assess import assess
from zhicheng.checks.dossier import dossier_to_json
from zhicheng.database import make_engine, transaction
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.demo.people import EMPLOYERS, invent_person
from zhicheng.intake.lifecycle import Act, Status, find_move
from zhicheng.intake.name_key import keys_of
from zhicheng.kernel.audit import GENESIS, hash_of_entry
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.identity_number import check_digit
from zhicheng.kernel.serial import Serial
from zhicheng.kernel.table import Base
from zhicheng.plan.draft_plan import MOST, draft_plan
from zhicheng.review.batch import BatchStatus
from zhicheng.review.review_opinion import Proposal
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import (
    Applicant,
    AuditEntry,
    Batch,
    BatchMember,
    Certificate,
    CheckRun,
    Decision,
    Employer,
    IntegrityRecord,
    NameKey,
    ReviewOpinion,
    Round,
    Submission,
    Transition,
)

AT_ONCE, IN_A_BATCH = 5_000, 1_000
UNITS = 400
BEGUN = (Act.SUBMIT, Act.START_REVIEW)
WAYS = {
    Status.DRAFT: (),
    Status.QUEUED: BEGUN[:1],
    Status.IN_REVIEW: BEGUN,
    Status.REVIEWED: (*BEGUN, Act.REVIEW),
    Status.RETURNED: (*BEGUN, Act.RETURN),
    Status.APPROVED: (*BEGUN, Act.REVIEW, Act.APPROVE),
    Status.DECLINED: (*BEGUN, Act.REVIEW, Act.DECLINE),
}
"""The moves that lead where a submission stands."""
SHARES = {
    Status.DRAFT: 2,
    Status.QUEUED: 23,
    Status.IN_REVIEW: 10,
    Status.REVIEWED: 10,
    Status.RETURNED: 5,
    Status.APPROVED: 47,
    Status.DECLINED: 3,
}
PROPOSED = {Act.RETURN: Proposal.RETURN, Act.REVIEW: Proposal.PASS}
LOOKS = ("show_attachment",) * 6 + ("reveal_identity",)
RETURNED_FOR = "请按下列要求补正。\n1. 〔通知 4.2〕学历证书：印章不清\n2. 〔通知 4.{}〕请补充"


def opened(url: str, number: int) -> Engine:
    """The database at ``url``, migrated, and filled unless it has submissions."""
    engine = make_engine(url)
    migrate(engine)
    with engine.connect() as connection:
        if connection.scalar(select(func.count()).select_from(Submission)):
            # Everybody who was made in it has an entry in the trail: whoever is made now has another name.
            count_anew(1 + (connection.scalar(select(func.max(AuditEntry.id))) or 0))
            return engine
    begun, worked = time.perf_counter(), time.process_time()
    with Session(engine) as session, transaction(session):
        staff = {
            role: [an_actor(session, role, name=f"基准{role.label}{n}") for n in range(3)]
            for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER)
        }
    with engine.begin() as connection, asleep(connection):
        _Year(connection, number, staff).fill()
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            _counters_follow(connection)
            connection.execute(text("ANALYZE"))
    with Session(engine) as session, transaction(session):
        _by_the_verbs(session, staff)
    print(f"filled in {time.perf_counter() - begun:.0f} s, processor {time.process_time() - worked:.0f} s")
    return engine


def person(number: int) -> dict[str, Any]:
    """Number, sex and birth date of somebody else for every number up to a few millions."""
    born = date(1970, 1, 1) + timedelta(days=number % 10_000)
    body = f"650199{born:%Y%m%d}{number // 10_000 * 2 + 1:03d}"
    return {"id_number": body + check_digit(body + "0"), "sex": "male", "birth_date": born}


@contextmanager
def asleep(connection: Connection) -> Iterator[None]:
    """The triggers do not see what is done here: a year is not played move by move."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        return
    triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, words in triggers:
        connection.exec_driver_sql(words)


def _counters_follow(connection: Connection) -> None:
    """PostgreSQL counts on from the highest key that was written."""
    for table in Base.metadata.sorted_tables:
        highest = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name} HAVING max(id) > 0"
        connection.execute(text(highest))


def _by_the_verbs(session: Session, staff: dict[Role, list[Any]]) -> None:
    """Of each office's three open batches freeze two and publish one; draft a plan of a thousand; three complete ones."""
    approver, other = staff[Role.APPROVER][:2]
    for office in Office:
        those = (
            select(Batch).where(Batch.office == office, Batch.status == BatchStatus.OPEN).order_by(Batch.id)
        )
        first, second, *_ = session.scalars(those)
        for batch in (first, second):
            freeze_batch(session, approver, LATER, batch)
        publish_batch(session, other, LATER, YEAR, first, f"乌人社职〔2025〕{office}号")
    queued = select(Submission.id).where(Submission.status == Status.QUEUED).order_by(Submission.id)
    draft_plan(
        session, staff[Role.REVIEWER][0], LATER, "start_review", session.scalars(queued.limit(MOST)).all()
    )
    for _ in range(3):
        a_submission(session, Status.IN_REVIEW)


@cache
def _judged(route: str) -> tuple[Any, str, list[Any]]:
    """A case of the route, what it comes to, and its findings as they are stored."""
    case = a_case(route)
    verdict = assess(case, YEAR)
    return case, verdict.outcome, msgspec.to_builtins(verdict.findings)


class _Year:
    """Rows by table, written a few thousand at a time."""

    def __init__(self, connection: Connection, number: int, staff: dict[Role, list[Any]]) -> None:
        self.connection, self.number, self.staff, self.random = connection, number, staff, Random(1)
        self.moves: list[dict[str, Any]] = []
        self.opinions: list[dict[str, Any]] = []

    def write(self, table: Any, rows: list[dict[str, Any]]) -> None:
        for start in range(0, len(rows), AT_ONCE):
            self.connection.execute(insert(table), rows[start : start + AT_ONCE])

    def fill(self) -> None:
        names = [f"{EMPLOYERS[place % 16][0]}{place // 16 or ''}" for place in range(UNITS)]
        self.write(
            Employer,
            [
                {"id": place, "name": name, "kind": "public_institution", "region": "650102"}
                for place, name in enumerate(names, 1)
            ],
        )
        approved: dict[Office, list[dict[str, Any]]] = {office: [] for office in Office}
        for start in range(1, self.number + 1, AT_ONCE):
            for row in self.submissions(range(start, min(start + AT_ONCE, self.number + 1))):
                approved[row["office"]].append(row)
        self.moves.sort(key=lambda move: move["at"])
        self.write(Transition, self.moves)
        self.write(ReviewOpinion, sorted(self.opinions, key=lambda one: one["given_at"]))
        self.decide([row for rows in approved.values() for row in rows])
        self.gather(approved)
        self.trail()
        self.archive()
        self.write(
            Serial,
            [
                {"series": "submission 2025", "last": self.number},
                *({"series": f"batch 2025 {office}", "last": len(approved[office])} for office in Office),
            ],
        )

    def submissions(self, keys: range) -> list[dict[str, Any]]:
        """Persons, submissions, rounds and checks; returns those that were approved."""
        people = {key: invent_person(self.random, key) for key in keys}
        self.write(
            Applicant,
            [
                {"id": key, "name": one.name, "id_type": "resident_identity_card",
                 "ethnic_group": one.ethnic_group, **person(key)}
                for key, one in people.items()
            ],
        )  # fmt: skip
        self.write(
            NameKey,
            [
                {"applicant_id": key, "kind": kind, "key": words}
                for key, one in people.items()
                for kind, words in keys_of(one.name)
            ],
        )
        rows = [self.one(key) for key in keys]
        self.write(Submission, rows)
        there = [row for row in rows if row["rounds"]]
        self.write(
            Round,
            [
                {"submission_id": row["id"], "number": 1, "submitted_at": row["submitted_at"],
                 "received_at": row["submitted_at"]}
                for row in there
            ],
        )  # fmt: skip
        self.write(CheckRun, [self.check(row, people[row["id"]].name) for row in there])
        return [row for row in rows if row["status"] is Status.APPROVED]

    def one(self, key: int) -> dict[str, Any]:
        """A submission, and its moves and opinions for later: they are written in the order of the clock."""
        random, routes = self.random, list(YEAR.routes)
        (status,) = random.choices(list(SHARES), list(SHARES.values()))
        span = LATER - YEAR.window.opens_at
        came = YEAR.window.opens_at + span * min(0.999, key / self.number * random.uniform(0.97, 1.03))
        route = random.choice(routes)
        due = LATER + timedelta(hours=random.uniform(-1, 47)) if status is Status.RETURNED else None
        last = due - timedelta(hours=YEAR.window.resubmit_within_hours) if due else LATER
        came, stands = min(came, last - timedelta(hours=9)), Status.DRAFT
        later = sorted(came + (last - came) * random.random() for _ in WAYS[status][1:])
        for act, at in zip(WAYS[status], [came, *later], strict=False):
            at = last if act is Act.RETURN else at
            who = random.choice(self.staff[Role.CLERK if act is Act.SUBMIT else Role.REVIEWER])
            if act in (Act.APPROVE, Act.DECLINE):
                who = random.choice(self.staff[Role.APPROVER])
            move = find_move(act, stands)
            assert move
            self.moves.append(
                {"submission_id": key, "act": act, "from_status": stands, "to_status": move.after, "round_number": 1,
                 "at": at, "actor_id": who.id, "actor_name": who.name}
            )  # fmt: skip
            if act in PROPOSED:
                said = RETURNED_FOR.format(random.randrange(3, 9)) if act is Act.RETURN else "同意"
                self.opinions.append(
                    {"submission_id": key, "round_number": 1, "proposal": PROPOSED[act], "opinion": said,
                     "reviewer_id": who.id, "reviewer_name": who.name, "given_at": at}
                )  # fmt: skip
            stands = move.after
        handed_in = bool(WAYS[status])
        return {
            "id": key, "number": f"2025-{key:05d}", "reference": f"WB-{key}", "cycle": "2025", "route": route,
            "office": YEAR.routes[route].office, "status": status, "rounds": int(handed_in), "applicant_id": key,
            "employer_id": random.randrange(UNITS) + 1, "title_sought_series": "engineering",
            "title_sought_specialty": "建筑", "title_sought_level": _judged(route)[0].title_sought.level,
            "registered_at": came, "submitted_at": came if handed_in else None, "due_at": due,
        }  # fmt: skip

    def check(self, row: dict[str, Any], name: str) -> dict[str, Any]:
        """The newest run: four fifths came to what the case comes to, with its findings."""
        case, outcome, findings = _judged(row["route"])
        named = msgspec.structs.replace(case.applicant, name=name, id_number=person(row["id"])["id_number"])
        said = msgspec.structs.replace(case, reference=row["reference"], applicant=named)
        if self.random.random() < 0.2:
            outcome = self.random.choice(("needs_review", "returnable"))
        return {
            "submission_id": row["id"], "round_number": 1, "run_at": row["submitted_at"], "cycle": "2025",
            "rules": YEAR.sha256, "calendar": YEAR.calendar_sha256, "dossier": dossier_to_json(said).decode(),
            "outcome": outcome, "findings": findings,
        }  # fmt: skip

    def decide(self, approved: list[dict[str, Any]]) -> None:
        last = {move["submission_id"]: move for move in self.moves if move["act"] is Act.APPROVE}
        reviewers = {one["submission_id"]: one["reviewer_id"] for one in self.opinions}
        self.write(
            Decision,
            [
                {"id": row["id"], "submission_id": row["id"], "kind": "approve", "series": "engineering",
                 "specialty": "建筑", "level": row["title_sought_level"], "acquired_on": beijing_day(last[row["id"]]["at"]),
                 "reviewed_by_id": reviewers[row["id"]], "decided_by_id": last[row["id"]]["actor_id"],
                 "decided_by_name": last[row["id"]]["actor_name"], "decided_at": last[row["id"]]["at"]}
                for row in approved
            ],
        )  # fmt: skip

    def gather(self, approved: dict[Office, list[dict[str, Any]]]) -> None:
        """Batches of each office; all but its last three are published and their certificates issued."""
        by, issuer, serial = self.staff[Role.APPROVER][0], self.staff[Role.ISSUER][0], 0
        for office, rows in approved.items():
            size = min(IN_A_BATCH, max(1, len(rows) // 4))
            parts = [rows[start : start + size] for start in range(0, len(rows), size)]
            for place, part in enumerate(parts, 1):
                number = f"2025-{office[0].upper()}{place:02d}"
                done = place <= len(parts) - 3
                batch = {
                    "number": number,
                    "cycle": "2025",
                    "office": office,
                    "opened_at": LATER,
                    "opened_by_id": by.id,
                }
                if done:
                    batch |= {"status": "published", "frozen_at": LATER, "frozen_by_id": by.id, "published_at": LATER,
                              "published_by_id": by.id, "notice_number": f"乌人社职〔2025〕{number}号"}  # fmt: skip
                (key,) = self.connection.execute(insert(Batch).returning(Batch.id), batch).one()
                self.write(
                    BatchMember,
                    [{"batch_id": key, "submission_id": row["id"], "added_at": LATER} for row in part],
                )
                if done:
                    self.write(
                        Certificate,
                        [self.certificate(row, serial + n, issuer) for n, row in enumerate(part, 1)],
                    )
                    serial += len(part)

    def certificate(self, row: dict[str, Any], serial: int, issuer: Any) -> dict[str, Any]:
        number = make_number(
            YEAR, route=row["route"], level=row["title_sought_level"], issued_in=2025, serial=serial
        )
        return {
            "number": number, "year": 2025, "serial": serial, "submission_id": row["id"], "decision_id": row["id"],
            "status": CertificateStatus.ISSUED, "holder_name": "基准", "title_name": "工程师", "issued_on": LATER.date(),
            "reserved_at": LATER, "issued_at": LATER, "issued_by_id": issuer.id, "digest": f"{serial:064x}",
            "key_id": "bench",
        }  # fmt: skip

    def trail(self) -> None:
        """An entry for each move, and looks at persons and files between them; a thousand at one person."""
        random, who = self.random, self.staff[Role.REVIEWER]
        kept = [(one["at"], one["actor_id"], one["actor_name"], one["act"].value, "submission", one["submission_id"])
                for one in self.moves]  # fmt: skip
        span, begun = LATER - YEAR.window.opens_at, YEAR.window.opens_at
        for place in range(self.number * 10 - len(kept)):
            one, act = random.choice(who), random.choice(LOOKS)
            kind = "attachment" if act == "show_attachment" else "applicant"
            subject = 1 if place < 1_000 else random.randrange(self.number) + 1
            kept.append(
                (
                    begun + span * random.random(),
                    one.id,
                    one.name,
                    act,
                    "applicant" if place < 1_000 else kind,
                    subject,
                )
            )
        kept.sort(key=lambda entry: entry[0])
        tail = (
            self.connection.scalar(select(AuditEntry.entry_hash).order_by(AuditEntry.id.desc()).limit(1))
            or GENESIS
        )
        names = ("at", "actor_id", "actor_name", "act", "subject_kind", "subject_id")
        rest = iter(kept)
        while some := list(islice(rest, AT_ONCE)):
            rows = []
            for one in some:
                values = dict(zip(names, one, strict=True)) | {
                    "reason": "",
                    "changes": {},
                    "previous_hash": tail,
                }
                tail = hash_of_entry(values)
                rows.append(values | {"entry_hash": tail})
            self.write(AuditEntry, rows)

    def archive(self) -> None:
        """One person in a hundred has a record; it bars only those who filed nothing."""
        self.write(
            IntegrityRecord,
            [
                {"name": "某人", "id_number": person(key)["id_number"], "from_date": date(2022, 1, 1),
                 "until": date(2024 if key <= self.number else 2026, 12, 31), "facts_found": "基准", "legal_basis": "基准",
                 "decision_number": f"基准〔{key}〕号", "decision_body": "基准", "added_at": LATER}
                for key in range(self.number // 2, self.number + self.number // 2, 100)
            ],
        )  # fmt: skip
