"""Sign in."""

from datetime import datetime

from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.password import Proof
from zhicheng.staff.sign_in_session import SignedIn, open_session
from zhicheng.staff.staff import Staff

SENTENCE = (
    "登录名或密码不正确，或该账号暂停登录。请核对后再试；连续输错 5 次暂停 15 分钟，之后逐次加倍。"
    "忘记密码或急需使用，请联系系统管理员。"
)
"""One sentence for unknown, wrong, locked and inactive: who asks learns nothing about a name."""


def sign_in(session: Session, now: datetime, proof: Proof) -> SignedIn | Refusal:
    """Open a session for who has proven the password, or say no.

    The refusal is returned, not raised: the failure counted and its audit entry are to be committed. Nobody acts
    yet, so there is no ``actor``. However many guesses are compared at once, they are counted here one after the
    other, and a right one that comes after the fifth wrong one is refused like the rest.
    """
    staff = (
        session.get(Staff, proof.staff_id, with_for_update=True, populate_existing=True)
        if proof.staff_id
        else None
    )
    if staff is None or not staff.active or staff.locked(now):
        return refuse(session, now, staff)
    if not proof.right or proof.password_hash != staff.password_hash:
        staff.note_failure(now)
        return refuse(session, now, staff)
    staff.forget_failures()
    if proof.new_hash is not None:
        staff.password_hash = proof.new_hash
    opened = open_session(session, now, staff)
    audit.note(session, staff.actor(), now, "sign_in", staff)
    return opened


def refuse(session: Session, now: datetime, staff: Staff | None) -> Refusal:
    """Leave a trace of the attempt, also for an unknown name; the name typed is not kept, it may be a password."""
    session.flush()
    changes = {}
    if staff is not None and staff.locked_until is not None:
        changes = {"locked_until": [None, staff.locked_until.isoformat()]}
    audit.record(
        session,
        actor_id=None,
        actor_name="未登录",
        now=now,
        act="sign_in_refused",
        subject_kind="staff",
        subject_id=None if staff is None else staff.id,
        changes=changes,
    )
    return Refusal(RefusalCode.NOT_PERMITTED, SENTENCE)
