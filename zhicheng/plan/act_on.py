"""One verb on one submission, as its own page asks for it."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.decision.second_person import second_person
from zhicheng.intake.fresh import must_be_fresh
from zhicheng.intake.lifecycle import Act
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.plan.verbs import Verb, Words, verb_of
from zhicheng.policy.load import load_year
from zhicheng.review.settle_draft import drop_draft
from zhicheng.staff.actor import Actor


def act_on(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    code: str,
    seen_version: int,
    opinion: str,
) -> object:
    """Run the verb ``code`` on what was seen as ``seen_version``; returns what the verb made.

    Raises Refusal ``bad_input``, ``not_permitted``, ``stale``, ``opinion_required`` and what the verb raises.
    """
    verb = verb_of(code)
    actor.must(verb.permission, submission.office)
    must_be_fresh(session, submission, seen_version)
    if verb.words is Words.MUST and not opinion.strip():
        raise Refusal(RefusalCode.OPINION_REQUIRED, f"“{verb.label}”须写明意见，现在意见是空的。请填写。")
    made = verb.run(session, actor, now, submission, opinion.strip())
    if verb.act is not None and verb.words is not Words.NONE:
        drop_draft(session, actor, submission)
    return made


def hindrance(session: Session, actor: Actor, submission: Submission, verb: Verb) -> str:
    """Why somebody who may do this in general may not here: asked before the button is shown; the verb asks again."""
    most = load_year(submission.cycle).window.rounds
    if verb.act is Act.RETURN and submission.rounds >= most:
        return f"已是第{submission.rounds}次提交，提交次数不得超过{most}次，不能再退回。"
    try:
        if verb.act in (Act.APPROVE, Act.DECLINE):
            second_person(session, actor, submission, verb.act)
    except Refusal as refusal:
        return refusal.sentence
    return ""
