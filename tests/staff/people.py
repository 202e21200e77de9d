"""Members of staff for tests, made by the verbs with cheap hashing."""

from collections.abc import Iterable
from datetime import UTC, datetime

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from zhicheng.kernel.refusal import Refusal
from zhicheng.staff.actor import Actor
from zhicheng.staff.add_staff import add_staff
from zhicheng.staff.office import Office
from zhicheng.staff.password import credentials_of, prove
from zhicheng.staff.permission import Role
from zhicheng.staff.sign_in import sign_in
from zhicheng.staff.sign_in_session import SignedIn
from zhicheng.staff.staff import Staff

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "seven grey herons 冬天"
ADMINISTRATOR = Actor(None, "甲管理员", frozenset({Role.ADMINISTRATOR}), frozenset(Office))
HIRED = datetime(2025, 1, 2, 2, 0, tzinfo=UTC)


def a_member(
    session: Session,
    name: str = "wang",
    *,
    role: str | Iterable[Role] = Role.REVIEWER,
    offices: Iterable[Office] = tuple(Office),
    must_change_password: bool = False,
) -> Staff:
    """Somebody with ``PASSWORD``, past the first change of it unless told otherwise."""
    roles = [Role(role)] if isinstance(role, str) else list(role)
    staff = add_staff(
        session,
        ADMINISTRATOR,
        HIRED,
        name=name,
        full_name="王" + "一二三四五六七八九十"[len(name) % 10],
        roles=roles,
        offices=offices,
        password=PASSWORD,
        hasher=CHEAP,
    )
    staff.must_change_password = must_change_password
    session.flush()
    return staff


def an_attempt(
    session: Session, now: datetime, name: str = "wang", password: str = PASSWORD
) -> SignedIn | Refusal:
    """Try to sign in as a door does."""
    return sign_in(session, now, prove(credentials_of(session, name), password, CHEAP))
