"""Taking on, changing, resetting: what an administrator does, and may not do."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.staff.people import ADMINISTRATOR, CHEAP, PASSWORD, a_member, an_attempt
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.add_staff import add_staff
from zhicheng.staff.change_password import change_password
from zhicheng.staff.change_staff import change_staff
from zhicheng.staff.office import Office
from zhicheng.staff.password import credentials_of, prove
from zhicheng.staff.permission import Role
from zhicheng.staff.reset_password import reset_password
from zhicheng.staff.session_of import session_of
from zhicheng.staff.sign_in_session import SignedIn
from zhicheng.staff.staff import Staff
from zhicheng.staff.unlock import unlock

NOW = datetime(2025, 6, 12, 1, 0, tzinfo=UTC)
OTHER_ROLES = [role for role in Role if role is not Role.ADMINISTRATOR]


def take_on(session: Session, actor: Actor = ADMINISTRATOR, **different: object) -> Staff:
    wanted: dict[str, object] = {
        "name": "li",
        "full_name": "李雪",
        "roles": [Role.REVIEWER],
        "offices": [Office.TITLE_OFFICE],
        "password": PASSWORD,
    }
    return add_staff(session, actor, NOW, **(wanted | different), hasher=CHEAP)  # type: ignore[arg-type]


def entry(session: Session) -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_somebody_new_must_change_the_first_password(session: Session) -> None:
    staff = take_on(session)
    assert staff.must_change_password and staff.active
    assert (staff.roles, staff.offices) == ({Role.REVIEWER}, {Office.TITLE_OFFICE})
    made = entry(session)
    assert (made.act, made.subject_id) == ("add_staff", staff.id)
    assert PASSWORD not in str(made.changes) and "argon2" not in str(made.changes)


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_only_administrators_manage_accounts(session: Session, role: Role) -> None:
    somebody, actor = take_on(session), Actor(99, "某人", frozenset({role}), frozenset(Office))
    attempts = [
        lambda: take_on(session, actor, name="new"),
        lambda: change_staff(session, actor, NOW, somebody, active=False),
        lambda: reset_password(session, actor, NOW, somebody, hasher=CHEAP),
        lambda: unlock(session, actor, NOW, somebody),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.code is RefusalCode.NOT_PERMITTED


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "two words"}, "name"),
        ({"name": "a" * 51}, "name"),
        ({"name": "x\x00y"}, "name"),
        ({"name": "-x"}, "name"),
        ({"name": "<b>x</b>"}, "name"),
        ({"name": "LI"}, "name"),
        ({"full_name": "  "}, "full_name"),
        ({"full_name": "李\n雪"}, "full_name"),
        ({"full_name": "李\u202e雪"}, "full_name"),
        ({"full_name": "李" * 51}, "full_name"),
        ({"roles": []}, "roles"),
        ({"roles": [Role.ADMINISTRATOR, Role.APPROVER]}, "roles"),
        ({"roles": [Role.AUDITOR, Role.CLERK]}, "roles"),
        ({"offices": []}, "offices"),
        ({"password": "short"}, "password"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_of_its_field(
    session: Session, different: dict[str, object], field: str
) -> None:
    take_on(session)
    with pytest.raises(Refusal) as refusal:
        take_on(session, **({"name": "zhao"} | different))
    assert refusal.value.code is RefusalCode.BAD_INPUT
    assert refusal.value.facts["field"] == field


def test_names_keep_their_writing(session: Session) -> None:
    for name in ("Alice", "古丽娜·吐尔逊", "li-2", "zhang.wei", "李", "ئالىم"):
        assert take_on(session, name=name).name == name


def test_changed_rights_end_the_sessions(session: Session) -> None:
    a_member(session, "boss", role=Role.ADMINISTRATOR)
    staff = a_member(session)
    for change in ({"roles": [Role.CLERK]}, {"offices": [Office.JUNIOR_OFFICE]}):
        opened = an_attempt(session, NOW)
        assert isinstance(opened, SignedIn)
        version = staff.version
        change_staff(session, ADMINISTRATOR, NOW, staff, **change)  # type: ignore[arg-type]
        assert session_of(session, NOW, opened.token) is None
        assert staff.version > version
    assert entry(session).changes == {"offices": [["junior_office", "title_office"], ["junior_office"]]}


def test_a_new_name_keeps_the_session(session: Session) -> None:
    a_member(session, "boss", role=Role.ADMINISTRATOR)
    staff = a_member(session)
    opened = an_attempt(session, NOW)
    assert isinstance(opened, SignedIn)
    change_staff(session, ADMINISTRATOR, NOW, staff, full_name="王静")
    assert session_of(session, NOW, opened.token) is not None


def test_nothing_changed_leaves_no_trace(session: Session) -> None:
    staff = a_member(session)
    before = entry(session).id
    change_staff(session, ADMINISTRATOR, NOW, staff, roles=staff.roles, offices=staff.offices, active=True)
    assert entry(session).id == before


def test_roles_are_added_and_taken_away_singly(session: Session) -> None:
    a_member(session, "boss", role=Role.ADMINISTRATOR)
    staff = a_member(session)
    kept = staff.role_rows[0].id
    change_staff(session, ADMINISTRATOR, NOW, staff, roles=[Role.REVIEWER, Role.APPROVER])
    session.expire_all()
    assert staff.roles == {Role.REVIEWER, Role.APPROVER}
    assert kept in {row.id for row in staff.role_rows}
    change_staff(session, ADMINISTRATOR, NOW, staff, roles=[Role.APPROVER])
    session.expire_all()
    assert staff.roles == {Role.APPROVER}


@pytest.mark.parametrize(
    "change", [{"roles": [Role.CLERK]}, {"offices": [Office.TITLE_OFFICE]}, {"active": False}], ids=str
)
def test_nobody_changes_the_own_rights(session: Session, change: dict[str, object]) -> None:
    boss = a_member(session, "boss", role=Role.ADMINISTRATOR)
    a_member(session, "second", role=Role.ADMINISTRATOR)
    with pytest.raises(Refusal) as refusal:
        change_staff(session, boss.actor(), NOW, boss, **change)  # type: ignore[arg-type]
    assert refusal.value.code is RefusalCode.SAME_PERSON


@pytest.mark.parametrize("change", [{"roles": [Role.CLERK]}, {"active": False}], ids=str)
def test_the_last_active_administrator_stays(session: Session, change: dict[str, object]) -> None:
    boss = a_member(session, "boss", role=Role.ADMINISTRATOR)
    gone = a_member(session, "gone", role=Role.ADMINISTRATOR)
    change_staff(session, ADMINISTRATOR, NOW, gone, active=False)
    with pytest.raises(Refusal, match="至少要留一位在用的系统管理员"):
        change_staff(session, ADMINISTRATOR, NOW, boss, **change)  # type: ignore[arg-type]


def test_a_reset_password_works_once_for_changing_it(session: Session) -> None:
    staff = a_member(session)
    opened = an_attempt(session, NOW)
    assert isinstance(opened, SignedIn)
    for _ in range(5):
        an_attempt(session, NOW, password="wrong")
    first = reset_password(session, ADMINISTRATOR, NOW, staff, hasher=CHEAP)
    assert session_of(session, NOW, opened.token) is None
    assert isinstance(an_attempt(session, NOW, password=first), SignedIn)
    assert staff.must_change_password
    assert first not in str(entry(session).changes)


def test_nobody_resets_the_own_password(session: Session) -> None:
    boss = a_member(session, "boss", role=Role.ADMINISTRATOR)
    with pytest.raises(Refusal) as refusal:
        reset_password(session, boss.actor(), NOW, boss, hasher=CHEAP)
    assert refusal.value.code is RefusalCode.SAME_PERSON


class TestChangePassword:
    """One's own."""

    NEW = "eleven blue kingfishers"

    def change(self, session: Session, staff: Staff, *, current: str = PASSWORD, new: str = NEW) -> object:
        proof = prove(credentials_of(session, staff.name), current, CHEAP)
        return change_password(session, staff.actor(), NOW, proof, password=new, hasher=CHEAP)

    def test_it_ends_the_other_sessions_and_opens_a_new_one(self, session: Session) -> None:
        staff = a_member(session, must_change_password=True)
        old = an_attempt(session, NOW)
        assert isinstance(old, SignedIn)
        fresh = self.change(session, staff)
        assert isinstance(fresh, SignedIn)
        assert session_of(session, NOW, old.token) is None
        assert session_of(session, NOW, fresh.token) is not None
        assert not staff.must_change_password
        assert isinstance(an_attempt(session, NOW), Refusal)
        assert isinstance(an_attempt(session, NOW, password=self.NEW), SignedIn)

    def test_wrong_present_passwords_count_towards_the_lock(self, session: Session) -> None:
        staff = a_member(session)
        for _ in range(5):
            assert isinstance(self.change(session, staff, current="wrong"), Refusal)
        assert staff.locked(NOW)
        assert isinstance(self.change(session, staff), Refusal)

    @pytest.mark.parametrize("new", [PASSWORD, "short", "password123456"])
    def test_the_new_one_must_be_good_and_new(self, session: Session, new: str) -> None:
        staff = a_member(session)
        with pytest.raises(Refusal) as refusal:
            self.change(session, staff, new=new)
        assert refusal.value.facts["field"] == "password"

    def test_nobody_changes_somebody_elses(self, session: Session) -> None:
        staff, other = a_member(session), a_member(session, "li")
        proof = prove(credentials_of(session, "wang"), PASSWORD, CHEAP)
        with pytest.raises(Refusal) as refusal:
            change_password(session, other.actor(), NOW, proof, password=self.NEW, hasher=CHEAP)
        assert refusal.value.code is RefusalCode.NOT_PERMITTED
        assert staff.version == session.get_one(Staff, staff.id).version
