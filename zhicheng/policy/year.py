"""One year's notice as frozen, typed values, in the order of the notice (design.md section 1, point 5)."""

from datetime import date, datetime
from typing import Literal

import msgspec

from zhicheng.kernel.workdays import WorkCalendar
from zhicheng.policy.cures import Cures
from zhicheng.policy.material import AppraisalProof, ContinuingEducation, ForeignStudy, Material
from zhicheng.policy.parameters import Parameters
from zhicheng.policy.requirement import Requirement
from zhicheng.policy.vocabulary import EmployerKind, Series, TitleLevel
from zhicheng.policy.wording import Wording

Exam = Literal["E", "X", "R", "unknown"]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every part of the file: frozen, and strict about its keys."""


class Window(_Part, frozen=True):
    """Clauses 1 and 6.1: when filing opens and closes, how often and how fast one may come back."""

    opening_clause: str
    closing_clause: str
    opens_at: datetime
    closes_at: datetime
    rounds: int
    resubmit_within_hours: int


class Scope(_Part, frozen=True):
    """Clause 2: whose people may file."""

    clause: str
    region_prefix: str
    region_label: str
    holding: tuple[EmployerKind, ...]
    asked: tuple[EmployerKind, ...]
    """Governed by P-14."""
    doubtful: tuple[EmployerKind, ...]
    excluded: tuple[EmployerKind, ...]
    code_prefixes: dict[str, tuple[EmployerKind, ...]]


class ExamForSpecialties(_Part, frozen=True, kw_only=True):
    """An exam that holds for some specialties of a series only."""

    series: Series
    levels: tuple[TitleLevel, ...]
    words: tuple[str, ...]
    """The specialty is concerned when its name holds one of these…"""
    unless: tuple[str, ...] = ()
    """…outside these longer words."""
    exam: Exam
    note: str


class ExamList(_Part, frozen=True):
    """Which titles are had by examination: E alone, X with review, R by review or recognition (P-13)."""

    series: dict[Series, dict[TitleLevel, Exam]]
    specialties: tuple[ExamForSpecialties, ...] = ()


class ExamRule(_Part, frozen=True):
    """Clause 3.0: 国家以考代评的专业除外."""

    clause: str
    as_given: ExamList
    office_list: ExamList | None = None


class Path(_Part, frozen=True):
    """One way through a route (3.1.2): its years N, and what it asks."""

    clause: str
    label: str
    years: int
    requirement: tuple[Requirement, ...]
    level_by_diploma: TitleLevel | None = None
    """P-05: the level that this path alone gives, where the office fixes it by diploma."""


class Route(_Part, frozen=True):
    """A route of section 3, what it asks on every path, and its paths."""

    code: str
    clause: str
    label: str
    short_label: str
    office: str
    digit: str
    """In certificate numbers."""
    requirement: tuple[Requirement, ...]
    path: tuple[Path, ...]


class Office(_Part, frozen=True):
    """An office of the last lines of the notice. Contacts are configuration, not policy."""

    code: str
    label: str
    routes: tuple[str, ...]


class Identity(_Part, frozen=True):
    """Clause 4.1."""

    clause: str


class Summary(_Part, frozen=True):
    """Clause 4.5: the length of the work summary, both ends included."""

    clause: str
    shortest: int
    longest: int


class Publicity(_Part, frozen=True):
    """Clause 4.7: at least so many working days."""

    clause: str
    working_days: int
    quota_material: str
    quota_level: TitleLevel
    quota_elsewhere: EmployerKind
    """P-19: units of this kind should show the vacancy whatever the series."""


class Integrity(_Part, frozen=True):
    """Clause 6.3: how long a record bars."""

    clause: str
    years: int


class CertificateRule(_Part, frozen=True):
    """Clause 5.2: what certificates of this year say and how they are numbered."""

    issuing_body: str
    number_pattern: str
    document_number_pattern: str


class TitleNames(_Part, frozen=True):
    """The names of a series' titles; the first one of a level is the usual one, no name means the level does not exist."""

    series: Series
    source: str
    names: dict[TitleLevel, tuple[str, ...]]


class YearFile(_Part, frozen=True):
    """The whole file ``years/<cycle>.toml``."""

    schema: Literal["zhicheng.policy/1"]
    cycle: str
    title: str
    issuing_body: str
    basis: tuple[str, ...]
    window: Window
    scope: Scope
    exam: ExamRule
    route: tuple[Route, ...]
    identity: Identity
    foreign_study: ForeignStudy
    continuing_education: ContinuingEducation
    appraisal: AppraisalProof
    summary: Summary
    publicity: Publicity
    material: tuple[Material, ...]
    integrity: Integrity
    office: tuple[Office, ...]
    certificate: CertificateRule
    parameter: Parameters
    titles: tuple[TitleNames, ...]


class PolicyYear(YearFile, frozen=True, kw_only=True):
    """A year that was loaded and found whole: the file, its digest, and what is looked up in it all the time."""

    sha256: str
    """``sha256:…`` of the bytes of the year's file; check runs keep it."""
    calendar_sha256: str
    calendar: WorkCalendar
    routes: dict[str, Route]
    materials: dict[str, Material]
    title_names: dict[Series, dict[TitleLevel, tuple[str, ...]]]
    wording: dict[str, Wording]
    """What letters and templates say, by name: ``year.wording["return_letter"].say("title")``."""
    cures: Cures

    @property
    def closing_day(self) -> date:
        """The last day of filing, Beijing."""
        return self.window.closes_at.date()

    @property
    def exam_list(self) -> ExamList:
        """P-13: the list in force."""
        if self.parameter.exam_matrix.value == "office_list" and self.exam.office_list is not None:
            return self.exam.office_list
        return self.exam.as_given
