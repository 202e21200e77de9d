"""How somebody likes a list: columns and order of one's own, and narrowings kept under a name."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.table import Base
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office

LONGEST_NAME = 20
LONGEST_ARGUMENTS = 1_500
MOST_VIEWS = 30


class SavedView(Base):
    """A narrowing of a list under a name. It holds how to look, never rows: what is seen depends on who looks."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner_id", "screen", "name"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="a_view_has_a_short_name"),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    screen: Mapped[str] = mapped_column(String(40), index=True, comment="address of the list")
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    arguments: Mapped[str] = mapped_column(
        String(LONGEST_ARGUMENTS), comment="query string: filters, order, columns"
    )
    office: Mapped[Office | None] = mapped_column(comment="shared with this office; empty: one's own")


class ListHabit(Base):
    """One person's columns, order and first view of one list."""

    __tablename__ = "list_habit"
    __table_args__ = (UniqueConstraint("staff_id", "screen"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    screen: Mapped[str] = mapped_column(String(40), comment="address of the list")
    columns: Mapped[list[Any] | None] = mapped_column(comment="in order; empty: the usual ones")
    sort: Mapped[str | None] = mapped_column(
        String(60), comment="column, with a minus before it when descending"
    )
    first_view_id: Mapped[int | None] = mapped_column(
        ForeignKey("saved_view.id", ondelete="SET NULL"),
        index=True,
        comment="opened in place of the whole list",
    )


def views_for(actor: Actor, screen: str) -> Select[SavedView]:
    """The views of that list that the actor may use: their own, and those shared with one of their offices."""
    return (
        select(SavedView)
        .where(
            SavedView.screen == screen,
            or_(SavedView.owner_id == actor.id, SavedView.office.in_(sorted(actor.offices))),
        )
        .order_by(SavedView.owner_id != actor.id, SavedView.name, SavedView.id)
    )


def habit_of(actor: Actor, screen: str) -> Select[ListHabit]:
    """How the actor likes that list."""
    return select(ListHabit).where(ListHabit.staff_id == actor.id, ListHabit.screen == screen)
