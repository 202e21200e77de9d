"""The closed table of what can be done to one submission, and to many of them by a plan: one verb a row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.certificate.annul import annul
from zhicheng.certificate.issue import reserve
from zhicheng.checks.run_checks import run_checks
from zhicheng.checks.submit import submit
from zhicheng.decision.approve import approve
from zhicheng.decision.decline import decline
from zhicheng.intake.lifecycle import MOVES, OPEN, Act, Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import load_year
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.review import review
from zhicheng.review.review_opinion import Proposal
from zhicheng.review.send_back import send_back
from zhicheng.review.start_review import start_review
from zhicheng.review.withdraw import withdraw
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

Run = Callable[[Session, Actor, datetime, Submission, str], object]


class Words(Choice):
    """Whether a verb takes an opinion."""

    NONE = "none", "不需要意见"
    MAY = "may", "可以附意见"
    MUST = "must", "须写明意见"


@dataclass(frozen=True)
class Verb:
    """One row: ``act`` says from which statuses it can go; None with ``statuses`` where the map has no such move."""

    code: str
    label: str
    done: str
    permission: Permission
    words: Words
    run: Run
    act: Act | None = None
    statuses: frozenset[Status] = frozenset()
    bulk: bool = True

    @property
    def begins(self) -> frozenset[Status]:
        """Where it can be done at all."""
        return self.statuses or frozenset(move.before for move in MOVES if move.act is self.act)

    def possible(self, submission: Submission, actor: Actor) -> bool:
        """Whether the map has the move from here and the person may make it; the verb itself still judges the rest."""
        return submission.status in self.begins and actor.may(self.permission, submission.office)


def _number(session: Session, actor: Actor, now: datetime, submission: Submission, _opinion: str) -> object:
    """Reserve the number: as far as a dry run goes, and a run before the files are made (``issue_rows``)."""
    return reserve(session, actor, now, load_year(submission.cycle), submission)


def _check_again(
    session: Session, actor: Actor, now: datetime, submission: Submission, _opinion: str
) -> object:
    """Before a decision only: what it was decided upon stays its newest run."""
    if submission.status not in OPEN:
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"{submission.number} 现在是“{submission.status.label}”，已经办结，不再检查。",
        )
    return run_checks(session, actor, now, load_year(submission.cycle), submission)


TABLE = (
    Verb(
        "submit", "提交", "已提交，进入待审核", Permission.EDIT_FILES, Words.NONE,
        lambda session, actor, now, one, _: submit(session, actor, now, load_year(one.cycle), one),
        Act.SUBMIT, bulk=False,
    ),
    Verb(
        "start_review", "纳入批次并开始审核", "已纳入批次，开始审核", Permission.REVIEW, Words.NONE,
        lambda session, actor, now, one, _: start_review(session, actor, now, one),
        Act.START_REVIEW,
    ),
    Verb(
        "run_checks", "重新检查", "已重新检查", Permission.RUN_CHECKS, Words.NONE, _check_again, statuses=OPEN,
    ),
    Verb(
        "review_pass", "初审通过", "初审通过，待复核", Permission.REVIEW, Words.MAY,
        lambda session, actor, now, one, opinion: review(session, actor, now, one, Proposal.PASS, opinion),
        Act.REVIEW,
    ),
    Verb(
        "return", "退回补正", "已退回补正", Permission.RETURN, Words.MUST,
        lambda session, actor, now, one, opinion: return_for_correction(
            session, actor, now, load_year(one.cycle), one, opinion
        ),
        Act.RETURN,
    ),
    Verb(
        "review_decline", "建议不通过", "已建议不通过，待复核", Permission.REVIEW, Words.MUST,
        lambda session, actor, now, one, opinion: review(session, actor, now, one, Proposal.DECLINE, opinion),
        Act.REVIEW,
    ),
    Verb(
        "approve", "复核通过", "复核通过", Permission.DECIDE, Words.MAY,
        lambda session, actor, now, one, opinion: approve(session, actor, now, load_year(one.cycle), one, opinion),
        Act.APPROVE,
    ),
    Verb(
        "decline", "复核不通过", "复核不通过", Permission.DECIDE, Words.MAY,
        lambda session, actor, now, one, opinion: decline(session, actor, now, one, opinion),
        Act.DECLINE,
    ),
    Verb(
        "send_back", "发回重审", "已发回重审", Permission.DECIDE, Words.MUST,
        lambda session, actor, now, one, opinion: send_back(session, actor, now, one, opinion),
        Act.SEND_BACK,
    ),
    Verb(
        "withdraw", "撤回", "已撤回", Permission.WITHDRAW, Words.MUST,
        lambda session, actor, now, one, opinion: withdraw(session, actor, now, one, opinion),
        Act.WITHDRAW, bulk=False,
    ),
    Verb(
        "annul", "撤销通过决定", "已撤销通过决定", Permission.DECIDE, Words.MUST,
        lambda session, actor, now, one, opinion: annul(session, actor, now, one, opinion),
        Act.ANNUL, bulk=False,
    ),
    Verb("issue", "制发证书", "已制发证书", Permission.ISSUE, Words.NONE, _number, statuses=frozenset({Status.APPROVED})),
)  # fmt: skip
VERBS = {verb.code: verb for verb in TABLE}


def verb_of(code: str) -> Verb:
    """The row of ``code``; ``bad_input`` for a code that is none."""
    verb = VERBS.get(code)
    if verb is None:
        raise Refusal(RefusalCode.BAD_INPUT, "没有这种办理方式。请从页面上的按钮重新选择。")
    return verb
