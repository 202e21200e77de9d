"""Play a year: arrivals, reviews, returns, decisions, batches, certificates, records - each by its verb, at its hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from msgspec.structs import replace
from sqlalchemy.orm import Session

from zhicheng.checks.dossier import Dossier
from zhicheng.checks.run_checks import latest_run
from zhicheng.checks.submit import submit
from zhicheng.decision.approve import approve
from zhicheng.decision.decline import decline
from zhicheng.demo.archive import new_record, old_records
from zhicheng.demo.batches import CLOSINGS, closing, erratum, revocations
from zhicheng.demo.cases import DEFECTS, ROUTES, WEIGHTS, invent_case, with_all_attachments
from zhicheng.demo.fates import CLOCK, FATES, OPENING, TODAY, Fate
from zhicheng.demo.papers import paper
from zhicheng.demo.play import Event, Play
from zhicheng.demo.staff import take_on
from zhicheng.exchange.declare_case import applicant_of, declared_of, employer_of
from zhicheng.intake.attach import Item, attach, current_attachments
from zhicheng.intake.declare import declare
from zhicheng.intake.know import know_applicant, know_employer
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.register import register
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import BEIJING
from zhicheng.policy.vocabulary import Outcome
from zhicheng.review.draft_opinion import numbered_defects
from zhicheng.review.lapse import lapse, lapse_overdue
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.review import latest_opinion, review
from zhicheng.review.review_opinion import Proposal
from zhicheng.review.start_review import start_review
from zhicheng.review.withdraw import withdraw
from zhicheng.staff.actor import SYSTEM, Actor

OPINIONS = {
    "declined": "公示结果与推荐报告所载从事专业不一致，经核实，近一年未在本专业岗位工作，不符合第三条规定的条件。",
    "sent_back": "请再核对工作证明上的起始时间与劳动合同是否一致。",
    "withdrawn": "申报人来电：拟改报其他类别，申请撤回。",
}
Arrival = tuple[datetime, str, str | None, Fate | None]
"""When a case comes in, its route, its defect, and the fate that is laid down for it, if any."""


@dataclass
class DemoYear(Play):
    """The arrivals and what becomes of them; batches and archive are scenes of their own."""

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
        for done in self.run(session):
            advance(done, max(done, size * 5))

    def plan(self, size: int) -> None:
        """Arrivals in their order, closings of batches, records of the archive."""
        arrivals = [self.fated(fate) for fate in FATES]
        arrivals += [self.by_chance(place / size) for place in range(size - len(FATES))]
        for serial, arrival in enumerate(sorted(arrivals, key=lambda one: one[0]), start=1):
            self.at(arrival[0], self.arrival(serial, *arrival[1:]))
        for office, day, notice in CLOSINGS:
            self.at(
                datetime(day.year, day.month, day.day, 17, 0, tzinfo=BEIJING), closing(self, office, notice)
            )
        self.at(datetime(2025, 6, 3, 10, 0, tzinfo=BEIJING), partial(old_records, self))
        self.at(datetime(2025, 7, 15, 11, 0, tzinfo=BEIJING), partial(erratum, self))
        self.at(datetime(2025, 9, 10, 11, 0, tzinfo=BEIJING), partial(revocations, self))
        self.at(datetime(2025, 9, 16, 16, 0, tzinfo=BEIJING), partial(new_record, self))
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
        items = [
            Item(row.kind, row.year, row.file, paper(self.year, case, row, submission.id)) for row in missing
        ]
        attach(session, self.people["shoujian"], now, self.year, self.files, submission, *items)

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
            self.at(now + CLOCK, lambda session, at: self.lapsing(session, at, key))
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

    def overnight(self, session: Session, now: datetime) -> None:
        """What lapsed during the night is closed in the morning."""
        lapse_overdue(session, SYSTEM, now)
