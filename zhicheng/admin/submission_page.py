"""What the page of a submission shows, put together for its template."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from zhicheng.admin.cockpit_page import beginnings, cockpit
from zhicheng.admin.declared_tables import declared_tables
from zhicheng.admin.submission_cells import title_name
from zhicheng.certificate.case_record import case_record
from zhicheng.door import current_actor, on_the_wall, present
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.intake.unit_paper import UnitPaper
from zhicheng.kernel.refusal import Refusal
from zhicheng.kernel.workdays import count_working_days
from zhicheng.plan.act_on import hindrance
from zhicheng.plan.verbs import TABLE, Verb, Words
from zhicheng.policy.holidays import days_off_between
from zhicheng.policy.load import load_year
from zhicheng.policy.vocabulary import ETHNIC_GROUPS
from zhicheng.review.presence import taken_by_others
from zhicheng.review.queue import next_in_queue, previous_in_queue
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

GRAVE = frozenset({"return", "review_decline", "decline", "withdraw", "annul"})


@dataclass(frozen=True)
class Deed:
    """One form of the decision bar: the verb, what hinders it, and the words to begin with."""

    verb: Verb
    hindered: str
    words: str

    @property
    def speaks(self) -> bool:
        """Whether it takes words."""
        return self.verb.words is not Words.NONE

    @property
    def needed(self) -> bool:
        """Whether it must have words."""
        return self.verb.words is Words.MUST

    @property
    def grave(self) -> bool:
        """Whether it ends or interrupts something for the applicant."""
        return self.verb.code in GRAVE


def case_page(session: Session, row: Submission) -> dict[str, Any]:
    """Everything that ``admin/submission.html`` names."""
    actor, record, now = current_actor(), case_record(session, row), present()
    desk = cockpit(session, actor, now, row, record)
    begin = beginnings(row, record.run) | (desk["draft"].words if desk["draft"] else {})
    return desk | {
        "record": record,
        "route": record.year.routes[row.route],
        "title_name": title_name(row),
        "window": record.year.window,
        "ethnic_group": ETHNIC_GROUPS.get(row.applicant.ethnic_group or ""),
        "tables": declared_tables(row),
        "papers": list(UnitPaper),
        "shown_publicity": publicity(row),
        "deeds": [
            Deed(verb, hindrance(session, actor, row, verb), begin.get(verb.code, ""))
            for verb in TABLE
            if verb.code != "issue" and verb.possible(row, actor)
        ],
        "following": after_this(session, row, row.status, actor),
        "preceding": previous_in_queue(session, row, actor.offices),
    }


def after_this(session: Session, row: Submission, status: Status, actor: Actor) -> Submission | None:
    """The next one by clock and office that nobody else has open; a reviewer whose desk is empty goes to the queue."""
    avoid = taken_by_others(session, actor, on_the_wall())
    following = next_in_queue(session, row, status, actor.offices, avoid)
    if following is None and status is Status.IN_REVIEW and actor.may(Permission.REVIEW):
        return next_in_queue(session, row, Status.QUEUED, actor.offices, avoid)
    return following


def publicity(row: Submission) -> dict[str, Any] | None:
    """The unit's publicity with its working days, and the holidays that shorten it, by name."""
    first, last = row.publicity_from, row.publicity_to
    if first is None or last is None:
        return None
    return {
        "first": first,
        "last": last,
        "days": working_days(row, first, last),
        "off": days_off_between(first, last),
    }


def working_days(row: Submission, first: date, last: date) -> int | None:
    """As the year counts them; None where the calendar is not there yet."""
    try:
        return count_working_days(first, last, load_year(row.cycle).calendar)
    except Refusal:
        return None
