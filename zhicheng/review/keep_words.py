"""Keep what a reviewer has typed so far."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.intake.submission import Submission
from zhicheng.review.draft import ReviewDraft, begun_draft
from zhicheng.review.opinion_lines import add_line
from zhicheng.staff.actor import Actor


def keep_words(
    session: Session, actor: Actor, now: datetime, submission: Submission, code: str, text: str
) -> ReviewDraft:
    """Keep ``text`` as the opinion begun for the verb ``code``. Raises what ``begun_draft`` raises."""
    draft = begun_draft(session, actor, now, submission)
    draft.words = draft.words | {code: text}
    session.flush()
    return draft


def quote(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    code: str,
    beginning: str,
    line: str,
) -> ReviewDraft:
    """Write ``line`` into the opinion begun for ``code``, which starts as ``beginning`` where nothing was typed yet."""
    draft = begun_draft(session, actor, now, submission)
    draft.words = draft.words | {code: add_line(str(draft.words.get(code, beginning)), line)}
    session.flush()
    return draft
