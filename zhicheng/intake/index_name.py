"""Write down what a person's name is found by. Called wherever a name is written, in the same transaction."""

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.name_key import NameKey, keys_of

_INSERT = insert(NameKey).inline()


def index_name(session: Session, applicant: Applicant, *, new: bool = False) -> None:
    """Make the keys those of the present name. ``applicant`` has been flushed; one that is ``new`` has none yet."""
    connection = session.connection()
    wanted = set(keys_of(applicant.name))
    if not new:
        rows = connection.execute(
            select(NameKey.id, NameKey.kind, NameKey.key).where(NameKey.applicant_id == applicant.id)
        ).all()
        stale = [key for key, kind, text in rows if (kind, text) not in wanted]
        if stale:
            connection.execute(delete(NameKey).where(NameKey.id.in_(stale)))
        wanted -= {(kind, text) for _, kind, text in rows}
    if wanted:
        connection.execute(
            _INSERT, [{"applicant_id": applicant.id, "kind": kind, "key": text} for kind, text in wanted]
        )
