"""The person acting, as every verb gets it: who, in which roles, for which offices."""

from dataclasses import dataclass

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.office import Office
from zhicheng.staff.permission import GRANTS, Permission, Role


@dataclass(frozen=True)
class Actor:
    """A frozen picture of the person acting. ``id`` is the staff key; None is the system itself (timed work)."""

    id: int | None
    name: str
    roles: frozenset[Role]
    offices: frozenset[Office]

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything that any of the roles grants."""
        return frozenset().union(*(GRANTS[role] for role in self.roles))

    def may(self, permission: Permission, office: Office | None = None) -> bool:
        """Whether the act is permitted, and for this office if one is named."""
        return permission in self.permissions and (office is None or office in self.offices)

    def must(self, permission: Permission, office: Office | None = None) -> None:
        """Refuse ``not_permitted`` without the permission, ``other_office`` with it but for another office."""
        if permission not in self.permissions:
            raise Refusal(
                RefusalCode.NOT_PERMITTED, f"办理此事需要“{permission.label}”权限，您没有。请联系系统管理员。"
            )
        if office is not None and office not in self.offices:
            raise Refusal(
                RefusalCode.OTHER_OFFICE, f"此件由{office.label}办理，不属于您所在的科室。请转交该科室。"
            )


SYSTEM = Actor(None, "系统", frozenset({Role.CLERK}), frozenset(Office))
