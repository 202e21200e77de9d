"""What each verb of a rehearsal does: the verbs of the story, with whatever a line leaves out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.issue import issue, reserve
from zhicheng.certificate.revoke import revoke
from zhicheng.checks.dossier import Dossier
from zhicheng.checks.submit import submit
from zhicheng.decision.approve import approve
from zhicheng.decision.decline import decline
from zhicheng.decision.freeze_batch import freeze_batch, undecided
from zhicheng.decision.members import members_of
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.exchange.paperless import NoFiles, PaperlessPress
from zhicheng.exchange.rehearsal_people import People
from zhicheng.exchange.scenario import Step
from zhicheng.exchange.take_in import redeclare_case, register_case
from zhicheng.intake.lifecycle import CORRECTABLE, Status
from zhicheng.intake.submission import Submission
from zhicheng.integrity.add_record import add_record
from zhicheng.integrity.lift_record import lift_record, propose_lift
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import join_batch, leave_batch, member_of, open_batch
from zhicheng.review.lapse import lapse
from zhicheng.review.recompose import MAY_JOIN
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.review import review
from zhicheng.review.review_opinion import Proposal
from zhicheng.review.send_back import send_back
from zhicheng.review.start_review import start_review
from zhicheng.review.withdraw import withdraw
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission, Role


@dataclass
class Stage:
    """Where the rehearsal plays: its database, its year, its people, and the cases by the scenario's names."""

    session: Session
    year: PolicyYear
    people: People = field(default_factory=People)
    cases: dict[str, Dossier] = field(default_factory=dict)
    submissions: dict[str, int] = field(default_factory=dict)
    numbers: int = 0

    def submission(self, name: str) -> Submission | None:
        """The submission of a case, if it was ever handed in."""
        key = self.submissions.get(name)
        return None if key is None else self.session.get(Submission, key)

    def number(self) -> int:
        """A number for a document that the line does not name."""
        self.numbers += 1
        return self.numbers


@dataclass(frozen=True)
class Act:
    """One line being played: who does it to which case, when, and in which words."""

    stage: Stage
    actor: Actor
    now: datetime
    step: Step

    @property
    def session(self) -> Session:
        """The session of the stage."""
        return self.stage.session

    @property
    def year(self) -> PolicyYear:
        """The year of the stage."""
        return self.stage.year

    @property
    def words(self) -> str:
        """The note; no note is no opinion, and the rules say what they think of that (Q17)."""
        return (self.step.note or "").strip()

    @property
    def case(self) -> Dossier:
        """The case as it was defined last."""
        return self.stage.cases[self.step.case]

    @property
    def submission(self) -> Submission:
        """The submission of the case; ``not_found`` before it was handed in."""
        found = self.stage.submission(self.step.case)
        if found is None:
            raise Refusal(RefusalCode.NOT_FOUND, f"“{self.step.case}”还没有提交过，没有可以办理的申报。")
        return found

    @property
    def batch(self) -> Batch:
        """The batch that the submission stands in; where it has left one that was frozen without it, the open one.

        ``not_permitted``, ``other_office`` for who may freeze none; ``wrong_status`` before its review and after its end.
        """
        submission = self.submission
        self.actor.must(Permission.FREEZE_BATCH, submission.office)
        member = member_of(self.session, submission)
        if member is None and submission.status in MAY_JOIN:
            fresh = open_batch(self.session, self.actor, self.now, submission.cycle, submission.office)
            member = join_batch(self.session, self.now, submission, fresh)
        if member is None:
            raise Refusal(
                RefusalCode.WRONG_STATUS,
                f"“{self.step.case}”现在的状态是“{submission.status.label}”，不在任何批次中。请先开始审核。",
            )
        return member.batch


def play_submit(act: Act) -> None:
    """Register and submit what is new; let a returned one say what the case says now, and submit; else just try."""
    found = act.stage.submission(act.step.case)
    if found is None:
        found = register_case(act.session, act.actor, act.now, act.year, NoFiles(), act.case)
        act.stage.submissions[act.step.case] = found.id
    elif found.status in CORRECTABLE:
        redeclare_case(act.session, act.actor, act.now, act.year, NoFiles(), act.case, found)
    submit(act.session, act.actor, act.now, act.year, found)


def play_lapse(act: Act) -> None:
    """Lapse; what has lapsed stays so."""
    act.actor.must(Permission.EDIT_FILES, act.submission.office)
    if act.submission.status is not Status.LAPSED:
        lapse(act.session, act.actor, act.now, act.submission)


