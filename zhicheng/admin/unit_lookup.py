"""Naming a unit in a form: two declarations may bear one name, so the key behind it tells them apart."""

import re
from typing import Any

from zhicheng.admin.lookup import Lookup
from zhicheng.admin.scope import whole_register
from zhicheng.database import db
from zhicheng.intake.employer import Employer

_KEY = re.compile(r"（([1-9][0-9]{0,17})）\Z")


class UnitLookup(Lookup):
    """``乌鲁木齐市第九中学（12）``; the name alone will do where it is the only one."""

    def key_of(self, row: Any) -> str:
        """The name and, behind it, the key."""
        return f"{row.name}（{row.id}）"

    def exact(self, session: Any, key: str) -> Any:
        """The unit with that key if the name before it agrees, else the only one of that name."""
        found = _KEY.search(key)
        if found is None:
            return super().exact(session, key)
        row = session.get(Employer, int(found[1]))
        return row if row is not None and self.key_of(row) == key else None


UNITS = UnitLookup(Employer, key="name", scope=whole_register, also="uscc")


def units_session() -> Any:
    """Where forms look."""
    return db.session
