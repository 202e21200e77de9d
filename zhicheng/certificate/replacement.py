"""That a certificate took the place of another one: the link between the two, and why."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from zhicheng.certificate.certificate import Certificate
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base


class ReissueCause(Choice):
    """Why a certificate is made anew."""

    CORRECTION = "correction", "个人信息印制有误，已更正"
    DAMAGED_FILE = "damaged_file", "证书文件损坏或无法打开"
    SECURITY = "security", "证书安全原因（如签名密钥更换）"


class Replacement(Base):
    """One re-issue. Written once, never changed; each certificate is replaced at most once and replaces at most one."""

    __tablename__ = "replacement"
    __table_args__ = (CheckConstraint("old_id <> new_id", name="nothing_replaces_itself"),)

    old_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    cause: Mapped[ReissueCause]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    old: Mapped[Certificate] = relationship(foreign_keys=[old_id], viewonly=True)
    new: Mapped[Certificate] = relationship(foreign_keys=[new_id], viewonly=True)


def replacement_of(session: Session, certificate: Certificate) -> Replacement | None:
    """How ``certificate`` was replaced, if it was."""
    return session.scalar(select(Replacement).where(Replacement.old_id == certificate.id))


def replacement_by(session: Session, certificate: Certificate) -> Replacement | None:
    """Which certificate ``certificate`` took the place of, if of any."""
    return session.scalar(select(Replacement).where(Replacement.new_id == certificate.id))
