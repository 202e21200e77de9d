"""A member of staff: name, roles, offices, and what signing in needs."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.kernel.table import Base
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


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
    must_change_password: Mapped[bool] = mapped_column(default=True, comment="the first password was set by another")
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

    def actor(self) -> Actor:
        """The frozen picture that verbs get."""
        return Actor(self.id, self.full_name, self.roles, self.offices)

    def __str__(self) -> str:
        return self.full_name
