"""What waits for whoever is signed in: each card a number, how urgent it is, and the list of exactly that many."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from zhicheng.certificate.waiting import FOR, HOURS, Waiting, count_to_issue, count_waiting
from zhicheng.decision.batches_due import BatchDue, count_due
from zhicheng.integrity.lifts_proposed import count_lifts_for
from zhicheng.kernel.audit_counts import count_since
from zhicheng.kernel.clock import beijing_day, short_minute, start_of
from zhicheng.plan.unfinished import count_unfinished
from zhicheng.staff.accounts_due import AccountDue, count_accounts_due
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission
from zhicheng.timeline.event import PERSONAL

URGENCY: Final = (
    *(Waiting.OVERDUE, Waiting.WITHIN_2, Waiting.WITHIN_12, "unfinished plan", Waiting.BEGUN, "lift"),
    *(
        Waiting.TO_DECIDE,
        Waiting.QUEUED,
        Waiting.TO_ISSUE,
        BatchDue.PUBLISH,
        BatchDue.FREEZE,
        Waiting.WITHIN_48,
    ),
    *(Waiting.DRAFT, AccountDue.LOCKED, AccountDue.FIRST_PASSWORD, "seen", "refused", "trail"),
)
"""The most urgent first."""
RED: Final = frozenset({Waiting.OVERDUE, Waiting.WITHIN_2})
REFUSED: Final = ("sign_in_refused", "change_password_refused")
BATCH_HINTS: Final = {
    BatchDue.FREEZE: "成员已全部复核通过，可以签字冻结",
    BatchDue.PUBLISH: "已冻结，待填文号公布",
}


@dataclass(frozen=True)
class Card:
    """``why`` places it among the others; ``icon`` stands beside the words."""

    why: str
    label: str
    number: int
    address: str
    hint: str = ""
    icon: str = "inbox"

    @property
    def urgent(self) -> bool:
        """Whether it is shown in red, with words."""
        return self.why in RED


def cards(session: Session, actor: Actor, now: datetime) -> list[Card]:
    """Every card with a number above nought, the most urgent first."""
    made = [
        *of_submissions(session, actor, now),
        *of_issuing(session, actor, now),
        *of_others(session, actor),
        *of_the_house(session, actor, now),
    ]
    return sorted((one for one in made if one.number), key=lambda one: URGENCY.index(one.why))


def of_submissions(session: Session, actor: Actor, now: datetime) -> Iterator[Card]:
    """Submissions, by why they wait."""
    for why in Waiting:
        if not FOR[why] & actor.permissions or why is Waiting.TO_ISSUE:
            continue
        number, oldest = count_waiting(session, why, actor, now, actor.offices)
        hint = "" if oldest is None else hint_of(why, oldest, now)
        label = f"已退回，{why.label}" if why in HOURS else why.label
        icon = "clock" if why is Waiting.OVERDUE or why in HOURS else "inbox"
        yield Card(why, label, number, f"/admin/submission/?flt_waiting_is={why.value}", hint, icon)


def of_issuing(session: Session, actor: Actor, now: datetime) -> Iterator[Card]:
    """A card for each batch with somebody to issue for: it leads to where they are issued."""
    if actor.may(Permission.ISSUE):
        why = Waiting.TO_ISSUE
        for key, batch, number, oldest in count_to_issue(session, actor):
            hint = f"批次 {batch}，{hint_of(why, oldest, now)}"
            yield Card(why, why.label, number, f"/admin/certificate/issue/?batch={key}", hint, "award")


def hint_of(why: Waiting, oldest: datetime, now: datetime) -> str:
    """How long the first of them has waited, or when it is due."""
    if why is Waiting.OVERDUE or why in HOURS:
        return f"最早 {short_minute(oldest)} 到期"
    return f"最早的已等 {largest_unit(now, oldest)}"


def largest_unit(now: datetime, since: datetime) -> str:
    """``3 天``, ``5 小时``, ``20 分钟``."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 2880 else f"{minutes // 1440} 天"


def of_others(session: Session, actor: Actor) -> Iterator[Card]:
    """Batches to sign, lifts to confirm, plans to bring to their end."""
    if actor.may(Permission.FREEZE_BATCH):
        for why in BatchDue:
            address = f"/admin/batch/?flt_due_is={why.value}"
            yield Card(
                why, why.label, count_due(session, actor, why), address, BATCH_HINTS[why], "collection"
            )
    if actor.may(Permission.KEEP_INTEGRITY):
        lifts, address = count_lifts_for(session, actor), "/admin/integrity/?flt_due_is=lift"
        yield Card("lift", "待我确认的解除", lifts, address, "另一人已提出解除诚信记录", "shield-exclamation")
    if actor.may(Permission.READ_PLANS):
        begun, address = count_unfinished(session, actor), "/admin/plan/?flt_due_is=mine"
        yield Card(
            "unfinished plan", "没有办完的批量任务", begun, address, "待确认或执行到一半", "list-check"
        )


def of_the_house(session: Session, actor: Actor, now: datetime) -> Iterator[Card]:
    """What the administrator and the auditor look after."""
    if actor.may(Permission.MANAGE_STAFF):
        for why in AccountDue:
            address = f"/admin/staff/?flt_due_is={why.value}"
            yield Card(why, why.label, count_accounts_due(session, why, now), address, "", "person-badge")
    if actor.may(Permission.READ_AUDIT):
        today = beijing_day(now)
        since = f"/admin/audit/?flt_at_from={today}"
        for name, label, acts in (
            ("seen", "今日看过的个人信息", PERSONAL),
            ("refused", "今日未成功的登录", REFUSED),
            ("trail", "今日的审计记录", ()),
        ):
            address = f"{since}&flt_act_is={','.join(acts)}" if acts else since
            yield Card(name, label, count_since(session, start_of(today), acts), address, "", "journal-text")
