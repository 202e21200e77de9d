"""Run the checks on a submission and keep dossier and findings."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.checks.assess import assess
from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.dossier import dossier_from_json, dossier_to_json
from zhicheng.checks.picture import picture
from zhicheng.checks.verdict import Verdict
from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import append
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission


def run_checks(
    session: Session, actor: Actor, now: datetime, year: PolicyYear, submission: Submission
) -> Verdict:
    """Freeze the dossier as it stands, assess it, store both. The day that counts is that of the submission (P-01)."""
    if not actor.may(Permission.EDIT_FILES, submission.office):
        actor.must(Permission.RUN_CHECKS, submission.office)
    dossier = picture(session, submission, now)
    verdict = assess(dossier, year)
    append(
        session,
        CheckRun,
        submission_id=submission.id,
        round_number=submission.rounds,
        run_at=now,
        cycle=year.cycle,
        rules=year.sha256,
        calendar=year.calendar_sha256,
        dossier=dossier_to_json(dossier).decode(),
        outcome=verdict.outcome,
        earliest_on=verdict.earliest_on,
        findings=msgspec.to_builtins(verdict.findings),
        actor_id=actor.id,
    )
    return verdict


def latest_run(session: Session, submission: Submission) -> CheckRun | None:
    """The newest run, which the screens show."""
    return session.scalar(
        select(CheckRun).where(CheckRun.submission_id == submission.id).order_by(CheckRun.id.desc()).limit(1)
    )


def replay(run: CheckRun, year: PolicyYear) -> bool:
    """Whether recomputing from the stored dossier gives the stored findings; False when the files of rules or days are others."""
    if (run.rules, run.calendar) != (year.sha256, year.calendar_sha256):
        return False
    verdict = assess(dossier_from_json(run.dossier), year)
    found = msgspec.json.decode(msgspec.json.encode(verdict.findings))  # as a database gives it back
    return bool(verdict.outcome == run.outcome and found == run.findings)
