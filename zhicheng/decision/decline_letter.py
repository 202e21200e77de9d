"""不予通过通知: why, by which clauses, and how to object."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.checks.run_checks import latest_run
from zhicheng.intake.in_words import case_in_words
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing_day
from zhicheng.letter.compose import compose
from zhicheng.letter.text import LetterText, items, minute_in_words, paragraphs
from zhicheng.policy.vocabulary import Outcome
from zhicheng.policy.year import PolicyYear
from zhicheng.review.defects import defects_of


def decline_letter(
    session: Session, year: PolicyYear, submission: Submission, reason: str, decided_at: datetime
) -> LetterText:
    """The letter that declining for this reason sends; nothing is stored.

    The clauses are those that the reason names; where it names none, those that the checks found not to hold.
    """
    reasons = defects_of(reason)
    clauses = [one.clause for one in reasons if one.clause]
    if not clauses:
        run = latest_run(session, submission)
        wrong = [Outcome.INELIGIBLE.value]
        clauses = [str(one["clause"]) for one in (run.findings if run else ()) if one["outcome"] in wrong]
    wording = year.wording["decline_letter"]
    facts = case_in_words(year, submission, decided_at) | {
        "decided_on": minute_in_words(decided_at),
        "clauses": "、".join(dict.fromkeys(clauses)),
    }
    basis = wording.say("reason_with_clauses", facts) if clauses else ""
    said = [wording.say("reason", facts | {"reason": one.text}) for one in reasons]
    closing = "\n".join((basis, wording.say("objection", facts), wording.say("closing", facts)))
    return compose(
        wording,
        facts,
        sender=year.issuing_body,
        day=beijing_day(decided_at),
        lines=(*paragraphs(wording.say("opening", facts)), *items(said), *paragraphs(closing)),
    )
