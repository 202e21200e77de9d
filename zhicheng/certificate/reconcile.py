"""Do the numbers of a batch agree: approved = listed = numbered = issued? And who is the odd one, why, what now?"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.decision.frozen_list import FrozenLine
from zhicheng.decision.line_in_force import corrected_by_hand, lines_in_force
from zhicheng.decision.list_line import Effect
from zhicheng.decision.live_line import departures, in_words
from zhicheng.decision.members import members_of
from zhicheng.decision.second_person import approvals_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import portions
from zhicheng.review.batch import Batch, BatchStatus


class NextStep(Choice):
    """What puts an odd member right."""

    NONE = "none", "无需办理"
    ISSUE = "issue", "在本页“制发证书”中办理"
    ERRATUM = "erratum", "办理更正批次，公布后再制发或换发"
    STRIKE = "strike", "办理更正批次，从名单中删除"
    REISSUE = "reissue", "在证书页面换发"
    DECIDE = "decide", "复核，或移出批次"
    LOOK = "look", "核对撤销原因；须恢复的，先撤销通过决定"


WORDS: Final = {
    CertificateStatus.RESERVED: ("编号 {number} 已留出，证书尚未制成", NextStep.ISSUE),
    CertificateStatus.REVOKED: ("证书 {number} 已撤销", NextStep.LOOK),
    CertificateStatus.REISSUED: ("证书 {number} 已换发，没有新的有效证书", NextStep.ISSUE),
}


@dataclass(frozen=True)
class Member:
    """A submission of a batch, the certificate that counts (the live one, else the latest ever made), and its lines.

    ``line`` is the line of the lists that holds now, ``apart`` the entries in which the tables say something else.
    """

    submission: Submission
    certificate: Certificate | None
    line: FrozenLine | None = None
    apart: dict[str, tuple[str, str]] = field(default_factory=dict)
    open: bool = False

    @cached_property
    def is_listed(self) -> bool:
        """Whether a published list names the member as one who holds the title."""
        return self.line is not None and self.line.said.effect is not Effect.STRIKE

    @cached_property
    def trouble(self) -> tuple[str, NextStep]:
        """Why the member is not like the others and what to do; two empty answers for approved with a valid certificate."""
        if self.submission.status is not Status.APPROVED:
            step = NextStep.STRIKE if self.is_listed else NextStep.NONE
            return f"现在的状态是“{self.submission.status.label}”", NextStep.DECIDE if self.open else step
        if self.apart:
            return f"与冻结的名单不一致（{in_words(self.apart)}）", NextStep.ERRATUM
        if self.certificate is None:
            return "已通过，尚未制发证书", NextStep.ISSUE
        if self.certificate.status is CertificateStatus.ISSUED and self._is_outdated(self.certificate):
            return f"证书 {self.certificate.number} 与更正后的名单不一致，需换发", NextStep.REISSUE
        sentence, step = WORDS.get(self.certificate.status, ("", NextStep.NONE))
        return sentence.format(number=self.certificate.number), step

    def _is_outdated(self, certificate: Certificate) -> bool:
        """Whether the line that holds now was published after the certificate got its number."""
        published = self.line.batch.published_at if self.line else None
        return published is not None and published > certificate.reserved_at

    @property
    def oddity(self) -> str:
        """Why the member is not like the others; empty for one who is."""
        return self.trouble[0]

    @property
    def step(self) -> NextStep:
        """What puts it right."""
        return self.trouble[1]


@dataclass(frozen=True)
class Reconciliation:
    """The four counts of a batch and its members."""

    members: list[Member]

    @property
    def listed(self) -> int:
        """How many the batch, and so the notice, names."""
        return len(self.members)

    @cached_property
    def approved_members(self) -> list[Member]:
        """Who is approved now."""
        return [one for one in self.members if one.submission.status is Status.APPROVED]

    @property
    def approved(self) -> int:
        """How many are approved now."""
        return len(self.approved_members)

    @property
    def undecided(self) -> list[Member]:
        """Who is not approved: while one is, an ordinary batch cannot be frozen."""
        return [one for one in self.members if one.submission.status is not Status.APPROVED]

    @property
    def numbered(self) -> int:
        """How many have a certificate number."""
        return sum(one.certificate is not None for one in self.members)

    @property
    def issued(self) -> int:
        """How many have a valid certificate."""
        return sum(
            one.certificate is not None and one.certificate.status is CertificateStatus.ISSUED
            for one in self.members
        )

    @cached_property
    def odd(self) -> list[Member]:
        """The members that keep the counts apart."""
        return [one for one in self.members if one.oddity]

    @property
    def to_issue(self) -> list[Submission]:
        """Approved members without a finished certificate, those first whose number is already reserved."""
        waiting = [
            (one.certificate is None, one.submission.number, one.submission)
            for one in self.approved_members
            if one.certificate is None or one.certificate.status is CertificateStatus.RESERVED
        ]
        return [submission for _, _, submission in sorted(waiting)]


def reconcile(session: Session, batch: Batch) -> Reconciliation:
    """Every member of ``batch`` by number, with its certificate and its lines."""
    submissions = members_of(session, batch)
    keys = [one.id for one in submissions]
    certificates = _certificates(session, keys)
    in_force, by_hand = lines_in_force(session, keys), corrected_by_hand(session, keys)
    approvals = approvals_of(session, keys)
    members = []
    for one in submissions:
        line = in_force.get(one.id)
        apart = {}
        if line is not None and one.status is Status.APPROVED:
            apart = departures(session, one, line, by_hand.get(one.id, {}), approvals.get(one.id))
        is_open = batch.status is BatchStatus.OPEN
        members.append(Member(one, certificates.get(one.id), line, apart, is_open))
    return Reconciliation(members)


def _certificates(session: Session, keys: list[int]) -> dict[int, Certificate]:
    found: dict[int, Certificate] = {}
    for portion in portions(keys):
        part = select(Certificate).where(
            Certificate.submission_id.in_(portion), Certificate.status != CertificateStatus.VOID
        )
        for certificate in session.scalars(part.order_by(Certificate.id)):
            held = found.get(certificate.submission_id)
            if held is None or held.status is not CertificateStatus.ISSUED:
                found[certificate.submission_id] = certificate
    return found
