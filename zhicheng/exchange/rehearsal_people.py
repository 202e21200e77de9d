"""Who acts in a rehearsal: the persons a scenario names, and somebody suitable where it names nobody."""

from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from zhicheng.exchange.scenario import Named
from zhicheng.staff.actor import Actor
from zhicheng.staff.add_staff import add_staff
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Nobody signs in to a rehearsal."""
HIRING = Actor(None, "演练", frozenset({Role.ADMINISTRATOR}), frozenset(Office))

ROLE_FOR = {
    "submit": Role.CLERK,
    "withdraw": Role.CLERK,
    "lapse": Role.CLERK,
    "start_review": Role.REVIEWER,
    "review_pass": Role.REVIEWER,
    "review_decline": Role.REVIEWER,
    "return": Role.REVIEWER,
    "approve": Role.APPROVER,
    "decline": Role.APPROVER,
    "send_back": Role.APPROVER,
    "freeze": Role.APPROVER,
    "publish": Role.APPROVER,
    "issue": Role.ISSUER,
    "revoke": Role.ISSUER,
    "add_record": Role.INTEGRITY_OFFICER,
    "lift_record": Role.INTEGRITY_OFFICER,
}


class People:
    """The staff of one rehearsal. Somebody made for one role is nobody's namesake, so four eyes are always four."""

    def __init__(self, keys: dict[str, int] | None = None) -> None:
        """Nobody yet, or whoever was there before a line that came to nothing."""
        self.keys: dict[str, int] = keys or {}

    def named(self, session: Session, now: datetime, who: Named) -> Actor:
        """The person of that name, acting in the role and for the office that the line says."""
        return self._actor(session, now, f"甲{who.name}", who.name, who.role, frozenset({who.office}))

    def made(self, session: Session, now: datetime, role: Role, number: int = 1) -> Actor:
        """Somebody in ``role`` for both offices; another ``number`` is another person."""
        return self._actor(
            session, now, f"乙{role.value}{number}", f"{role.label}{number}", role, frozenset(Office)
        )

    def _actor(
        self, session: Session, now: datetime, key: str, name: str, role: Role, offices: frozenset[Office]
    ) -> Actor:
        if key not in self.keys:
            staff = add_staff(
                session,
                HIRING,
                now,
                name=f"person{len(self.keys) + 1}",
                full_name=name[:50],
                roles=[role],
                offices=offices,
                password="only for a rehearsal 演练",  # noqa: S106
                hasher=QUICK,
            )
            self.keys[key] = staff.id
        return Actor(self.keys[key], name[:50], frozenset({role}), offices)
