"""The notice of a published batch as a file, once made and kept for good."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base
from zhicheng.review.batch import Batch


class NoticeForm(Choice):
    """In which form."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class NoticeFile(Base):
    """A final notice in the file store; append-only."""

    __tablename__ = "notice_file"
    __table_args__ = (UniqueConstraint("batch_id", "form"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    form: Mapped[NoticeForm]
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the file in the store")
    key_id: Mapped[str | None] = mapped_column(
        String(64), comment="which key signed it; a Word file is unsigned"
    )
    made_at: Mapped[datetime]

    batch: Mapped[Batch] = relationship(viewonly=True)
