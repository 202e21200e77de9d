"""更正批次: after freezing, only an erratum batch changes what a name list says.

Stands beside the batch, before the verbs of ``decision``, so that an open erratum is never taken for a batch that
submissions may join.
"""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Base
from zhicheng.review.batch import Batch


class Erratum(Base):
    """What makes a batch an erratum batch: the batch that it corrects, and why."""

    __tablename__ = "erratum"
    __table_args__ = (
        CheckConstraint("batch_id <> original_id", name="an_erratum_corrects_another_batch"),
        CheckConstraint("length(reason) > 0", name="an_erratum_gives_its_reason"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)

    batch: Mapped[Batch] = relationship(foreign_keys=batch_id, viewonly=True)
    original: Mapped[Batch] = relationship(foreign_keys=original_id, viewonly=True)


class Correction(Base):
    """One member of an erratum batch: whose line is corrected, and why.

    ``entries`` are the entries given by hand (``employer``, ``specialty``, ``title_name``). What the register says, such
    as the name, is taken from the register when the erratum is frozen.
    """

    __tablename__ = "correction"
    __table_args__ = (
        UniqueConstraint("batch_id", "submission_id"),
        CheckConstraint("length(reason) > 0", name="a_correction_gives_its_reason"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    entries: Mapped[dict[str, Any]] = mapped_column(comment="entry -> corrected words, given by hand")
    reason: Mapped[str] = mapped_column(Text)

    batch: Mapped[Batch] = relationship(viewonly=True)
    submission: Mapped[Submission] = relationship(viewonly=True)
