"""What a reviewer thought of one file of one round; kept for good, so that the next round need not ask again."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.table import Base


class Judgement(Choice):
    """What one file came to. A file that nobody has judged has no row."""

    ACCEPTED = "accepted", "合格"
    DEFECTIVE = "defective", "有问题"


class MaterialVerdict(Base):
    """Append-only. ``digest`` and ``facts`` say which bytes and which declaration were judged."""

    __tablename__ = "material_verdict"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    round_number: Mapped[int]
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    kind: Mapped[str] = mapped_column(String(40))
    year: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64), comment="SHA-256 of the file")
    facts: Mapped[str] = mapped_column(
        String(64), comment="SHA-256 of the declared facts that the file proves"
    )
    judgement: Mapped[Judgement]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    given_at: Mapped[datetime]
