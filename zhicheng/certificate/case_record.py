"""Everything that the office holds about one submission, for the page on which people decide.

Stands in the last chapter of a submission's life because it looks back at all the others.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.demanded import Demand, demands
from zhicheng.checks.run_checks import latest_run
from zhicheng.decision.decision import Decision
from zhicheng.intake.attach import current_attachments
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.same_file import also_handed_in
from zhicheng.intake.submission import Submission
from zhicheng.integrity.screening import Screening
from zhicheng.letter.hand_out_letter import letters_of
from zhicheng.letter.letter import Letter
from zhicheng.policy.load import load_year
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import BatchMember
from zhicheng.review.composition import member_of
from zhicheng.review.history import Step, history
from zhicheng.review.review import latest_opinion
from zhicheng.review.review_opinion import ReviewOpinion


@dataclass(frozen=True)
class CaseRecord:
    """The record; ``shared`` maps the digest of a file to how many other persons handed in the same."""

    year: PolicyYear
    run: CheckRun | None
    attachments: list[Attachment]
    shared: dict[str, int]
    demands: list[Demand]
    steps: list[Step]
    opinion: ReviewOpinion | None
    screenings: list[Screening]
    member: BatchMember | None
    decisions: list[Decision]
    certificates: list[Certificate]
    letters: list[Letter]


def case_record(session: Session, submission: Submission) -> CaseRecord:
    """Read it all, a query a chapter."""
    year, run = load_year(submission.cycle), latest_run(session, submission)
    attachments = current_attachments(session, submission)
    handed_in = {(one.kind, one.year) for one in attachments}
    screenings = (
        select(Screening).where(Screening.submission_id == submission.id).order_by(Screening.id.desc())
    )
    decisions = select(Decision).where(Decision.submission_id == submission.id).order_by(Decision.id.desc())
    certificates = (
        select(Certificate).where(Certificate.submission_id == submission.id).order_by(Certificate.id.desc())
    )
    return CaseRecord(
        year=year,
        run=run,
        attachments=attachments,
        shared=also_handed_in(session, submission, {one.digest for one in attachments if one.digest}),
        demands=demands(run.findings if run else (), handed_in, year),
        steps=history(session, submission),
        opinion=latest_opinion(session, submission),
        screenings=list(session.scalars(screenings)),
        member=member_of(session, submission),
        decisions=list(session.scalars(decisions)),
        certificates=list(session.scalars(certificates)),
        letters=list(letters_of(session, submission.id)),
    )
