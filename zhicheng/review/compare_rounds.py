"""Two rounds side by side: what was asked and mended, asked and not mended, changed though nobody asked, and left as it was."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import msgspec

from zhicheng.checks.dossier import Dossier, Publicity
from zhicheng.checks.finding import kinds_named
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.partial_date import PartialDate
from zhicheng.policy.desk_file import PART_LABELS, DeskFile
from zhicheng.policy.year import PolicyYear
from zhicheng.review.draft_opinion import WRONG


class Group(Choice):
    """What became of one thing since the last round."""

    NOT_MENDED = "not_mended", "要求补正，未补正"
    MENDED = "mended", "要求补正，已补正"
    UNASKED = "unasked", "未要求，自行改动"
    UNCHANGED = "unchanged", "未改动"


class HandedIn(NamedTuple):
    """A file as it stood in a round."""

    kind: str
    year: int | None
    digest: str | None
    name: str


class Asked(NamedTuple):
    """A defect that the return named, pinned to a kind of file."""

    kind: str
    year: int | None
    clause: str
    text: str


@dataclass(frozen=True)
class RoundPicture:
    """Everything about one round: what was declared, handed in, and found."""

    dossier: Dossier
    files: Sequence[HandedIn]
    findings: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Change:
    """One line of the comparison; ``kind`` and ``year`` where it is about a file."""

    group: Group
    label: str
    before: str
    after: str
    clause: str = ""
    kind: str | None = None
    year: int | None = None
    again: str = ""
    """The line that asks for it once more, where no finding of the checks does."""


@dataclass
class _Touched:
    kinds: set[tuple[str, int | None]] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)


def compare_rounds(
    before: RoundPicture,
    after: RoundPicture,
    asked: Sequence[Asked],
    desk: DeskFile,
    year: PolicyYear,
) -> list[Change]:
    """Every change in the order of ``Group``. What was asked are the findings that were wrong, and the defects pinned."""
    touched = _Touched()
    changes = [
        *_findings(before, after, desk, year, touched),
        *_defects(before, after, asked, year, touched),
        *_files(before, after, year, touched),
        *_parts(before, after, touched),
    ]
    order = list(Group)
    return sorted(changes, key=lambda one: order.index(one.group))


def _findings(
    before: RoundPicture, after: RoundPicture, desk: DeskFile, year: PolicyYear, touched: _Touched
) -> Iterator[Change]:
    """Each finding that was wrong, and what the checks say of the same thing now."""
    still: dict[tuple[object, ...], Mapping[str, Any]] = {}
    for finding in after.findings:
        if finding["outcome"] in WRONG:
            still.setdefault(_what(finding), finding)
    for finding in before.findings:
        if finding["outcome"] not in WRONG:
            continue
        kinds = kinds_of(finding, desk)
        touched.kinds |= {(row.kind, row.year) for row in (*before.files, *after.files) if row.kind in kinds}
        touched.parts |= set(desk.parts_of(finding["code"]))
        left = still.get(_what(finding))
        named = finding.get("facts", {}).get("kind")
        yield Change(
            group=Group.NOT_MENDED if left else Group.MENDED,
            label=_label(year, named, None) if named in year.materials else _short(finding, desk, year),
            before=str(finding["message"]),
            after=str(left["message"]) if left else "检查已符合",
            clause=str(finding["clause"]),
            kind=kinds[0] if kinds else None,
        )


def _defects(
    before: RoundPicture,
    after: RoundPicture,
    asked: Sequence[Asked],
    year: PolicyYear,
    touched: _Touched,
) -> Iterator[Change]:
    """A pinned defect counts as mended when another file stands there now: whether it is better, a person sees."""
    was, now = _by_place(before.files), _by_place(after.files)
    for one in asked:
        place = (one.kind, one.year)
        touched.kinds.add(place)
        mended = _digests(was.get(place)) != _digests(now.get(place))
        yield Change(
            group=Group.MENDED if mended else Group.NOT_MENDED,
            label=_label(year, *place),
            before=one.text,
            after=_names(now.get(place)) if mended else "文件未更换",
            clause=one.clause,
            kind=one.kind,
            year=one.year,
            again="" if mended else f"{_label(year, *place)}：{one.text}",
        )


def _files(
    before: RoundPicture, after: RoundPicture, year: PolicyYear, touched: _Touched
) -> Iterator[Change]:
    was, now = _by_place(before.files), _by_place(after.files)
    for place in [*was, *(place for place in now if place not in was)]:
        if place in touched.kinds:
            continue
        same = _digests(was.get(place)) == _digests(now.get(place))
        yield Change(
            group=Group.UNCHANGED if same else Group.UNASKED,
            label=_label(year, *place),
            before=_names(was.get(place)),
            after=_names(now.get(place)),
            kind=place[0],
            year=place[1],
        )


def _parts(before: RoundPicture, after: RoundPicture, touched: _Touched) -> Iterator[Change]:
    for part, label in PART_LABELS.items():
        was, now = getattr(before.dossier, part), getattr(after.dossier, part)
        if part in touched.parts or (not was and not now):
            continue
        yield Change(
            group=Group.UNCHANGED if was == now else Group.UNASKED,
            label=label,
            before=said(was),
            after=said(now),
        )


def kinds_of(finding: Mapping[str, Any], desk: DeskFile) -> list[str]:
    """The kinds of files that prove a finding: those that it names itself, else those of the desk."""
    if finding["code"] in ("material", "foreign_study", "exemption", "post_quota"):
        return kinds_named(finding.get("facts", {}))
    return list(desk.kinds_of(str(finding["code"])))


def said(value: Any) -> str:
    """A declared value in words; a long text as its length and its beginning."""
    if value is None or value == ():
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, Publicity):
        return _shown(value)
    if isinstance(value, msgspec.Struct):
        held = [getattr(value, name) for name in value.__struct_fields__]
        return " ".join(said(one) for one in held if one is not None and one is not False)
    if isinstance(value, tuple):
        return "；".join(said(one) for one in value)
    if isinstance(value, date | PartialDate | int):
        return str(value)
    text = str(value)
    return f"{len(text):,} 字，“{text[:20]}…”" if len(text) > 60 else text


def _shown(one: Publicity) -> str:
    """Four dates that mean nothing without a word before each."""
    told = [f"{one.from_} 至 {one.to}"]
    told += [f"结果 {one.result_on}"] if one.result_on else []
    told += [f"推荐报告 {one.report_on}"] if one.report_on else []
    told += ["有异议" if one.objections else "无异议"] if one.objections is not None else []
    return "，".join(told)


def _what(finding: Mapping[str, Any]) -> tuple[object, ...]:
    """By which the same finding is known again in the next round."""
    return finding["clause"], finding["code"], finding.get("facts", {}).get("kind")


def _short(finding: Mapping[str, Any], desk: DeskFile, year: PolicyYear) -> str:
    parts, kinds = desk.parts_of(str(finding["code"])), kinds_of(finding, desk)
    if parts:
        return PART_LABELS[parts[0]]
    return _label(year, kinds[0], None) if kinds else f"通知 {finding['clause']}"


def _by_place(files: Iterable[HandedIn]) -> dict[tuple[str, int | None], list[HandedIn]]:
    by_place: dict[tuple[str, int | None], list[HandedIn]] = {}
    for one in files:
        by_place.setdefault((one.kind, one.year), []).append(one)
    return by_place


def _digests(files: Sequence[HandedIn] | None) -> frozenset[str]:
    return frozenset(one.digest or f"名 {one.name}" for one in files or ())


def _names(files: Sequence[HandedIn] | None) -> str:
    return "、".join(one.name for one in files) if files else "没有"


def _label(year: PolicyYear, kind: str, for_year: int | None) -> str:
    material = year.materials.get(kind)
    # As opinion_lines.place_of, but read on a screen, so in the reader's language.
    return (material.label if material else kind) + (f"（{for_year}年度）" if for_year else "")
