"""Change one's own password."""

from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.password import HASHER, Proof, good_password, hash_of, matches
from zhicheng.staff.sign_in_session import SignedIn, end_sessions, open_session
from zhicheng.staff.staff import Staff


def change_password(
    session: Session,
    actor: Actor,
    now: datetime,
    proof: Proof,
    *,
    password: str,
    hasher: PasswordHasher = HASHER,
) -> SignedIn | Refusal:
    """Replace the password that ``proof`` has shown to be known; ends every session and opens a new one.

    A wrong present password is returned as a Refusal (it counts towards the lock, so it must be committed); a weak or
    unchanged new one is raised as ``bad_input``, a stranger's account as ``not_permitted``.
    """
    if actor.id is None or actor.id != proof.staff_id:
        raise Refusal(RefusalCode.NOT_PERMITTED, "只能修改自己的密码。忘记密码请联系系统管理员重置。")
    staff = session.get_one(Staff, actor.id, with_for_update=True, populate_existing=True)
    if staff.locked(now) or not proof.right or proof.password_hash != staff.password_hash:
        return refuse(session, actor, now, staff)
    new = good_password(password, name=staff.name, full_name=staff.full_name)
    if matches(staff.password_hash, new, hasher):
        raise Refusal(RefusalCode.BAD_INPUT, "新密码不能与现在的密码相同。请换一个密码。", field="password")
    staff.password_hash = hash_of(new, hasher)
    staff.must_change_password = False
    staff.forget_failures()
    session.flush()
    end_sessions(session, now, staff)
    opened = open_session(session, now, staff)
    audit.note(session, actor, now, "change_password", staff)
    return opened


def refuse(session: Session, actor: Actor, now: datetime, staff: Staff) -> Refusal:
    """Count the wrong password and leave a trace; locked means that no further one is looked at."""
    if not staff.locked(now):
        staff.note_failure(now)
        session.flush()
    audit.note(session, actor, now, "change_password_refused", staff)
    return Refusal(
        RefusalCode.NOT_PERMITTED,
        "现在的密码不正确，或因连续输错已暂停。请核对后再试；连续输错 5 次暂停 15 分钟。",
        field="current",
    )
