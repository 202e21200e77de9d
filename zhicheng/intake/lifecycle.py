"""The map of all moves of a submission (design.md section 4). Nothing changes a status that is not a row here."""

from dataclasses import dataclass

from zhicheng.kernel.choice import Choice
from zhicheng.staff.permission import Permission


class Status(Choice):
    """Where a submission stands."""

    DRAFT = "draft", "草稿"
    QUEUED = "queued", "待审核"
    IN_REVIEW = "in_review", "审核中"
    REVIEWED = "reviewed", "待复核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已通过"
    DECLINED = "declined", "不通过"
    LAPSED = "lapsed", "逾期不予受理"
    WITHDRAWN = "withdrawn", "已撤回"
    ANNULLED = "annulled", "已撤销"


class Act(Choice):
    """What moves a submission."""

    SUBMIT = "submit", "提交"
    START_REVIEW = "start_review", "开始审核"
    REVIEW = "review", "初审"
    RETURN = "return", "退回补正"
    SEND_BACK = "send_back", "发回重审"
    APPROVE = "approve", "复核通过"
    DECLINE = "decline", "复核不通过"
    WITHDRAW = "withdraw", "撤回"
    LAPSE = "lapse", "逾期"
    ANNUL = "annul", "撤销"


@dataclass(frozen=True)
class Move:
    """One lawful move and the permission that it takes."""

    act: Act
    before: Status
    after: Status
    permission: Permission


OPEN = frozenset({Status.DRAFT, Status.QUEUED, Status.IN_REVIEW, Status.REVIEWED, Status.RETURNED})
"""Before a decision: a person has at most one such submission in a cycle."""

CORRECTABLE = frozenset({Status.DRAFT, Status.RETURNED})
"""What is declared may be changed only while the file lies with the applicant."""

UNDER_REVIEW = OPEN - CORRECTABLE
"""Where a submission waits for the office, and not for the applicant."""

MOVES: tuple[Move, ...] = (
    Move(Act.SUBMIT, Status.DRAFT, Status.QUEUED, Permission.EDIT_FILES),
    Move(Act.SUBMIT, Status.RETURNED, Status.QUEUED, Permission.EDIT_FILES),
    Move(Act.START_REVIEW, Status.QUEUED, Status.IN_REVIEW, Permission.REVIEW),
    Move(Act.REVIEW, Status.IN_REVIEW, Status.REVIEWED, Permission.REVIEW),
    Move(Act.RETURN, Status.IN_REVIEW, Status.RETURNED, Permission.RETURN),
    Move(Act.RETURN, Status.REVIEWED, Status.RETURNED, Permission.RETURN),
    Move(Act.SEND_BACK, Status.REVIEWED, Status.IN_REVIEW, Permission.DECIDE),
    Move(Act.APPROVE, Status.REVIEWED, Status.APPROVED, Permission.DECIDE),
    Move(Act.DECLINE, Status.REVIEWED, Status.DECLINED, Permission.DECIDE),
    Move(Act.LAPSE, Status.RETURNED, Status.LAPSED, Permission.EDIT_FILES),
    Move(Act.ANNUL, Status.APPROVED, Status.ANNULLED, Permission.DECIDE),
    *(
        Move(Act.WITHDRAW, status, Status.WITHDRAWN, Permission.WITHDRAW)
        for status in Status
        if status in OPEN
    ),
)


def find_move(act: Act, before: Status) -> Move | None:
    """The move that ``act`` makes from ``before``, or None where there is none."""
    return next((move for move in MOVES if move.act is act and move.before is before), None)


def permission_for(act: Act) -> Permission:
    """The permission that ``act`` takes, from wherever it moves."""
    return next(move.permission for move in MOVES if move.act is act)


def diagram() -> str:
    """The map as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT}"]
    lines += [f"    {move.before} --> {move.after}: {move.act}" for move in MOVES]
    ends = set(Status) - {move.before for move in MOVES}
    lines += [f"    {status} --> [*]" for status in Status if status in ends]
    return "\n".join(lines)
