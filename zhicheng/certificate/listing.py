"""Does a certificate stand on the name list that it says it stands on?"""

from zhicheng.certificate.facts import CertificateRecord
from zhicheng.certificate.fault import Fault
from zhicheng.decision.list_line import Effect

SAME = ("name", "series", "specialty", "title_name", "level", "route", "acquired_on")
"""What the line and the certificate both say, in the same words."""


def listing_faults(record: CertificateRecord) -> list[Fault]:
    """What speaks against the proof in ``record``; nothing where there is none."""
    proof = record.listing
    if proof is None:
        return []
    said = proof.said
    if said is None or not proof.holds:
        return [Fault.LISTING_FORGED]
    same = all(getattr(said, entry) == getattr(record, entry) for entry in SAME)
    confers = said.effect is not Effect.STRIKE and proof.notice_number == record.notice_number
    return [] if same and confers else [Fault.LISTING_DIFFERS]
