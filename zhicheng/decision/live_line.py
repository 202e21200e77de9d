"""The line that would be written about a submission now, from the tables as they are."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from zhicheng.decision.decision import Decision
from zhicheng.decision.frozen_list import FrozenLine
from zhicheng.decision.line_in_force import corrected_by_hand, line_in_force
from zhicheng.decision.list_line import ENTRIES, Effect, ListLine, changed
from zhicheng.decision.second_person import approval_of
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import load_year
from zhicheng.review.batch import Batch


def live_line(
    session: Session,
    batch: Batch,
    place: int,
    submission: Submission,
    effect: Effect = Effect.CONFER,
    by_hand: Mapping[str, Any] | None = None,
    corrects: str | None = None,
    approval: Decision | None = None,
) -> ListLine:
    """What register, decision and the year's title names say; ``by_hand`` overrules.

    Raises Refusal ``wrong_status`` without an approval.
    """
    approval = approval or approval_of(session, submission)
    if approval is None or approval.acquired_on is None:
        raise Refusal(RefusalCode.WRONG_STATUS, f"{submission.number} 没有通过决定，不能列入名单。请先复核。")
    year = load_year(submission.cycle)
    line = ListLine(
        batch=batch.number,
        place=place,
        effect=effect,
        submission=submission.number,
        name=submission.applicant.name,
        employer=submission.employer.name,
        route=year.routes[submission.route].label,
        series=approval.series.label,
        specialty=approval.specialty,
        level=approval.level.label,
        title_name=year.title_names[approval.series][approval.level][0],
        acquired_on=approval.acquired_on,
        decision=approval.id,
        corrects=corrects,
    )
    return msgspec.structs.replace(line, **by_hand) if by_hand else line


def departures(
    session: Session,
    submission: Submission,
    line: FrozenLine,
    by_hand: Mapping[str, Any] | None = None,
    approval: Decision | None = None,
) -> dict[str, tuple[str, str]]:
    """In which entries the tables now say something else than ``line``: listed and present words.

    ``by_hand``: what published errata gave by hand (read here when not given); it is no departure.
    """
    if by_hand is None:
        by_hand = corrected_by_hand(session, [submission.id]).get(submission.id, {})
    now = live_line(session, line.batch, line.place, submission, by_hand=by_hand, approval=approval)
    return changed(line.said, now)


def must_be_as_listed(session: Session, submission: Submission) -> FrozenLine | None:
    """The line in force, once the tables agree with it; None for a batch that was frozen without a list.

    Raises Refusal ``not_as_listed``: what changed after freezing takes effect by an erratum batch only.
    """
    line = line_in_force(session, submission)
    if line is None or submission.status is not Status.APPROVED:
        return line
    apart = departures(session, submission, line)
    if apart:
        words = in_words(apart)
        raise Refusal(
            RefusalCode.NOT_AS_LISTED,
            f"{submission.number} 须与批次 {line.batch.number} 冻结的名单一致；现有不一致：{words}。"
            "请先办理更正批次，公布后再制发证书。",
            entries=sorted(apart),
        )
    return line


def in_words(apart: Mapping[str, tuple[str, str]]) -> str:
    """Departures as a sentence part: entry, what is listed, what it is now."""
    return "；".join(f"{ENTRIES[entry]}：名单为“{old}”，现为“{new}”" for entry, (old, new) in apart.items())
