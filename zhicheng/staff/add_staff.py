"""Take on a member of staff."""

from collections.abc import Iterable
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.password import HASHER, good_password, hash_of
from zhicheng.staff.permission import Permission, Role
from zhicheng.staff.rights import lawful_rights
from zhicheng.staff.staff import Staff, StaffOffice, StaffRole, tidy_full_name, tidy_name


def add_staff(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    name: str,
    full_name: str,
    roles: Iterable[Role],
    offices: Iterable[Office],
    password: str,
    hasher: PasswordHasher = HASHER,
) -> Staff:
    """A new account with a first password, which its owner must change before anything else.

    Raises Refusal ``not_permitted``; ``bad_input`` for a name that is taken or is none, rights that do not go
    together, or a weak password.
    """
    actor.must(Permission.MANAGE_STAFF)
    tidy = tidy_name(name)
    if tidy is None:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            "登录名应为 1 至 50 个汉字、字母或数字，中间可用 . - _ ·，不能有空格。请更正登录名。",
            field="name",
        )
    shown = tidy_full_name(full_name)
    if session.scalar(select(Staff.id).where(func.lower(Staff.name) == tidy.lower())) is not None:
        raise Refusal(
            RefusalCode.BAD_INPUT, f"登录名“{tidy}”已有人使用（不分大小写）。请换一个登录名。", field="name"
        )
    wanted, places = lawful_rights(roles, offices)
    first = good_password(password, name=tidy, full_name=shown)
    staff = Staff(
        name=tidy,
        full_name=shown,
        password_hash=hash_of(first, hasher),
        role_rows=[StaffRole(role=role) for role in Role if role in wanted],
        office_rows=[StaffOffice(office=office) for office in Office if office in places],
    )
    session.add(staff)
    session.flush()
    audit.note(
        session,
        actor,
        now,
        "add_staff",
        staff,
        {
            "name": [None, tidy],
            "full_name": [None, shown],
            "roles": [[], sorted(wanted)],
            "offices": [[], sorted(places)],
        },
    )
    return staff
