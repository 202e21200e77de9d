"""What roles and offices one person may hold together."""

from collections.abc import Iterable

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

ALONE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Who manages accounts decides nothing, and who looks at the trail leaves none in casework."""


def lawful_rights(
    roles: Iterable[Role], offices: Iterable[Office]
) -> tuple[frozenset[Role], frozenset[Office]]:
    """The rights as sets. Raises Refusal ``bad_input``: no role, roles that exclude each other, or no office."""
    wanted, places = frozenset(roles), frozenset(offices)
    if not wanted:
        raise refused("roles", "至少要有一个角色，现在一个也没有。请选择角色；离岗的人请停用账号。")
    if len(wanted) > 1 and wanted & ALONE:
        alone = "、".join(role.label for role in Role if role in wanted & ALONE)
        raise refused("roles", f"{alone}不得兼任其他角色（职责分离）。请为另一角色另设账号。")
    if not places and Role.ADMINISTRATOR not in wanted:
        raise refused("offices", "除系统管理员外，至少要属于一个科室，现在一个也没有。请选择科室。")
    return wanted, places


def refused(field: str, sentence: str) -> Refusal:
    """The refusal of rights, naming the field to mend."""
    return Refusal(RefusalCode.BAD_INPUT, sentence, field=field)
