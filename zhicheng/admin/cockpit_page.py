"""What the reviewer's desk adds to the page of a submission: the shelf of evidence, what proves what, drafts, the last round."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import request
from sqlalchemy.orm import Session

from zhicheng.certificate.case_record import CaseRecord
from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.demanded import Demand
from zhicheng.checks.run_checks import latest_run
from zhicheng.door import on_the_wall
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.lifecycle import UNDER_REVIEW, Status
from zhicheng.intake.same_file import Twin, twins
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing
from zhicheng.policy.desk_file import DeskFile, Reason, load_desk
from zhicheng.policy.load import load_year
from zhicheng.policy.vocabulary import Outcome
from zhicheng.review.accepted import Carried, carried
from zhicheng.review.compare_rounds import Group, kinds_of
from zhicheng.review.draft import ReviewDraft, draft_of
from zhicheng.review.draft_opinion import WRONG, draft_decline, draft_opinion, framed
from zhicheng.review.last_round import since_last_round
from zhicheng.review.material_verdict import Judgement
from zhicheng.review.presence import others_at
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

WIDTHS: Final = tuple(str(width) for width in range(35, 80, 5))
"""How wide the left pane may be, in per cent; remembered in a cookie."""
USUAL_WIDTH: Final = "60"
WORST_FIRST: Final = sorted(Outcome, key=lambda outcome: -outcome.weight)
QUOTABLE: Final = (*WRONG, Outcome.NEEDS_REVIEW)


@dataclass(frozen=True)
class Leaf:
    """One thing on the shelf: a demand, the file that answers it if one came, and what is thought of it so far."""

    label: str
    kind: str
    year: int | None
    clause: str
    file: Attachment | None
    judgement: Judgement | None = None
    carried: Carried | None = None
    defects: tuple[Mapping[str, Any], ...] = ()
    reasons: tuple[Reason, ...] = ()
    others: int = 0
    twins: tuple[Twin, ...] = ()
    proofs: tuple["Proof", ...] = ()


@dataclass(frozen=True)
class Proof:
    """A finding with the files that prove it; ``number`` is its place on the page."""

    number: int
    finding: Mapping[str, Any]
    kinds: tuple[str, ...]
    files: tuple[int, ...]

    @property
    def quotable(self) -> bool:
        """Whether it may go into an opinion."""
        return self.finding["outcome"] in QUOTABLE


def cockpit(
    session: Session, actor: Actor, now: datetime, row: Submission, record: CaseRecord
) -> dict[str, Any]:
    """Everything that the cockpit's templates name beyond ``case_page``."""
    desk = load_desk(row.cycle)
    works = actor.may(Permission.RETURN, row.office) and row.status in UNDER_REVIEW
    draft = draft_of(session, actor, row) if works else None
    changes = since_last_round(session, row)
    found = enumerate(record.run.findings if record.run else (), start=1)
    proofs = [proof(number, one, record.attachments, desk) for number, one in found]
    shelf = leaves(session, actor, row, record, desk, draft, proofs)
    return {
        "works": works,
        "draft": draft,
        "draft_saved": f"{beijing(draft.saved_at):%H:%M}" if draft else "",
        "shelf": shelf,
        "missing": [one for one in shelf if one.file is None],
        "handed_in": [one for one in shelf if one.file is not None],
        "findings": [
            (outcome, [one for one in proofs if one.finding["outcome"] == outcome.value])
            for outcome in WORST_FIRST
        ],
        "proofs": proofs,
        "changes": [(group, [one for one in changes if one.group is group]) for group in Group]
        if changes
        else [],
        "others": others_at(session, actor, on_the_wall(), row) if works else (),
        "waited": (now - row.submitted_at).days if row.submitted_at and works else None,
        "target": target_verb(row),
        "pane": remembered if (remembered := request.cookies.get("pane")) in WIDTHS else USUAL_WIDTH,
    }


def leaves(
    session: Session,
    actor: Actor,
    row: Submission,
    record: CaseRecord,
    desk: DeskFile,
    draft: ReviewDraft | None,
    proofs: list[Proof],
) -> list[Leaf]:
    """The shelf: every demand in the order of the notice with what came for it, then what came beyond."""
    seen = carried(session, row, record.attachments, record.run, desk)
    same = twins(session, row, set(record.shared), actor.offices)
    verdicts = {int(key): Judgement(code) for key, code in (draft.verdicts if draft else {}).items()}
    defects = draft.defects if draft else []

    def leaf(file: Attachment) -> Leaf:
        material = record.year.materials.get(file.kind)
        held = seen.get(file.id)
        return Leaf(
            label=material.label if material else file.file_name,
            kind=file.kind,
            year=file.year,
            clause=material.clause if material else "4.7",
            file=file,
            judgement=verdicts.get(file.id) or (held.judgement if held else None),
            carried=held if file.id not in verdicts else None,
            defects=tuple(one for one in defects if one["attachment"] == file.id),
            reasons=tuple(desk.reasons_for(file.kind)),
            others=record.shared.get(file.digest or "", 0),
            twins=tuple(same.get(file.digest or "", ())),
            proofs=tuple(one for one in proofs if file.id in one.files),
        )

    listed: list[Leaf] = []
    rest = list(record.attachments)
    for demand in record.demands:
        came = [one for one in rest if (one.kind, one.year) == (demand.kind, demand.for_year)]
        listed += [leaf(one) for one in came] or [absent(demand)]
        rest = [one for one in rest if one not in came]
    return [*listed, *map(leaf, rest)]


def absent(demand: Demand) -> Leaf:
    """A demand that nothing came for."""
    return Leaf(demand.label, demand.kind, demand.for_year, demand.clause, None)


def proof(number: int, finding: Mapping[str, Any], files: Iterable[Attachment], desk: DeskFile) -> Proof:
    """The finding with the files that lie there for it."""
    kinds = kinds_of(finding, desk)
    found = sorted((one for one in files if one.kind in kinds), key=lambda one: kinds.index(one.kind))
    return Proof(number, finding, tuple(kinds), tuple(one.id for one in found))


def target_verb(row: Submission) -> str:
    """Which opinion a defect is written into: the return while another round is left, then the refusal."""
    if row.rounds < load_year(row.cycle).window.rounds:
        return "return"
    return "decline" if row.status is Status.REVIEWED else "review_decline"


def beginnings(row: Submission, run: CheckRun | None) -> dict[str, str]:
    """The words that the checks suggest, by verb."""
    found = run.findings if run else ()
    window = load_year(row.cycle).window
    return {
        "return": draft_opinion(found, row.rounds, window.rounds, window.resubmit_within_hours),
        "review_decline": draft_decline(found, row.rounds, window.rounds),
    }


def beginning_of(session: Session, row: Submission, code: str) -> str:
    """What an opinion starts as before the first defect is written into it."""
    begun = beginnings(row, latest_run(session, row)).get(code, "")
    if begun or code != "return":
        return begun or "经审核，不符合申报条件："
    window = load_year(row.cycle).window
    return framed("", row.rounds, window.rounds, window.resubmit_within_hours).replace("\n\n", "\n")
