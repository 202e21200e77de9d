"""Change what a member of staff may do, or whether they work here at all."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Permission, Role
from zhicheng.staff.rights import lawful_rights
from zhicheng.staff.sign_in_session import end_sessions
from zhicheng.staff.staff import Staff, StaffOffice, StaffRole, tidy_full_name


def change_staff(
    session: Session,
    actor: Actor,
    now: datetime,
    staff: Staff,
    *,
    full_name: str | None = None,
    roles: Iterable[Role] | None = None,
    offices: Iterable[Office] | None = None,
    active: bool | None = None,
) -> Staff:
    """Set what is given, leave the rest. Changed rights end the person's sessions: they hold from the next request.

    Raises Refusal ``not_permitted``; ``same_person`` for one's own rights; ``bad_input`` for rights that do not go
    together or if no active administrator would be left.
    """
    actor.must(Permission.MANAGE_STAFF)
    shown = staff.full_name if full_name is None else tidy_full_name(full_name)
    works = staff.active if active is None else active
    wanted = staff.roles if roles is None else frozenset(roles)
    places = staff.offices if offices is None else frozenset(offices)
    rights: dict[str, Any] = {
        "roles": [sorted(staff.roles), sorted(wanted)],
        "offices": [sorted(staff.offices), sorted(places)],
        "active": [staff.active, works],
    }
    rights = {field: pair for field, pair in rights.items() if pair[0] != pair[1]}
    changes = dict(rights)
    if shown != staff.full_name:
        changes["full_name"] = [staff.full_name, shown]
    if not changes:
        return staff
    if rights and actor.id == staff.id:
        raise Refusal(
            RefusalCode.SAME_PERSON, "不能更改自己的角色、科室或停用自己。请由另一位系统管理员办理。"
        )
    wanted, places = lawful_rights(wanted, places)
    staff.full_name, staff.active = shown, works
    set_rights(staff, wanted, places)
    session.flush()
    if rights:
        end_sessions(session, now, staff)
    audit.note(session, actor, now, "change_staff", staff, changes)
    leave_an_administrator(session)
    return staff


def set_rights(staff: Staff, roles: frozenset[Role], offices: frozenset[Office]) -> None:
    """Add and take away single rows; the version counts up although only rows beside it change."""
    flag_modified(staff, "active")
    for role_row in list(staff.role_rows):
        if role_row.role not in roles:
            staff.role_rows.remove(role_row)
    staff.role_rows += [StaffRole(role=role) for role in Role if role in roles - staff.roles]
    for office_row in list(staff.office_rows):
        if office_row.office not in offices:
            staff.office_rows.remove(office_row)
    staff.office_rows += [
        StaffOffice(office=office) for office in Office if office in offices - staff.offices
    ]


def leave_an_administrator(session: Session) -> None:
    """Refuse to leave the office without anybody who can manage accounts.

    Asked after the audit entry was written: from there on its lock lets one act pass at a time, so two
    administrators who switch each other off at the same moment cannot both succeed.
    """
    remaining = (
        select(Staff.id).join(StaffRole).where(StaffRole.role == Role.ADMINISTRATOR, Staff.active.is_(True))
    )
    if session.scalar(remaining.limit(1)) is None:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            "至少要留一位在用的系统管理员，这样改后一位也没有。请先任命另一位系统管理员。",
        )
