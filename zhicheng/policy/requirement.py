"""What a path may ask of an applicant: a closed set of typed kinds, told apart by ``kind`` in the year's file."""

from typing import TypeAlias

import msgspec

from zhicheng.policy.vocabulary import AppraisalResult, Degree, EducationLevel, Place, ServiceKind, TitleLevel


class _Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Every kind; the number of years stands on the path."""


class Diploma(_Requirement, frozen=True, tag="diploma"):
    """学历 (3.1, 3.2): levels that hold, that a person must judge, and that were never finished."""

    label: str
    levels: tuple[EducationLevel, ...]
    doubtful: tuple[EducationLevel, ...]
    unfinished: tuple[EducationLevel, ...]
    full_time: bool


class DegreeHeld(_Requirement, frozen=True, tag="degree"):
    """学位 (3.3, 3.4), with or without a diploma."""

    label: str
    degrees: tuple[Degree, ...]
    doubtful: tuple[Degree, ...] = ()


class PostdoctoralExit(_Requirement, frozen=True, tag="postdoctoral_exit"):
    """博士后出站 (3.5): the day of leaving the station."""

    label: str


class Work(_Requirement, frozen=True, tag="work"):
    """Years of professional work (3.1-3.5), counted from the diploma, degree or exit."""

    same_specialty: bool
    earlier_may_count: bool
    """Whether work before diploma, degree or exit is a question for a person (P-03) or never counts."""


class Workplace(_Requirement, frozen=True, tag="workplace"):
    """乡镇及以下 (3.2)."""

    places: tuple[Place, ...]
    doubtful: tuple[Place, ...]


class Grades(_Requirement, frozen=True, tag="grades"):
    """考核 results of the required years; ``older_run``: an older unbroken run is a question for a person (3.6)."""

    label: str
    passing: tuple[AppraisalResult, ...]
    doubtful: tuple[AppraisalResult, ...]
    failing: tuple[AppraisalResult, ...]
    older_run: bool = False


class Service(_Requirement, frozen=True, tag="service"):
    """连续参加基层服务 (3.6)."""

    kinds: tuple[ServiceKind, ...]


class PresentTitle(_Requirement, frozen=True, tag="present_title"):
    """A title held, in the series and specialty sought, obtained before the required years (3.6)."""


class LevelGiven(_Requirement, frozen=True, tag="level_given"):
    """Which levels the path can give; ``next_level``: the one above the title held."""

    levels: tuple[TitleLevel, ...] = ()
    next_level: bool = False


class NotYetHeld(_Requirement, frozen=True, tag="not_yet_held"):
    """Nobody is given what they hold; ``first``: any lower title makes a "first" determination doubtful (P-17)."""

    first: bool = False


Requirement: TypeAlias = (
    Diploma
    | DegreeHeld
    | PostdoctoralExit
    | Work
    | Workplace
    | Grades
    | Service
    | PresentTitle
    | LevelGiven
    | NotYetHeld
)
