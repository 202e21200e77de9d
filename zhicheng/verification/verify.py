"""Does this certificate hold? The answer has the same shape whatever was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Row, Select, String, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.number import parse_number, series_of, year_and_serial
from zhicheng.certificate.status_entry import StatusEntry
from zhicheng.certificate.token import TokenClaims, TokenFault, UnreadableToken, read_token
from zhicheng.decision.decision import Decision
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.names import MIDDLE_DOT
from zhicheng.kernel.serial import Serial


class Standing(Choice):
    """What can be said of a number or a code."""

    VALID = "valid", "有效"
    REVOKED = "revoked", "已撤销"
    REPLACED = "replaced", "已换发"
    UNKNOWN = "unknown", "查无此证"
    OUT_OF_USE = "out_of_use", "编号已停用"
    MISTYPED = "mistyped", "编号有误"
    FORGED = "forged", "二维码不是本机关签发"
    DIFFERS = "differs", "二维码与登记的证书不一致"


_STANDING = {
    CertificateStatus.ISSUED: Standing.VALID,
    CertificateStatus.REVOKED: Standing.REVOKED,
    CertificateStatus.REISSUED: Standing.REPLACED,
}


@dataclass(frozen=True)
class Answer:
    """All that a stranger learns; every field is always there. ``since`` is the day of the revocation."""

    standing: Standing
    number: str | None = None
    name: str | None = None
    title: str | None = None
    level: str | None = None
    acquired_on: date | None = None
    since: date | None = None
    replaced_by: str | None = None


def verify(
    session: Session, asked: str, *, patterns: Iterable[str], keys: Mapping[str, Ed25519PublicKey]
) -> Answer:
    """Judge a typed number or the text of a QR code. Whatever came, the register is asked exactly once.

    A number that is reserved or came to nothing is as unknown as one that was never given. One that was skipped is out
    of use: it may stand on a certificate of ours that a broken disk took from the register.
    """
    known = list(patterns)
    number, claims, fault = _read(asked, known, keys)
    places = (year_and_serial(number or "", pattern) for pattern in known)
    year, serial = next(filter(None, places), (0, 0))
    sought = {"number": number or "", "series": series_of(year), "year": year, "serial": serial}
    found = session.execute(_question(), sought).one()
    if fault is not None:
        return Answer(fault)
    standing = _STANDING.get(found.status)
    if standing is None:
        return Answer(Standing.OUT_OF_USE if found.skipped else Standing.UNKNOWN, number)
    if claims is not None and not _agree(claims, found):
        return Answer(Standing.DIFFERS)
    return Answer(
        standing=standing,
        number=found.number,
        name=masked_name(found.holder_name),
        title=found.title_name,
        level=found.level.label,
        acquired_on=found.acquired_on,
        since=beijing_day(found.revoked_at) if found.revoked_at else None,
        replaced_by=found.new_number if standing is Standing.REPLACED else None,
    )


@cache
def _question() -> Select[*tuple[Any, ...]]:
    """One question for everything, whatever was asked, so that the time of an answer tells nothing. Always one row."""
    new, holder = aliased(Certificate), aliased(Certificate)
    asked = select(bindparam("number", type_=String).label("number")).subquery()
    counted = exists().where(Serial.series == bindparam("series"), Serial.last >= bindparam("serial"))
    taken = exists().where(holder.year == bindparam("year"), holder.serial == bindparam("serial"))
    return (
        select(
            Certificate.number,
            Certificate.status,
            Certificate.holder_name,
            Certificate.title_name,
            Certificate.revoked_at,
            Decision.level,
            Decision.acquired_on,
            StatusEntry.place,
            new.number.label("new_number"),
            (counted & ~taken).label("skipped"),
        )
        .select_from(asked)
        .outerjoin(Certificate, Certificate.number == asked.c.number)
        .outerjoin(Decision, Certificate.decision_id == Decision.id)
        .outerjoin(StatusEntry, StatusEntry.certificate_id == Certificate.id)
        .outerjoin(new, Certificate.replaced_by_id == new.id)
    )


def _agree(claims: TokenClaims, found: Row[*tuple[Any, ...]]) -> bool:
    """Whether every claim of a code is what the register has under that number; else it proves another certificate."""
    return (
        claims.is_named(found.holder_name)
        and claims.title == found.title_name
        and claims.level == found.level.rank
        and claims.acquired_on == found.acquired_on
        and claims.status_index == found.place
    )


def _read(
    asked: str, patterns: list[str], keys: Mapping[str, Ed25519PublicKey]
) -> tuple[str | None, TokenClaims | None, Standing | None]:
    for pattern in patterns:
        parsed = parse_number(asked, pattern)
        if parsed is not None:
            return parsed, None, None
    try:
        claims = read_token(asked, keys)
    except UnreadableToken as unreadable:
        mistyped = unreadable.fault is TokenFault.MISTYPED
        return None, None, Standing.MISTYPED if mistyped else Standing.FORGED
    return claims.number, claims, None


def masked_name(name: str) -> str:
    """``古丽娜·吐尔逊`` as ``古**·吐**``: the first character of each part, and how long it is."""
    return MIDDLE_DOT.join(
        part[0] + "*" * (len(part) - 1) if len(part) > 1 else "*" for part in name.split(MIDDLE_DOT)
    )
