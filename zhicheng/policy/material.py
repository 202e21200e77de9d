"""What must be handed in, and when (domain.md section 7): data of the year, read by condition, never by code."""

from typing import Literal

import msgspec

from zhicheng.policy.vocabulary import EmployerKind, Series, TitleLevel


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is named must be so; nothing named is always so."""

    routes: tuple[str, ...] = ()
    employer_kinds: tuple[EmployerKind, ...] = ()
    series: tuple[Series, ...] = ()
    level_at_least: TitleLevel | None = None
    declared: Literal["education", "degrees"] | None = None
    """That the case file has such rows."""


class Material(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of attachment. Demanded when any condition of ``when`` holds; without one, it may be handed in freely."""

    kind: str
    label: str
    clause: str
    when: tuple[Condition, ...] = ()
    yearly: Literal["appraisal", "continuing_education"] | None = None
    """Starred kinds carry a year: one for each required year."""
    hint: str = ""


class ContinuingEducation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Clause 4.3: which units must show it, and which kinds of attachment prove what."""

    clause: str
    employer_kinds: tuple[EmployerKind, ...]
    common: str
    specialty: str
    exemption: str


class AppraisalProof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Clause 4.4: which kind of attachment proves a year's appraisal."""

    clause: str
    material: str


class ForeignStudy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Clause 4.2: the certification of study abroad, by number and file."""

    clause: str
    material: str
    hint: str
