"""Who somebody is, by the key that they left behind."""

from sqlalchemy.orm import Session

from zhicheng.staff.actor import SYSTEM
from zhicheng.staff.staff import Staff


def name_of(session: Session, key: int | None) -> str:
    """The name as shown; without a key it was the system itself."""
    staff = None if key is None else session.get(Staff, key)
    return SYSTEM.name if staff is None else staff.full_name
