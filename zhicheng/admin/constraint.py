"""What a broken constraint means to a person. Never the statement, never the values: they are personal data."""

import re
from collections.abc import Mapping

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError

from zhicheng.kernel.table import Base

_SQLITE = re.compile(r"(UNIQUE|CHECK|NOT NULL|FOREIGN KEY) constraint failed(?:: (?:index ')?([^']*)'?)?")


def broken_constraint(error: IntegrityError) -> str:
    """The name of the constraint that refused, by the naming convention; "" where the engine does not tell."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if name:
        return str(name)
    found = _SQLITE.search(str(error.orig))
    if found is None:
        return ""
    kind, what = found.groups()
    if kind == "UNIQUE" and what and "." in what:
        return _unique_over(what)
    return what or ""


def _unique_over(columns: str) -> str:
    """SQLite names the columns (``employer.uscc, employer.kind``); the constraint over exactly those."""
    pairs = [column.strip().split(".") for column in columns.split(",")]
    table = Base.metadata.tables.get(pairs[0][0])
    names = {column for _, column in pairs}
    for candidate in (*table.constraints, *table.indexes) if table is not None else ():
        unique = isinstance(candidate, UniqueConstraint) or getattr(candidate, "unique", False)
        if unique and {column.name for column in candidate.columns} == names:
            return str(candidate.name)
    return f"uq_{pairs[0][0]}_" + "_".join(column for _, column in pairs)


def sentence_for(error: IntegrityError, sentences: Mapping[str, str]) -> str:
    """The screen's own sentence for that constraint, else one by the kind of constraint."""
    name = broken_constraint(error)
    if name in sentences:
        return sentences[name]
    if name.startswith("uq_"):
        return "已有一条相同的记录，没有重复保存。请先在列表中查找，再决定是否更正。"
    if name.startswith("fk_"):
        return "所引用的记录已不存在，或仍被其他记录引用。请刷新页面后重试。"
    if name.startswith("ck_"):
        return "填写的内容相互矛盾或超出规定范围，没有保存。请逐项核对后重试。"
    return "填写的内容不完整或与已有记录冲突，没有保存。请逐项核对后重试。"
