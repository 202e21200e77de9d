"""Which defects nobody can mend within the hours given, and which holidays shorten them: data of the year."""

from typing import Literal

import msgspec


class SlowCure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A material that takes longer than the deadline. A defect is concerned when it names the kind or one of the words."""

    clause: str
    what: str
    days: str
    """How long, in words: ``10至20个工作日``."""
    materials: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    source: str = ""


class Cures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file ``years/<cycle>/cures.toml``."""

    schema: Literal["zhicheng.cures/1"]
    long_holiday_days: int
    """So many days off in a row are a long holiday."""
    slow: tuple[SlowCure, ...] = ()
