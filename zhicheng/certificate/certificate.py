"""An electronic title certificate and its way from a reserved number to revocation."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.decision.decision import Decision
from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base


class CertificateStatus(Choice):
    """What a certificate is worth. ``reserved``: the intent, before anything is rendered; ``void``: one given up."""

    RESERVED = "reserved", "制作中"
    ISSUED = "issued", "有效"
    REISSUED = "reissued", "已换发"
    REVOKED = "revoked", "已撤销"
    VOID = "void", "作废"


LIVE = text("status IN ('reserved', 'issued')")


class Certificate(Base):
    """One numbered certificate. Numbers are gap-free per year and never used twice."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        CheckConstraint(
            "status IN ('reserved', 'void') OR digest IS NOT NULL", name="an_issued_certificate_has_a_file"
        ),
        CheckConstraint(
            "(status = 'revoked') = (revoked_at IS NOT NULL)", name="a_revoked_certificate_says_when"
        ),
        Index(
            "uq_certificate_one_live", "submission_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        ),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    year: Mapped[int]
    serial: Mapped[int]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    status: Mapped[CertificateStatus] = mapped_column(default=CertificateStatus.RESERVED, index=True)
    holder_name: Mapped[str] = mapped_column(String(50), comment="as printed")
    title_name: Mapped[str] = mapped_column(String(60), comment="as printed")
    issued_on: Mapped[date]
    reserved_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    digest: Mapped[str | None] = mapped_column(
        String(64), comment="SHA-256 of the signed PDF in the file store"
    )
    key_id: Mapped[str | None] = mapped_column(String(64), comment="which key signed it")
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    revocation_reason: Mapped[str] = mapped_column(Text, default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    submission: Mapped[Submission] = relationship(viewonly=True)
    decision: Mapped[Decision] = relationship(viewonly=True)
    replaced_by: Mapped["Certificate | None"] = relationship(remote_side="Certificate.id", viewonly=True)

    def __str__(self) -> str:
        return self.number
