"""Play a year: arrivals, reviews, returns, decisions, batches, certificates, records - each by its verb, at its hour."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.annul import annul
from zhicheng.certificate.issue import issue, live_certificate, reserve
from zhicheng.certificate.press import Press
from zhicheng.certificate.reissue import reissue
from zhicheng.certificate.replacement import ReissueCause
from zhicheng.certificate.revoke import revoke
from zhicheng.checks.dossier import AttachmentRow, Dossier
from zhicheng.checks.run_checks import latest_run
from zhicheng.checks.submit import submit
from zhicheng.decision.approve import approve
from zhicheng.decision.decline import decline
from zhicheng.decision.freeze_batch import freeze_batch, members_of
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.decision.second_person import approval_of
from zhicheng.demo.cases import DEFECTS, ROUTES, WEIGHTS, invent_case, with_all_attachments
from zhicheng.demo.errata import frozen_erratum, renewed
from zhicheng.demo.fates import FATES, OPENING, TODAY, Fate
from zhicheng.demo.papers import paper
from zhicheng.demo.staff import take_on
from zhicheng.exchange.declare_case import applicant_of, declared_of, employer_of
from zhicheng.intake.attach import Item, attach, current_attachments
from zhicheng.intake.declare import declare
from zhicheng.intake.file_store import FileStore
from zhicheng.intake.know import know_applicant, know_employer
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.register import register
from zhicheng.intake.submission import Submission
from zhicheng.integrity.add_record import add_record
from zhicheng.integrity.lift_record import lift_record, propose_lift
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.clock import BEIJING
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.vocabulary import IdType, Outcome
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import Batch
from zhicheng.review.composition import erratum_of, join_batch, leave_batch, open_batch
from zhicheng.review.draft_opinion import numbered_defects
from zhicheng.review.lapse import lapse, lapse_overdue
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.review import latest_opinion, review
from zhicheng.review.review_opinion import Proposal
from zhicheng.review.start_review import start_review
from zhicheng.review.withdraw import withdraw
from zhicheng.staff.actor import SYSTEM, Actor
from zhicheng.staff.office import Office

CLOSINGS = (
    # office, day of freezing, notice number
    (Office.JUNIOR_OFFICE, date(2025, 6, 26), "乌人社职〔2025〕11号"),
    (Office.TITLE_OFFICE, date(2025, 7, 24), "乌人社职〔2025〕17号"),
    (Office.JUNIOR_OFFICE, date(2025, 8, 28), "乌人社职〔2025〕23号"),
)
ERRATUM_NUMBER = "乌人社职〔2025〕15号"
OPINIONS = {
    "declined": "公示结果与推荐报告所载从事专业不一致，经核实，近一年未在本专业岗位工作，不符合第三条规定的条件。",
    "sent_back": "请再核对工作证明上的起始时间与劳动合同是否一致。",
    "withdrawn": "申报人来电：拟改报其他类别，申请撤回。",
}
LEFT_TO_PRINT = 3
"""How many of the last published batch still wait for their certificate."""

Event = Callable[[Session, datetime], None]
Arrival = tuple[datetime, str, str | None, Fate | None]
"""When a case comes in, its route, its defect, and the fate that is laid down for it, if any."""


@dataclass
class DemoYear:
    """The player: a queue of events by time. ``random`` decides fates, so one seed makes one year."""

    year: PolicyYear
    files: FileStore
    press: Press
    random: Random
    people: dict[str, Actor] = field(default_factory=dict)
    queue: list[tuple[datetime, int, Event]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def play(
        self,
        session: Session,
        size: int,
        password: str,
        advance: Callable[[int, int], None] = lambda _done, _expected: None,
    ) -> None:
        """Play everything up to TODAY in the caller's transaction; ``advance(done, expected)`` after each event."""
        self.people = {name: staff.actor() for name, staff in take_on(session, OPENING, password).items()}
        self.plan(size)
        done, expected = 0, size * 5
        while self.queue and self.queue[0][0] <= TODAY:
            at, _, event = heapq.heappop(self.queue)
            self.happen(session, at, event)
            done += 1
            advance(done, max(done, expected))

    def happen(self, session: Session, at: datetime, event: Event) -> None:
        """One event, whole or not at all. That a record bars an approval is part of the play; nothing else is."""
        try:
            with session.begin_nested():
                event(session, at)
        except Refusal as refusal:
            if refusal.code is not RefusalCode.BARRED:
                raise

    def plan(self, size: int) -> None:
        """Arrivals in their order, closings of batches, records of the archive."""
        arrivals = [self.fated(fate) for fate in FATES]
        arrivals += [self.by_chance(place / size) for place in range(size - len(FATES))]
        for serial, arrival in enumerate(sorted(arrivals, key=lambda one: one[0]), start=1):
            self.at(arrival[0], self.arrival(serial, *arrival[1:]))
        for office, day, notice in CLOSINGS:
            self.at(
                datetime(day.year, day.month, day.day, 17, 0, tzinfo=BEIJING), self.closing(office, notice)
            )
        self.at(datetime(2025, 6, 3, 10, 0, tzinfo=BEIJING), self.old_records)
        self.at(datetime(2025, 7, 15, 11, 0, tzinfo=BEIJING), self.erratum)
        self.at(datetime(2025, 9, 10, 11, 0, tzinfo=BEIJING), self.revocations)
        self.at(datetime(2025, 9, 16, 16, 0, tzinfo=BEIJING), self.new_record)
        self.at(TODAY, self.overnight)

    def fated(self, fate: Fate) -> Arrival:
        """The arrival of a case whose end is laid down."""
        return fate.arrives, fate.route, self.random.choice(DEFECTS) if fate.returned else None, fate

    def by_chance(self, place: float) -> Arrival:
        """An arrival in the weeks of the window, more at the start, or in the rush of the days before today."""
        rush = place > 0.78
        share = 1 - self.random.random() * 0.028 if rush else self.random.random() ** 1.15
        when = self.office_hour(OPENING + (TODAY - OPENING) * share * 0.998)
        route = self.random.choices(ROUTES, WEIGHTS)[0]
        faulty = self.random.random() < (0.5 if rush else 0.25)
        return when, route, self.random.choice(DEFECTS) if faulty else None, None

    def at(self, when: datetime, event: Event) -> None:
        """Let ``event`` happen at ``when``."""
        heapq.heappush(self.queue, (when, next(self.order), event))

    def office_hour(self, when: datetime) -> datetime:
        """The same day between 10:00 and 18:59; never before the opening, never after TODAY."""
        moved = when.astimezone(BEIJING).replace(
            hour=self.random.randrange(10, 19), minute=self.random.randrange(60)
        )
        return max(
            min(moved, TODAY - timedelta(minutes=self.random.randrange(5, 90))),
            OPENING + timedelta(minutes=1),
        )

    def later(self, now: datetime, days_from: float, days_to: float) -> datetime:
        """Office time some days on."""
        moved = (now + timedelta(days=self.random.uniform(days_from, days_to))).astimezone(BEIJING)
        moved = moved.replace(hour=self.random.randrange(10, 19), minute=self.random.randrange(60))
        return max(moved, now + timedelta(minutes=20))

    def reviewer(self, office: Office) -> Actor:
        """Somebody who reviews for the office."""
        second = "chushen2" if office is Office.JUNIOR_OFFICE else "chushen3"
        return self.people[self.random.choice(("chushen", second))]

    def approver(self) -> Actor:
        """Somebody who decides."""
        return self.people[self.random.choice(("fuhe", "fuhe2"))]

    def arrival(self, serial: int, route: str, defect: str | None, fate: Fate | None) -> Event:
        """A case file comes in by the clerk's hand."""

        def event(session: Session, now: datetime) -> None:
            case = invent_case(self.random, self.year, serial, route, now, defect).dossier
            clerk = self.people["shoujian"]
            unit = know_employer(session, employer_of(case))
            submission = register(
                session,
                clerk,
                now,
                self.year,
                reference=case.reference,
                route=case.route,
                applicant=know_applicant(session, clerk, now, applicant_of(case)),
                declared=declared_of(case, unit),
            )
            self.attach_all(session, now, submission, case)
            if fate.end is Status.DRAFT if fate else self.random.random() < 0.012:
                return  # the clerk waits for a file
            submit(session, clerk, now, self.year, submission)
            if fate is None:
                self.next_step(submission, now, case)
            else:
                self.follow(submission, fate)

        return event

    def follow(self, submission: Submission, fate: Fate) -> None:
        """Queue everything that leads to the end laid down, each step at its hour."""
        key, actor = submission.id, self.reviewer(submission.office)
        if fate.end is Status.WITHDRAWN:
            self.at(fate.at, lambda session, at: self.withdrawal(session, at, key))
        if fate.taken:
            self.at(
                fate.taken,
                lambda session, at: start_review(session, actor, at, session.get_one(Submission, key)),
            )
        if fate.judged:
            self.at(fate.judged, lambda session, at: self.judge(session, at, key, actor, fate.end))
        if fate.end in (Status.APPROVED, Status.DECLINED):
            self.at(fate.at, lambda session, at: self.deciding(session, at, key))
        if fate.end is Status.LAPSED:
            self.at(fate.at, lambda session, at: self.lapsing(session, at, key))

    def judge(
        self, session: Session, now: datetime, key: int, actor: Actor, end: Status | None = None
    ) -> Status:
        """The reviewer passes, returns with everything that is wrong, or proposes to decline; what it is now."""
        submission = session.get_one(Submission, key)
        run = latest_run(session, submission)
        if run is None:
            raise LookupError(submission.number)
        wrong = [finding for finding in run.findings if finding["outcome"] in ("returnable", "ineligible")]
        if run.outcome is Outcome.RETURNABLE and submission.rounds < self.year.window.rounds:
            words = numbered_defects(run.findings)
            return_for_correction(session, actor, now, self.year, submission, words)
        elif wrong or (self.random.random() < 0.04 if end is None else end is Status.DECLINED):
            words = wrong[0]["message"] if wrong else OPINIONS["declined"]
            review(session, actor, now, submission, Proposal.DECLINE, words)
        else:
            review(session, actor, now, submission, Proposal.PASS)
        return submission.status

    def attach_all(self, session: Session, now: datetime, submission: Submission, case: Dossier) -> None:
        """Hand in what the case file lists and the submission does not have yet."""
        there = {(row.kind, row.year) for row in current_attachments(session, submission)}
        missing = [row for row in case.attachments if (row.kind, row.year) not in there]
        items = [Item(row.kind, row.year, row.file, self.scanned(case, row, submission)) for row in missing]
        attach(session, self.people["shoujian"], now, self.year, self.files, submission, *items)

    def scanned(self, case: Dossier, row: AttachmentRow, submission: Submission) -> bytes:
        """The bytes of an attachment: what the case declares, on a paper that looks like one."""
        return paper(self.year, case, row, submission.id)

    def next_step(self, submission: Submission, now: datetime, case: Dossier) -> None:
        """Queue the review, or a change of mind."""
        key = submission.id
        if self.random.random() < 0.02:
            self.at(self.later(now, 0.2, 1), lambda session, at: self.withdrawal(session, at, key))
        else:
            self.at(self.later(now, 0.5, 4), lambda session, at: self.taking(session, at, key, case))

    def withdrawal(self, session: Session, now: datetime, key: int) -> None:
        """The applicant takes it back."""
        withdraw(
            session, self.people["shoujian"], now, session.get_one(Submission, key), OPINIONS["withdrawn"]
        )

    def taking(self, session: Session, now: datetime, key: int, case: Dossier) -> None:
        """A reviewer takes it into the batch."""
        submission = session.get_one(Submission, key)
        actor = self.reviewer(submission.office)
        start_review(session, actor, now, submission)
        self.at(self.later(now, 0.1, 1.5), lambda session, at: self.judging(session, at, key, case, actor))

    def judging(self, session: Session, now: datetime, key: int, case: Dossier, actor: Actor) -> None:
        """The reviewer judges; the next hand goes on."""
        if self.judge(session, now, key, actor) is Status.RETURNED:
            self.after_return(now, key, case)
        else:
            self.at(self.later(now, 0.3, 3), lambda session, at: self.deciding(session, at, key))

    def after_return(self, now: datetime, key: int, case: Dossier) -> None:
        """Most mend everything within 48 hours, some only half of it, some let the clock run out."""
        fate = self.random.random()
        if fate < 0.12:
            self.at(now + timedelta(hours=60), lambda session, at: self.lapsing(session, at, key))
            return
        mended = fate > 0.24
        back = now + timedelta(hours=self.random.uniform(6, 46))
        self.at(back, lambda session, at: self.resubmission(session, at, key, case, mended))

    def resubmission(self, session: Session, now: datetime, key: int, case: Dossier, mended: bool) -> None:
        """The next round: what was asked for, or the same again."""
        submission = session.get_one(Submission, key)
        clerk = self.people["shoujian"]
        if mended:
            whole = invent_case(self.random, self.year, 1, case.route, now).dossier
            start = case.publicity.from_ if case.publicity else now.date()
            case = replace(
                case,
                submitted_at=now,
                work_summary=whole.work_summary,
                publicity=replace(whole.publicity, from_=min(start, whole.publicity.from_)),
                education=tuple(replace(row, foreign=False) for row in case.education),
                degrees=tuple(replace(row, foreign=False) for row in case.degrees),
            )
            case = with_all_attachments(case, self.year)
            declare(session, clerk, now, submission, declared_of(case, submission.employer))
            self.attach_all(session, now, submission, case)
        submit(session, clerk, now, self.year, submission)
        self.next_step(submission, now, case)

    def lapsing(self, session: Session, now: datetime, key: int) -> None:
        """The system closes what did not come back."""
        submission = session.get_one(Submission, key)
        if submission.status is Status.RETURNED:
            lapse(session, SYSTEM, now, submission)

    def deciding(self, session: Session, now: datetime, key: int) -> None:
        """The second person decides as proposed."""
        submission = session.get_one(Submission, key)
        if submission.status is not Status.REVIEWED:
            return
        actor = self.approver()
        upon = latest_opinion(session, submission)
        if upon is not None and upon.proposal is Proposal.DECLINE:
            decline(session, actor, now, submission)
        else:
            approve(session, actor, now, self.year, submission)

    def closing(self, office: Office, notice: str) -> Event:
        """A batch is frozen with what is decided; the rest moves to the next one; three days later it is published."""

        def event(session: Session, now: datetime) -> None:
            actor = self.people["fuhe"]
            batch = open_batch(session, actor, now, self.year.cycle, office)
            undecided = [one for one in members_of(session, batch) if one.status is not Status.APPROVED]
            for one in undecided:
                leave_batch(session, one)
            freeze_batch(session, actor, now, batch, Random(batch.number).randbytes)  # noqa: S311 - a play
            if undecided:
                following = open_batch(session, actor, now, self.year.cycle, office)
                for one in undecided:
                    join_batch(session, now, one, following)
            key = batch.id
            self.at(now + timedelta(days=4), lambda session, at: self.publication(session, at, key, notice))

        return event

    def publication(self, session: Session, now: datetime, key: int, notice: str) -> None:
        """Published in the afternoon, certificates on the next day."""
        publish_batch(session, self.people["fuhe"], now, self.year, session.get_one(Batch, key), notice)
        self.at(now + timedelta(days=1), lambda session, at: self.issuing(session, at, key))

    def issuing(self, session: Session, now: datetime, key: int) -> None:
        """Certificates for all whose approval stands; the last ones of the last batch wait for tomorrow's paper."""
        issuer = self.people["zhizheng"]
        batch = session.get_one(Batch, key)
        members = [one for one in members_of(session, batch) if one.status is Status.APPROVED]
        if batch.notice_number == CLOSINGS[-1][2]:
            members = members[:-LEFT_TO_PRINT]
        lots = Random(key)  # noqa: S311 - the same seed, the same year
        for submission in members:
            certificate = reserve(session, issuer, now, self.year, submission, lots.randrange)
            issue(session, issuer, now, self.year, certificate, self.press)

    def erratum(self, session: Session, now: datetime) -> None:
        """The first list is corrected: frozen by one, published by another, the certificate made anew."""
        batch = frozen_erratum(session, self.people["fuhe"], now, CLOSINGS[0][2])
        if batch is not None:
            key = batch.id
            self.at(now + timedelta(days=2), lambda session, at: self.correction(session, at, key))

    def correction(self, session: Session, now: datetime, key: int) -> None:
        """What the erratum says takes effect."""
        batch = session.get_one(Batch, key)
        publish_batch(session, self.people["fuhe2"], now, self.year, batch, ERRATUM_NUMBER)
        later = now + timedelta(days=1)
        self.at(later, lambda session, at: self.renewal(session, at, key))

    def renewal(self, session: Session, now: datetime, key: int) -> None:
        """The corrected certificates."""
        batch = session.get_one(Batch, key)
        renewed(session, self.people["zhizheng"], now, self.year, batch, self.press)

    def revocations(self, session: Session, now: datetime) -> None:
        """One certificate is revoked for a wrong photo, one made anew, one title annulled for a false statement."""
        issued = [
            one
            for batch in session.scalars(select(Batch).order_by(Batch.id))
            for one in members_of(session, batch)
            if erratum_of(session, batch) is None and live_certificate(session, one) is not None
        ]
        first, second, third = issued[0], issued[len(issued) // 2], issued[-1]
        certificate, damaged = live_certificate(session, first), live_certificate(session, third)
        approval = approval_of(session, second)
        if certificate is None or damaged is None or approval is None:
            raise LookupError(first.number, second.number)
        issuer, cause = self.people["zhizheng"], ReissueCause.DAMAGED_FILE
        revoke(session, issuer, now, certificate, "照片与本人不符，须更正材料后另行办理。")
        words = "申报人下载的文件打不开，要求换发。"
        lots = Random(0)  # noqa: S311
        reissue(session, issuer, now, self.year, damaged, cause, words, self.press, lots.randrange)
        words = "经核查，所交工作证明系伪造，撤销通过决定并记入诚信档案。"
        other = "fuhe2" if approval.decided_by_id == self.people["fuhe"].id else "fuhe"
        annul(session, self.people[other], now, second, words)
        self.record(session, now, second.applicant.name, second.applicant.id_number, now.date(), 7)

    def old_records(self, session: Session, now: datetime) -> None:
        """Records of earlier years: one has run out, one still bars, one was lifted by two people."""
        for serial, day in ((901, date(2021, 11, 3)), (902, date(2023, 4, 18)), (903, date(2024, 2, 29))):
            person = invent_case(self.random, self.year, serial, "initial_junior", now).person
            record = self.record(session, now, person.name, person.id_number, day, serial - 900)
            if serial == 903:
                reason, number = "复核查明系用人单位填报差错。", "乌人社职诚〔2025〕2号"
                propose_lift(
                    session, self.people["chengxin"], now, record, reason=reason, decision_number=number
                )
                lift_record(session, self.people["chengxin2"], now, record)

    def new_record(self, session: Session, now: datetime) -> None:
        """A fresh record about somebody whose submission waits for approval, and a lift that waits for its second person."""
        waiting = session.scalars(
            select(Submission).where(Submission.status == Status.REVIEWED).order_by(Submission.id)
        ).first()
        if waiting is not None:
            self.record(session, now, waiting.applicant.name, waiting.applicant.id_number, now.date(), 8)
        open_record = session.scalars(
            select(IntegrityRecord).where(IntegrityRecord.lifted_on.is_(None)).order_by(IntegrityRecord.id)
        ).first()
        if open_record is not None:
            propose_lift(
                session,
                self.people["chengxin2"],
                now,
                open_record,
                reason="记录期已届满，申请归档。",
                decision_number="乌人社职诚〔2025〕9号",
            )

    def record(
        self, session: Session, now: datetime, name: str, id_number: str, day: date, serial: int
    ) -> IntegrityRecord:
        """An entry of the archive."""
        return add_record(
            session,
            self.people["chengxin"],
            now,
            self.year,
            IntegrityRecord(
                name=name,
                id_type=IdType.RESIDENT_IDENTITY_CARD,
                id_number=id_number,
                from_date=day,
                facts_found="申报材料中的工作证明与实际不符。",
                legal_basis="《职称评审管理暂行规定》（人社部令第40号）、新人社规〔2022〕6号",
                decision_number=f"乌人社职诚〔{day.year}〕{serial}号",
                decision_body=self.year.certificate.issuing_body,
            ),
        )

    def overnight(self, session: Session, now: datetime) -> None:
        """What lapsed during the night is closed in the morning."""
        lapse_overdue(session, SYSTEM, now)
