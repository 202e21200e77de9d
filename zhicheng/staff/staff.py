"""A member of staff: name, roles, offices, and what signing in needs."""

import re
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import Base
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=4)

_NAME = re.compile(r"[^\W_](?:[\w.·-]{0,48}[^\W_])?")


def tidy_name(name: str) -> str | None:
    """A sign-in name in the one form it is kept in (NFC, no spaces around); None if it can be no name."""
    tidy = unicodedata.normalize("NFC", name[:200]).strip()
    return tidy if _NAME.fullmatch(tidy) else None


def tidy_full_name(full_name: str) -> str:
    """A person's name as it is shown. Raises Refusal ``bad_input``."""
    tidy = unicodedata.normalize("NFC", full_name).strip()
    if not 1 <= len(tidy) <= 50 or not tidy.isprintable():
        raise Refusal(
            RefusalCode.BAD_INPUT, "姓名应为 1 至 50 个字，不含控制字符。请更正姓名。", field="full_name"
        )
    return tidy


class StaffRole(Base):
    """One role of one member of staff."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("staff_id", "role"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    role: Mapped[Role]


class StaffOffice(Base):
    """One office that a member of staff works for."""

    __tablename__ = "staff_office"
    __table_args__ = (UniqueConstraint("staff_id", "office"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    office: Mapped[Office]


class Staff(Base):
    """Somebody who works here. Never deleted: what they did keeps their key; leaving is ``active = False``."""

    __tablename__ = "staff"

    name: Mapped[str] = mapped_column(String(50), unique=True, comment="sign-in name")
    full_name: Mapped[str] = mapped_column(String(50), comment="name as shown")
    password_hash: Mapped[str] = mapped_column(String(200), comment="argon2id")
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(
        default=True, comment="the first password was set by another"
    )
    failed_sign_ins: Mapped[int] = mapped_column(default=0, comment="in a row")
    locked_until: Mapped[datetime | None] = mapped_column(comment="no sign-in before, UTC")
    version: Mapped[int] = mapped_column(default=1)

    role_rows: Mapped[list[StaffRole]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    office_rows: Mapped[list[StaffOffice]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(row.role for row in self.role_rows)

    @property
    def offices(self) -> frozenset[Office]:
        """The offices worked for."""
        return frozenset(row.office for row in self.office_rows)

    def locked(self, now: datetime) -> bool:
        """Whether too many failures keep this person out at ``now``."""
        return self.locked_until is not None and self.locked_until > now

    def note_failure(self, now: datetime) -> None:
        """Count a wrong password: every fifth in a row locks, 15 minutes first, then twice as long, 4 hours at most."""
        self.failed_sign_ins += 1
        locks, rest = divmod(self.failed_sign_ins, FAILURES_BEFORE_LOCK)
        if rest == 0:
            self.locked_until = now + min(FIRST_LOCK * 2 ** min(locks - 1, 10), LONGEST_LOCK)

    def forget_failures(self) -> None:
        """Start counting anew."""
        self.failed_sign_ins = 0
        self.locked_until = None

    def actor(self) -> Actor:
        """The frozen picture that verbs get."""
        return Actor(self.id, self.full_name, self.roles, self.offices)

    def __str__(self) -> str:
        return self.full_name
