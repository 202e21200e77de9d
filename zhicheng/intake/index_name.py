"""Write down what a person's name is found by. Called wherever a name is written, in the same transaction."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.name_key import NameKey, keys_of
from zhicheng.kernel.table import append_all


def index_name(session: Session, applicant: Applicant, *, new: bool = False) -> None:
    """Make the keys those of the present name. ``applicant`` has been flushed; one that is ``new`` has none yet."""
    wanted = set(keys_of(applicant.name))
    if not new:
        connection = session.connection()
        rows = connection.execute(
            select(NameKey.id, NameKey.kind, NameKey.key).where(NameKey.applicant_id == applicant.id)
        ).all()
        stale = [key for key, kind, text in rows if (kind, text) not in wanted]
        if stale:
            connection.execute(delete(NameKey).where(NameKey.id.in_(stale)))
        wanted -= {(kind, text) for _, kind, text in rows}
    keys = [{"applicant_id": applicant.id, "kind": kind, "key": text} for kind, text in wanted]
    append_all(session, NameKey, keys)
