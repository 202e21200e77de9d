"""Who is signed in, as the doors see it: a frozen picture, read once per request."""

from dataclasses import dataclass

from flask_login import UserMixin

from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.staff.sign_in_session import SignInSession


@dataclass(frozen=True, eq=False)
class SignedInStaff(UserMixin):
    """``current_user`` of somebody signed in. Not the row: no rollback empties it, and nothing writes through it."""

    id: int
    name: str
    full_name: str
    must_change_password: bool
    session_id: int
    who: Actor

    @classmethod
    def behind(cls, live: SignInSession) -> "SignedInStaff":
        """The person of a live session."""
        staff = live.staff
        return cls(staff.id, staff.name, staff.full_name, staff.must_change_password, live.id, staff.actor())

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        return self.who.roles

    @property
    def offices(self) -> frozenset[Office]:
        """The offices worked for."""
        return self.who.offices

    def actor(self) -> Actor:
        """What verbs get."""
        return self.who
