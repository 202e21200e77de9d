"""Draft a plan: try the real verb on each submission, take everything back, and keep what it said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import portions
from zhicheng.plan.own_defects import opinion_for
from zhicheng.plan.plan import Plan, PlanRow, PlanStatus, RowOutcome
from zhicheng.plan.verbs import Run, Verb, Words, verb_of
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

MOST = 1_000
STAND_IN = "（待填写）"
CAME = func.coalesce(Submission.submitted_at, Submission.registered_at)


def draft_plan(
    session: Session, actor: Actor, now: datetime, code: str, chosen: Sequence[int], opinion: str = ""
) -> Plan:
    """What ``code`` would do to the submissions ``chosen``, oldest first; nothing has happened to them afterwards.

    Where the verb must have words and none are given yet, the dry run takes a stand-in: words change no reason.
    Raises Refusal ``bad_input`` (no such verb, nothing chosen, too many), ``not_permitted``.
    """
    verb = verb_of(code)
    actor.must(Permission.READ_PLANS)
    actor.must(verb.permission)
    if not verb.bulk or actor.id is None:
        raise Refusal(RefusalCode.BAD_INPUT, f"“{verb.label}”只能逐件办理。")
    if not chosen:
        raise Refusal(RefusalCode.BAD_INPUT, "还没有选择任何一件申报。请先勾选，再选择要做的事。")
    if len(chosen) > MOST:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"一次最多办理 {MOST:,} 件，现选了 {len(chosen):,} 件。请先筛选再分次办理。",
        )
    plan = Plan(
        verb=code,
        words={"opinion": opinion.strip()},
        status=PlanStatus.DRAFTED,
        drafted_by_id=actor.id,
        drafted_by_name=actor.name,
        drafted_at=now,
    )
    session.add(plan)
    session.flush()
    words = opinion.strip() or (STAND_IN if verb.words is Words.MUST else "")
    rows: list[dict[str, Any]] = []
    for key in in_order(session, chosen):
        submission = session.get_one(Submission, key)
        seen = submission.version
        refusal = tried(session, actor, now, verb, verb.run, submission, words)
        rows.append(
            {
                "plan_id": plan.id,
                "submission_id": key,
                "seen_version": seen,
                "outcome": RowOutcome.BLOCKED if refusal else RowOutcome.WILL_DO,
                "code": refusal.code.value if refusal else None,
                "sentence": refusal.sentence if refusal else "",
            }
        )
    session.execute(insert(PlanRow), rows)
    audit.note(session, actor, now, "draft_plan", plan, {"verb": [None, code], "chosen": [None, len(chosen)]})
    return plan


def oldest(session: Session, chosen: Select[tuple[int]]) -> Sequence[int]:
    """As many of the keys as one plan takes, those that came first."""
    first = select(Submission.id).where(Submission.id.in_(chosen)).order_by(CAME, Submission.id).limit(MOST)
    return session.scalars(first).all()


def tried(
    session: Session, actor: Actor, now: datetime, verb: Verb, run: Run, submission: Submission, words: str
) -> Refusal | None:
    """What the verb would refuse, if anything; whatever it did is taken back."""
    attempt = session.begin_nested()
    try:
        actor.must(verb.permission, submission.office)
        run(session, actor, now, submission, opinion_for(session, submission, words))
        session.flush()
    except Refusal as refusal:
        return refusal
    except StaleDataError:
        return faster(submission)
    finally:
        attempt.rollback()
    return None


def faster(submission: Submission) -> Refusal:
    """Somebody was on the row in the same moment."""
    return Refusal(RefusalCode.STALE, f"{submission.number} 正在被其他人办理，没有执行。请稍后查看最新情况。")


def in_order(session: Session, chosen: Sequence[int]) -> list[int]:
    """The keys in the order in which the submissions came, so that the oldest join a batch first.

    Keys, not rows: every savepoint looks at all rows that the session holds.
    """
    found = list[tuple[datetime, int]]()
    for portion in portions(set(chosen)):
        rows = session.execute(select(CAME, Submission.id).where(Submission.id.in_(portion)))
        found += [(at, key) for at, key in rows]
    return [key for _, key in sorted(found)]
