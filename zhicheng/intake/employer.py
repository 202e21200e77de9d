"""The unit that the applicant works for."""

from sqlalchemy import Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.table import Base
from zhicheng.policy.vocabulary import EmployerKind


class Employer(Base):
    """A unit as declared (clause 2). Two declarations that differ are two rows: the rules judge what was declared."""

    __tablename__ = "employer"

    name: Mapped[str] = mapped_column(String(100), index=True)
    uscc: Mapped[str | None] = mapped_column(String(18), comment="unified social credit code, GB 32100")
    kind: Mapped[EmployerKind]
    region: Mapped[str] = mapped_column(String(6), comment="GB/T 2260")
    supervising_department: Mapped[str | None] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.name


Index(
    "uq_employer_declaration",
    Employer.name,
    func.coalesce(Employer.uscc, ""),
    Employer.kind,
    Employer.region,
    func.coalesce(Employer.supervising_department, ""),
    unique=True,
)
