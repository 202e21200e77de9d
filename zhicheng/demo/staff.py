"""The people who work in the demonstration: one per role, two where the work takes two."""

from datetime import datetime
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from zhicheng.staff.actor import Actor
from zhicheng.staff.add_staff import add_staff
from zhicheng.staff.office import Office
from zhicheng.staff.password import HASHER
from zhicheng.staff.permission import Role
from zhicheng.staff.staff import Staff

BOTH = tuple(Office)
JUNIOR, TITLE = (Office.JUNIOR_OFFICE,), (Office.TITLE_OFFICE,)
PEOPLE = (
    # sign-in name, name as shown, roles, offices; the first of a role is the printed login
    ("shoujian", "周敏", (Role.CLERK,), BOTH),
    ("chushen", "李文静", (Role.REVIEWER,), BOTH),
    ("chushen2", "王海峰", (Role.REVIEWER,), JUNIOR),
    ("chushen3", "迪丽努尔·亚森", (Role.REVIEWER,), TITLE),
    ("fuhe", "赵振华", (Role.APPROVER,), BOTH),
    ("fuhe2", "阿依努尔·叶尔兰", (Role.APPROVER,), BOTH),
    ("zhizheng", "陈洁", (Role.ISSUER,), BOTH),
    ("chengxin", "马国栋", (Role.INTEGRITY_OFFICER,), BOTH),
    ("chengxin2", "吴晓燕", (Role.INTEGRITY_OFFICER,), BOTH),
    ("shenji", "孙立新", (Role.AUDITOR,), BOTH),
    ("guanli", "胡涛", (Role.ADMINISTRATOR,), ()),
)
SETUP = Actor(None, "演示准备", frozenset({Role.ADMINISTRATOR}), frozenset(Office))


class OnceHasher(PasswordHasher):
    """The office's hashing, which takes its time on purpose; one password for all is worked out once."""

    known: str | None = None

    def hash(self, password: str | bytes, **more: Any) -> str:
        """The same hash for everybody."""
        self.known = self.known or super().hash(password, **more)
        return self.known


def take_on(session: Session, now: datetime, password: str) -> dict[str, Staff]:
    """Everybody, by sign-in name, with one password for all; it was chosen on this machine, so none must be changed."""
    taken = {}
    hasher = OnceHasher(HASHER.time_cost, HASHER.memory_cost, HASHER.parallelism)
    for name, full_name, roles, offices in PEOPLE:
        taken[name] = add_staff(
            session,
            SETUP,
            now,
            name=name,
            full_name=full_name,
            roles=roles,
            offices=offices,
            password=password,
            hasher=hasher,
        )
        taken[name].must_change_password = False
    session.flush()
    return taken


def printed_logins() -> list[tuple[str, str]]:
    """One sign-in name per role with the role's label."""
    seen: dict[Role, str] = {}
    for name, _, roles, _ in PEOPLE:
        for role in roles:
            seen.setdefault(role, name)
    return [(role.label, seen[role]) for role in Role]
