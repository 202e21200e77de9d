"""Beijing time. Instants are UTC inside; every face, day and deadline is Asia/Shanghai (never Asia/Urumqi: two hours off)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing(instant: datetime) -> datetime:
    """The same instant as a Beijing clock shows it. ``instant`` must carry a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant.astimezone(BEIJING)


def beijing_day(instant: datetime) -> date:
    """The calendar day in Beijing at ``instant``."""
    return beijing(instant).date()


def utc(instant: datetime) -> datetime:
    """The same instant in UTC, as the database keeps it."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant.astimezone(UTC)


def start_of(day: date) -> datetime:
    """The instant at which ``day`` begins in Beijing."""
    return datetime.combine(day, time(), BEIJING)


def short_minute(instant: datetime) -> str:
    """``06-12 15:04`` in Beijing time, where the year goes without saying."""
    return beijing(instant).strftime("%m-%d %H:%M")


def minute(instant: datetime) -> str:
    """``2025-06-12 15:04`` in Beijing time, as letters and screens write it."""
    return beijing(instant).strftime("%Y-%m-%d %H:%M")