def play_freeze(act: Act) -> None:
    """Freeze the batch; members that still wait for somebody are left to another one, as the office does first."""
    batch, own = act.batch, act.submission
    if batch.status is BatchStatus.OPEN:
        for one in undecided(members_of(act.session, batch)):
            if one is not own:
                leave_batch(act.session, one)
    freeze_batch(act.session, act.actor, act.now, batch)


def play_publish(act: Act) -> None:
    """Publish under a number that is made: a note may say the same of several batches, a number may not."""
    notice = f"演练〔{act.year.cycle}〕{act.stage.number()}号"
    publish_batch(act.session, act.actor, act.now, act.year, act.batch, notice)


def play_issue(act: Act) -> None:
    """Reserve the number and print nothing."""
    certificate = reserve(act.session, act.actor, act.now, act.year, act.submission)
    issue(act.session, act.actor, act.now, act.year, certificate, PaperlessPress())


def play_revoke(act: Act) -> None:
    """Revoke the newest certificate of the case; ``wrong_status`` where there is none yet."""
    act.actor.must(Permission.REVOKE, act.submission.office)
    certificate = certificate_of(act.session, act.submission)
    if certificate is None:
        raise Refusal(RefusalCode.WRONG_STATUS, f"“{act.step.case}”没有证书可以撤销。请先制发证书。")
    revoke(act.session, act.actor, act.now, certificate, act.words)


def play_add_record(act: Act) -> None:
    """A record about the person of the case, from ``from`` or from today on."""
    person = act.case.applicant
    record = IntegrityRecord(
        name=person.name,
        id_type=person.id_type,
        id_number=person.id_number,
        from_date=act.step.from_ or beijing_day(act.now),
        facts_found=act.words or "演练",
        legal_basis="演练",
        decision_number=f"演练决〔{act.year.cycle}〕{act.stage.number()}号",
        decision_body="演练",
    )
    add_record(act.session, act.actor, act.now, act.year, record)


def play_lift_record(act: Act) -> None:
    """A colleague who is made proposes, whoever acts confirms: the newest record that still stands."""
    act.actor.must(Permission.KEEP_INTEGRITY)
    person = act.case.applicant
    record = act.session.scalar(
        select(IntegrityRecord)
        .where(
            IntegrityRecord.id_type == person.id_type,
            IntegrityRecord.id_number == person.id_number,
            IntegrityRecord.lifted_on.is_(None),
        )
        .order_by(IntegrityRecord.id.desc())
        .limit(1)
    )
    if record is None:
        raise Refusal(RefusalCode.NOT_FOUND, f"“{act.step.case}”的申报人没有可以解除的诚信记录。")
    colleague = act.stage.people.made(act.session, act.now, Role.INTEGRITY_OFFICER, 2)
    number = f"演练解〔{act.year.cycle}〕{act.stage.number()}号"
    propose_lift(act.session, colleague, act.now, record, reason=act.words or "演练", decision_number=number)
    lift_record(act.session, act.actor, act.now, record)


def certificate_of(session: Session, submission: Submission) -> Certificate | None:
    """The newest certificate of a submission, whatever it is worth."""
    return session.scalar(
        select(Certificate)
        .where(Certificate.submission_id == submission.id)
        .order_by(Certificate.id.desc())
        .limit(1)
    )


PLAYS: dict[str, Callable[[Act], object]] = {
    "submit": play_submit,
    "start_review": lambda act: start_review(act.session, act.actor, act.now, act.submission),
    "review_pass": lambda act: review(
        act.session, act.actor, act.now, act.submission, Proposal.PASS, act.words
    ),
    "review_decline": lambda act: review(
        act.session, act.actor, act.now, act.submission, Proposal.DECLINE, act.words
    ),
    "return": lambda act: return_for_correction(
        act.session, act.actor, act.now, act.year, act.submission, act.words
    ),
    "approve": lambda act: approve(act.session, act.actor, act.now, act.year, act.submission, act.words),
    "decline": lambda act: decline(act.session, act.actor, act.now, act.submission, act.words),
    "send_back": lambda act: send_back(act.session, act.actor, act.now, act.submission, act.words),
    "withdraw": lambda act: withdraw(act.session, act.actor, act.now, act.submission, act.words),
    "lapse": play_lapse,
    "add_record": play_add_record,
    "lift_record": play_lift_record,
    "freeze": play_freeze,
    "publish": play_publish,
    "issue": play_issue,
    "revoke": play_revoke,
}
