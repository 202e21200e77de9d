"""What would change if the year answered otherwise: stored dossiers judged again, nothing stored (pure assess)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from zhicheng.checks.assess import assess
from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.dossier import dossier_from_json
from zhicheng.checks.finding import Finding
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Beside
from zhicheng.policy.vocabulary import Outcome
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

CHUNK = 500


class Gist(msgspec.Struct, frozen=True):
    """Of a stored finding what is compared; its facts and parameters are passed over, which halves the reading."""

    clause: str
    code: str
    outcome: Outcome
    message: str


_GISTS = msgspec.json.Decoder(tuple[Gist, ...])
Weighed = dict[tuple[str, str], tuple[Outcome, str]]
"""(clause, code) -> the worst outcome of such findings, with its sentence."""


@dataclass(frozen=True)
class Difference:
    """One kind of finding that comes out otherwise; None where there is no such finding."""

    clause: str
    code: str
    before: Outcome | None
    after: Outcome | None
    message: str
    """What the finding says afterwards; what it said before where it is gone."""


@dataclass(frozen=True)
class Replayed:
    """One submission judged both ways, where at least one finding differs."""

    submission_id: int
    number: str
    name: str
    route: str
    status: Status
    before: Outcome
    after: Outcome
    differences: tuple[Difference, ...]

    @property
    def flips(self) -> bool:
        """Whether the verdict itself changes, not only a finding under it."""
        return self.before is not self.after


@dataclass
class WhatIf:
    """Everything together. ``total`` submissions of the year lie in the own offices, ``replayed`` were judged again."""

    total: int
    replayed: int
    touched: list[Replayed] = field(default_factory=list)

    @property
    def flipped(self) -> list[Replayed]:
        """Those whose verdict changes."""
        return [one for one in self.touched if one.flips]

    @property
    def groups(self) -> list[tuple[Outcome, Outcome, int]]:
        """From what to what, and how many; the most first."""
        counted = Counter((one.before, one.after) for one in self.flipped)
        return [(before, after, number) for (before, after), number in counted.most_common()]

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """Clause, code, how many verdicts change with a finding of this kind; the most first."""
        counted = Counter((each.clause, each.code) for one in self.flipped for each in one.differences)
        return [(clause, code, number) for (clause, code), number in counted.most_common()]


def what_if(
    session: Session, actor: Actor, year: PolicyYear, other: PolicyYear, most: int | None = None
) -> WhatIf:
    """Judge the newest check of every submission of the year in ``actor``'s offices by ``other``, newest first.

    Stops after ``most`` submissions. What stands now is the stored finding where it was found by this very ``year``,
    else it is judged anew too. Raises Refusal ``not_permitted``.
    """
    actor.must(Permission.READ_CASES)
    checked = (
        Beside(Submission.cycle) == year.cycle,
        Beside(Submission.office).in_(sorted(actor.offices)),
        _NEWEST_CHECK.is_not(None),
    )
    total = session.scalar(select(func.count(Submission.id)).where(*checked)) or 0
    newest = select(_NEWEST_CHECK).select_from(Submission).where(*checked)
    judged = session.scalars(newest.order_by(Submission.id.desc()).limit(most)).all()
    result = WhatIf(total, replayed=len(judged))
    for start in range(0, len(judged), CHUNK):
        for row in session.execute(_COMPARED.where(CheckRun.id.in_(judged[start : start + CHUNK]))):
            one = _replay(row, year, other)
            if one is not None:
                result.touched.append(one)
    return result


_NEWEST_CHECK = select(func.max(CheckRun.id)).where(CheckRun.submission_id == Submission.id).scalar_subquery()
_COMPARED = (
    select(
        Submission.id,
        Submission.number,
        Submission.route,
        Submission.status,
        Applicant.name,
        CheckRun.rules,
        CheckRun.calendar,
        CheckRun.dossier,
        CheckRun.outcome,
        cast(CheckRun.findings, Text).label("findings"),
    )
    .join_from(CheckRun, Submission, Submission.id == CheckRun.submission_id)
    .join(Applicant, Applicant.id == Submission.applicant_id)
    .order_by(Submission.id.desc())
)
"""What is compared; findings as text, since most of each is passed over."""


def _replay(row: Any, year: PolicyYear, other: PolicyYear) -> Replayed | None:
    dossier = dossier_from_json(row.dossier)
    after = assess(dossier, other)
    if (row.rules, row.calendar) == (year.sha256, year.calendar_sha256):
        outcome, before = row.outcome, _weighed(_GISTS.decode(row.findings))
    else:
        verdict = assess(dossier, year)
        outcome, before = verdict.outcome, _weighed(verdict.findings)
    differences = tuple(_differences(before, _weighed(after.findings)))
    if not differences and outcome is after.outcome:
        return None
    return Replayed(row.id, row.number, row.name, row.route, row.status, outcome, after.outcome, differences)


def _weighed(findings: Iterable[Finding | Gist]) -> Weighed:
    worst: Weighed = {}
    for one in findings:
        key = (one.clause, one.code)
        known = worst.get(key)
        if known is None or one.outcome.weight > known[0].weight:
            worst[key] = (one.outcome, one.message)
    return worst


def _differences(before: Weighed, after: Weighed) -> Iterator[Difference]:
    for key, (outcome, message) in before.items():
        new = after.get(key)
        if new is None:
            yield Difference(*key, outcome, None, message)
        elif new[0] is not outcome:
            yield Difference(*key, outcome, new[0], new[1])
    for key, (outcome, message) in after.items():
        if key not in before:
            yield Difference(*key, None, outcome, message)
