"""``policy diff``: what changed between two years, key by key, in the order of the file."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from zhicheng.policy.year import PolicyYear, YearFile

_NAMED_BY = ("code", "kind", "clause", "series")


class Change(msgspec.Struct, frozen=True):
    """One key that differs; ``before`` or ``after`` is null where the key is not there."""

    path: str
    what: Literal["added", "removed", "changed"]
    before: object
    after: object


def diff_years(before: PolicyYear, after: PolicyYear) -> list[Change]:
    """Every difference. Routes, paths, materials and titles are told apart by their code, clause, kind or series."""
    return list(_differences("", _tree(before), _tree(after)))


def _tree(year: PolicyYear) -> object:
    return msgspec.to_builtins({name: getattr(year, name) for name in YearFile.__struct_fields__})


def _differences(path: str, before: object, after: object) -> Iterator[Change]:
    old, new = _keyed(before), _keyed(after)
    if old is None or new is None:
        if before != after:
            yield Change(path, "changed", before, after)
        return
    for key in [*old, *(key for key in new if key not in old)]:
        where = f"{path}.{key}" if path else key
        if key not in new:
            yield Change(where, "removed", old[key], None)
        elif key not in old:
            yield Change(where, "added", None, new[key])
        else:
            yield from _differences(where, old[key], new[key])


def _keyed(value: object) -> dict[str, object] | None:
    """A table as it is; a list of tables by what names its rows; None for anything else."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, (list, tuple)) or not value or not all(isinstance(row, dict) for row in value):
        return None
    for name in _NAMED_BY:
        keyed: dict[str, object] = {str(row[name]): row for row in value if name in row}
        if len(keyed) == len(value):
            return keyed
    return None
