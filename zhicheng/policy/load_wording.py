"""Read a year's wordings strictly: every letter is there, every part too, and every place in it is a fact we know."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.cures import Cures
from zhicheng.policy.slots import SLOTS, Slots
from zhicheng.policy.strict import decode
from zhicheng.policy.wording import Wording, WordingFile, places, stray_braces

CURES = "cures"


def wording_folder(path: Path, shipped: Path) -> Path:
    """The folder beside the year's file; a year that brings none speaks as the newest year before it that does."""
    own = path.parent / path.stem
    if own.is_dir():
        return own
    earlier = [folder for folder in sorted(shipped.iterdir()) if folder.is_dir() and folder.name <= path.stem]
    if not earlier:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"应有文书用语文件夹{own.name}/，现在没有，以前的年度也没有。请从已有年度复制。",
            file=own.name,
        )
    return earlier[-1]


def read_wordings(folder: Path) -> dict[str, Wording]:
    """Every wording of the folder by name, or a Refusal ``bad_input`` that names file, key and what was expected."""
    known = {*SLOTS, CURES}
    for path in sorted(folder.iterdir()):
        if path.stem not in known or path.suffix != ".toml":
            raise _refused(path, path.name, f"没有这种文书。应为：{'、'.join(sorted(known))}")
    return {name: read_wording(folder / f"{name}.toml", name, slots) for name, slots in SLOTS.items()}


def read_wording(path: Path, name: str, slots: Slots) -> Wording:
    """One wording."""
    content = _bytes_of(path, slots.label)
    file = decode(path, content, WordingFile)
    for where, expected in _faults(file, slots):
        raise _refused(path, where, expected)
    return Wording(
        schema=file.schema,
        part=file.part,
        row=file.row,
        name=name,
        sha256=f"sha256:{hashlib.sha256(content).hexdigest()}",
    )


def read_cures(folder: Path) -> Cures:
    """How long cures take, and what a long holiday is."""
    path = folder / f"{CURES}.toml"
    cures = decode(path, _bytes_of(path, "补正所需时间"), Cures)
    if cures.long_holiday_days < 1:
        raise _refused(path, "long_holiday_days", f"应不少于1，现为{cures.long_holiday_days}")
    return cures


def _faults(file: WordingFile, slots: Slots) -> Iterator[tuple[str, str]]:
    """Every fault as (key, what was expected)."""
    for part in slots.parts.keys() - file.part.keys():
        yield f"part.{part}", "缺少这个项目"
    for part, text in file.part.items():
        if part not in slots.parts:
            yield f"part.{part}", f"没有这个项目，应为：{'、'.join(slots.parts)}"
            continue
        yield from _text_faults(f"part.{part}", text, slots.knows)
        for place in sorted(slots.parts[part] - places(text)):
            yield f"part.{part}", f"应含{{{place}}}，现在没有"
    if slots.rows is None:
        if file.row:
            yield "row", f"{slots.label}没有表格，不应有row"
        return
    for number, row in enumerate(file.row):
        yield from _text_faults(f"row[{number}].value", row.value, slots.knows)
        if not row.label.strip() or places(row.label):
            yield f"row[{number}].label", "应为文字，不能为空，也不能含占位符"
    named = {place for row in file.row for place in places(row.value)}
    for place in sorted(slots.rows - named):
        yield "row", f"表格应有一行含{{{place}}}，现在没有"


def _text_faults(where: str, text: str, knows: frozenset[str]) -> Iterator[tuple[str, str]]:
    for place in sorted(places(text) - knows):
        yield (
            where,
            f"没有{{{place}}}这个占位符，可用的有：{'、'.join(f'{{{one}}}' for one in sorted(knows))}",
        )
    for stray in stray_braces(text):
        yield where, f"花括号只用于占位符（如{{{min(knows)}}}），现有“{stray}”"


def _bytes_of(path: Path, label: str) -> bytes:
    if not path.is_file():
        raise _refused(path, path.name, f"缺少“{label}”的用语文件")
    return path.read_bytes()


def _refused(path: Path, where: str, expected: str) -> Refusal:
    file = f"{path.parent.name}/{path.name}"
    return Refusal(
        RefusalCode.BAD_INPUT, f"文书用语文件{file}的{where}有误：{expected}。", file=file, path=where
    )
