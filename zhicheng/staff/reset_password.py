"""Give somebody who forgot the password a new first one."""

from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.password import HASHER, first_password, hash_of
from zhicheng.staff.permission import Permission
from zhicheng.staff.sign_in_session import end_sessions
from zhicheng.staff.staff import Staff


def reset_password(
    session: Session, actor: Actor, now: datetime, staff: Staff, *, hasher: PasswordHasher = HASHER
) -> str:
    """A random first password, returned once and kept nowhere; it must be changed at the next sign-in.

    Ends the person's sessions and the lock. Raises Refusal ``not_permitted``, or ``same_person`` for oneself: an
    administrator's open desk must not be enough to take the account over.
    """
    actor.must(Permission.MANAGE_STAFF)
    if actor.id == staff.id:
        raise Refusal(
            RefusalCode.SAME_PERSON, "不能重置自己的密码。请用“修改密码”，或请另一位系统管理员重置。"
        )
    password = first_password()
    staff.password_hash = hash_of(password, hasher)
    staff.must_change_password = True
    staff.forget_failures()
    session.flush()
    end_sessions(session, now, staff)
    audit.note(session, actor, now, "reset_password", staff)
    return password
