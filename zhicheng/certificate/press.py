"""From a reserved certificate to a signed file in the store."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.facts import CertificateFacts, certificate_photo
from zhicheng.certificate.keys import Keys, open_keys
from zhicheng.certificate.proof import proof
from zhicheng.certificate.sign import PadesSigner, Signer
from zhicheng.certificate.status_entry import place_of
from zhicheng.certificate.workshop import Made, Order, workshop
from zhicheng.decision.line_in_force import line_in_force
from zhicheng.decision.line_proof import line_proof
from zhicheng.intake.attach import current_attachments
from zhicheng.intake.file_store import FileStore
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear
from zhicheng.review.composition import member_of


@dataclass(frozen=True)
class Printed:
    """Where the file lies, and which key signed it."""

    digest: str
    key_id: str


Printing = Callable[[Sequence[Order]], Iterator[Printed | Refusal]]
"""Takes orders and gives, in the same order, a file in the store or the reason why there is none."""


class Press(Protocol):
    """What issuing needs: first everything that is printed is read, then, without the database, files are made."""

    def order(self, session: Session, year: PolicyYear, certificate: Certificate) -> Order:
        """Everything that the file of a reserved certificate is made from; the same again after a crash."""

    def printing(self, many: int) -> AbstractContextManager[Printing]:
        """Get ready to print ``many`` files."""


@dataclass(frozen=True)
class OfficePress:
    """The office's own press. ``address`` is where strangers reach us; ``sample`` prints 样章 on the seal.

    The keys under ``keys`` are opened, and on a new machine made, when the first certificate is printed. ``workers``
    overrules how many processes print many certificates.
    """

    files: FileStore
    keys: Path
    address: str
    sample: bool
    workers: int | None = None

    @cached_property
    def opened(self) -> Keys:
        """The keys that sign now."""
        return open_keys(self.keys)

    @cached_property
    def signer(self) -> Signer:
        """Who signs."""
        return PadesSigner(self.opened)

    def order(self, session: Session, year: PolicyYear, certificate: Certificate) -> Order:
        """The facts, to be signed as of the moment at which the number was reserved: printed again after a crash, the
        file has the same bytes and takes the place of the first. Raises Refusal ``bad_file`` without a photo.
        """
        facts = certificate_facts(
            session, year, certificate, self.files, self.opened.token_key, self.address, sample=self.sample
        )
        return Order.of(facts, max(certificate.reserved_at, self.opened.certificate.not_valid_before_utc))

    @contextmanager
    def printing(self, many: int) -> Iterator[Printing]:
        """Render and sign, by worker processes when there are many, and store."""
        with workshop(self.signer, self.keys, many, workers=self.workers) as line:
            yield lambda orders: map(self._stored, line(orders))

    def _stored(self, made: Made | Refusal) -> Printed | Refusal:
        if isinstance(made, Refusal):
            return made
        try:
            return Printed(self.files.put(made.pdf), made.key_id)
        except Refusal as refusal:
            return refusal


def certificate_facts(
    session: Session,
    year: PolicyYear,
    certificate: Certificate,
    files: FileStore,
    key: Ed25519PrivateKey,
    address: str,
    *,
    sample: bool,
) -> CertificateFacts:
    """Everything that the certificate says, from decision, batch and person (domain.md section 9).

    ``key`` signs the proof in the QR code.
    """
    submission, decision = certificate.submission, certificate.decision
    person = submission.applicant
    member = member_of(session, submission)
    # What was published when the number was reserved: printed again after a crash, the file has the same bytes.
    line = line_in_force(session, submission, certificate.reserved_at)
    said = line.said if line else None
    photo = certificate_photo(files.read(photo_of(session, submission)))
    place, door = place_of(session, certificate), f"{address}/verify"
    return CertificateFacts(
        number=certificate.number,
        name=certificate.holder_name,
        sex=person.sex.label,
        birth_month=person.birth_date.replace(day=1),
        id_number=person.id_number,
        series=decision.series.label,
        specialty=said.specialty if said else decision.specialty,
        title_name=certificate.title_name,
        level=decision.level.label,
        route=year.routes[submission.route].label,
        acquired_on=decision.acquired_on or date.min,
        notice_number=(line.batch if line else member.batch).notice_number or "" if member else "",
        issuing_body=year.certificate.issuing_body,
        issued_on=certificate.issued_on,
        verification_address=door,
        qr_text=proof(certificate, place, photo, key, door),
        photo=photo,
        sample=sample,
        listing=line_proof(session, line) if line else None,
    )


def photo_of(session: Session, submission: Submission) -> str:
    """The digest of the newest photo handed in; ``bad_file`` when there is none (clause 4.1)."""
    digests = [
        row.digest for row in current_attachments(session, submission) if row.kind == "photo" and row.digest
    ]
    if not digests:
        raise Refusal(
            RefusalCode.BAD_FILE, f"{submission.number} 没有一寸免冠照片，无法制证。请补传照片后再制发。"
        )
    return digests[-1]
