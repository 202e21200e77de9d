"""受理回执: that a round came in, when, and for what (clause 6.1)."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.attach import listed_attachments
from zhicheng.intake.in_words import case_in_words
from zhicheng.intake.submission import Submission
from zhicheng.kernel.clock import beijing_day
from zhicheng.letter.compose import compose
from zhicheng.letter.text import LetterText, minute_in_words, paragraphs
from zhicheng.policy.year import PolicyYear


def receipt(session: Session, year: PolicyYear, submission: Submission, received_at: datetime) -> LetterText:
    """The receipt for the round that was just opened."""
    wording = year.wording["receipt"]
    facts = case_in_words(year, submission, received_at) | {
        "received_at": minute_in_words(received_at),
        "attachments": len(listed_attachments(session, submission)),
    }
    return compose(
        wording,
        facts,
        sender=year.issuing_body,
        day=beijing_day(received_at),
        lines=paragraphs(wording.say("opening", facts)),
        pairs=wording.rows(facts),
        after=paragraphs(wording.say("after", facts) + "\n" + wording.say("closing", facts)),
    )
