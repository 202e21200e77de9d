"""A frozen picture of everything the rules may look at: the case file of contract.md section 4, key by key."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.partial_date import PartialDate
from zhicheng.policy.vocabulary import (
    AppraisalResult,
    Degree,
    EducationLevel,
    EmployerKind,
    IdType,
    Place,
    Series,
    ServiceKind,
    Sex,
    TitleLevel,
)

Text100 = Annotated[str, Meta(min_length=1, max_length=100)]
Year = Annotated[int, Meta(ge=1950, le=2100)]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Every part of the dossier: frozen, and strict about its keys."""


class Applicant(_Part, frozen=True, kw_only=True):
    """Who applies (4.1)."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    id_type: IdType
    id_number: Annotated[str, Meta(min_length=1, max_length=30)]
    sex: Sex
    birth_date: date
    ethnic_group: Annotated[str, Meta(pattern=r"^[0-9]{2}$")] | None = None
    phone: Annotated[str, Meta(max_length=20)] | None = None


class Employer(_Part, frozen=True, kw_only=True):
    """The unit (clause 2)."""

    name: Text100
    uscc: Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{18}$")] | None = None
    kind: EmployerKind
    region: Annotated[str, Meta(pattern=r"^[0-9]{6}$")]
    supervising_department: Annotated[str, Meta(max_length=100)] | None = None


class Education(_Part, frozen=True, kw_only=True):
    """学历 (3.1, 3.2, 4.2)."""

    level: EducationLevel
    full_time: bool | None = None
    completed_on: PartialDate
    school: Annotated[str, Meta(max_length=100)] | None = None
    major: Annotated[str, Meta(max_length=100)] | None = None
    foreign: bool
    certification_no: Annotated[str, Meta(max_length=50)] | None = None


class DegreeRow(_Part, frozen=True, kw_only=True):
    """学位 (3.3, 3.4, 4.2)."""

    degree: Degree
    conferred_on: PartialDate
    school: Annotated[str, Meta(max_length=100)] | None = None
    foreign: bool
    certification_no: Annotated[str, Meta(max_length=50)] | None = None


class Employment(_Part, frozen=True, kw_only=True):
    """A post; ``to`` is its last day, null is "still" (3.1-3.5)."""

    employer: Text100
    post: Text100
    specialty: Text100
    professional: bool
    from_: PartialDate
    to: PartialDate | None = None
    place: Place | None = None


class Appraisal(_Part, frozen=True, kw_only=True):
    """年度考核 (4.4)."""

    year: Year
    result: AppraisalResult


class TitleHeld(_Part, frozen=True, kw_only=True):
    """The highest title held."""

    series: Series
    specialty: Text100
    level: TitleLevel
    obtained_on: PartialDate


class TitleSought(_Part, frozen=True, kw_only=True):
    """The title applied for."""

    series: Series
    specialty: Text100
    level: TitleLevel


class ServiceRow(_Part, frozen=True, kw_only=True):
    """A stretch of grassroots service (3.6)."""

    kind: ServiceKind
    from_: PartialDate
    to: PartialDate | None = None


class ContinuingEducationRow(_Part, frozen=True, kw_only=True):
    """继续教育 of one year (4.3)."""

    year: Year
    common: bool
    specialty: bool


class Publicity(_Part, frozen=True, kw_only=True):
    """公示: the dates that the unit's documents carry (4.7)."""

    from_: date
    to: date
    result_on: date | None = None
    report_on: date | None = None
    objections: bool | None = None


class AttachmentRow(_Part, frozen=True, kw_only=True):
    """A file handed in."""

    kind: str
    file: Annotated[str, Meta(min_length=1, max_length=255)]
    year: Year | None = None


class IntegrityRow(_Part, frozen=True, kw_only=True):
    """An integrity record (6.3); ``lifted_on`` is the first day on which it bars nothing."""

    from_: date
    lifted_on: date | None = None


class Dossier(_Part, frozen=True, kw_only=True):
    """One submission as the rules see it."""

    schema: Literal["zhicheng.case/1"] | msgspec.UnsetType = msgspec.UNSET
    """Named by every case file; a picture taken of the tables needs none."""
    reference: Annotated[str, Meta(min_length=1, max_length=40)]
    cycle: str
    route: str
    submitted_at: Annotated[datetime, Meta(tz=True)]
    applicant: Applicant
    employer: Employer
    education: tuple[Education, ...]
    degrees: tuple[DegreeRow, ...]
    postdoctoral_exit_on: PartialDate | None = None
    employment: tuple[Employment, ...]
    appraisals: tuple[Appraisal, ...]
    title_held: TitleHeld | None = None
    title_sought: TitleSought
    grassroots_service: tuple[ServiceRow, ...]
    continuing_education: tuple[ContinuingEducationRow, ...]
    continuing_education_exemption: bool
    work_summary: Annotated[str, Meta(max_length=100_000)] | None = None
    publicity: Publicity | None = None
    attachments: tuple[AttachmentRow, ...]
    integrity_records: tuple[IntegrityRow, ...]

    @property
    def as_of(self) -> date:
        """The day of this submission in Beijing."""
        return beijing_day(self.submitted_at)

    @property
    def has_month_dates(self) -> bool:
        """Whether any date that may be known to the month only is (P-15)."""
        rows: tuple[Employment | ServiceRow, ...] = (*self.employment, *self.grassroots_service)
        dates = [
            self.postdoctoral_exit_on,
            self.title_held.obtained_on if self.title_held else None,
            *(row.completed_on for row in self.education),
            *(row.conferred_on for row in self.degrees),
            *(row.from_ for row in rows),
            *(row.to for row in rows),
        ]
        return any(day is not None and not day.known_to_the_day for day in dates)


def _write_partial_date(value: object) -> str:
    if isinstance(value, PartialDate):
        return str(value)
    raise NotImplementedError(f"no JSON for {type(value).__name__}")


def _read_partial_date(kind: type, value: Any) -> PartialDate:
    if kind is not PartialDate:
        raise NotImplementedError(f"no reader for {kind.__name__}")
    if not isinstance(value, str):
        raise ValueError("a date must be a text")
    return PartialDate.parse(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_write_partial_date)
_DECODER = msgspec.json.Decoder(Dossier, dec_hook=_read_partial_date)


def dossier_to_json(dossier: Dossier) -> bytes:
    """The dossier as one JSON object, the shape of a case file."""
    return _ENCODER.encode(dossier)


def dossier_from_json(text: bytes | str) -> Dossier:
    """The dossier of one JSON object; msgspec's own errors where it is none (exchange says them in Chinese)."""
    return _DECODER.decode(text)
