"""What would be different on a certificate if it were made anew today."""

from dataclasses import dataclass

import msgspec
from sqlalchemy.orm import Session

from zhicheng.certificate.facts import ENTRIES, CertificateFacts, CertificateRecord, photo_digest
from zhicheng.certificate.workshop import Order
from zhicheng.decision.decision import Decision
from zhicheng.decision.line_in_force import line_in_force
from zhicheng.kernel.identity_number import masked
from zhicheng.policy.year import PolicyYear

COMPARED = {
    entry: label for entry, label in ENTRIES.items() if entry not in ("number", "verification_address")
}
"""What a new certificate may say otherwise; its number, and where that is verified, are always its own."""


@dataclass(frozen=True)
class Difference:
    """One fact: as it is printed, as it would be."""

    label: str
    before: str
    after: str


def facts_anew(session: Session, year: PolicyYear, approval: Decision, order: Order) -> CertificateFacts:
    """What a new certificate would say in place of the one that ``order`` would print again: name and title of today."""
    again = msgspec.msgpack.decode(order.facts, type=CertificateFacts)
    name = approval.submission.applicant.name
    title_name = year.title_names[approval.series][approval.level][0]
    if line := line_in_force(session, approval.submission):
        name, title_name = line.said.name, line.said.title_name
        number = line.batch.notice_number or ""
        again = msgspec.structs.replace(again, specialty=line.said.specialty, notice_number=number)
    return msgspec.structs.replace(again, name=name, title_name=title_name)


def differences(printed: CertificateRecord, anew: CertificateFacts) -> list[Difference]:
    """What differs between a printed certificate and the facts of today, number and day of issue aside."""
    now = {entry: str(getattr(anew, entry)) for entry in COMPARED if entry not in ("photo", "birth_month")}
    now |= {"photo": photo_digest(anew.photo), "birth_month": anew.birth_month.strftime("%Y-%m")}
    return [
        Difference(label, _shown(entry, str(getattr(printed, entry))), _shown(entry, now[entry]))
        for entry, label in COMPARED.items()
        if str(getattr(printed, entry)) != now[entry]
    ]


def _shown(entry: str, value: str) -> str:
    if entry == "photo":
        return f"照片 {value[:8]}"
    return masked(value) if entry == "id_number" else value
