"""Give a unit's paper, filled from a submission, to somebody, and write down that it happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.intake.lifecycle import OPEN
from zhicheng.intake.submission import Submission
from zhicheng.intake.unit_paper import UnitPaper, unit_paper
from zhicheng.kernel import audit
from zhicheng.letter.word import word_file
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

MOST: Final = 200
"""Persons in one publicity list."""


def hand_out_paper(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    paper: UnitPaper,
    submission: Submission,
    *,
    together: bool = False,
) -> bytes:
    """The Word file; ``together`` lists everybody of the unit who applies by the same route and is not decided yet.

    Raises Refusal ``not_permitted``, ``other_office``, ``bad_input``.
    """
    actor.must(Permission.READ_CASES, submission.office)
    people = colleagues(session, submission) if together else [submission]
    made = word_file(unit_paper(year, paper, people))
    changes = {"kind": [None, paper.label], "chosen": [None, len(people)]}
    audit.note(session, actor, now, "download_paper", submission, changes)
    return made


def colleagues(session: Session, submission: Submission) -> Sequence[Submission]:
    """Undecided submissions of the same unit, year and route, ``submission`` among them, by number."""
    return session.scalars(
        select(Submission)
        .where(
            Submission.employer_id == submission.employer_id,
            Submission.cycle == submission.cycle,
            Submission.route == submission.route,
            Submission.status.in_(OPEN) | (Submission.id == submission.id),
        )
        .order_by(Submission.number)
        .limit(MOST)
    ).all()
