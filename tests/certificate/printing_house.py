"""An office with a published batch and nothing printed yet: database, files and keys in one folder."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import ISSUED, a_batch, an_actor
from tests.engines import migrate
from zhicheng.admin.issuing import Desk
from zhicheng.certificate.keys import open_keys
from zhicheng.certificate.press import OfficePress
from zhicheng.database import make_engine
from zhicheng.demo.files import portrait
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.submission import Submission
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Role
from zhicheng.staff.staff import Staff

ISSUER = "the.issuer"
FACES = 20


def found(folder: Path, size: int, *, rsa_bits: int = 2048) -> None:
    """Lay the foundation under ``folder``: a batch of ``size``, everybody with a photo, keys of the office."""
    open_keys(folder / "keys", rsa_bits=rsa_bits)
    engine = make_engine(f"sqlite:///{folder / 'house.sqlite3'}")
    migrate(engine)
    faces = [FolderStore(folder / "files").put(portrait(seed=n)) for n in range(min(size, FACES))]
    with Session(engine) as session:
        a_batch(session, size=size)
        issuer = an_actor(session, Role.ISSUER)
        session.get_one(Staff, issuer.id).name = ISSUER
        photos = session.scalars(select(Attachment).where(Attachment.kind == "photo").order_by(Attachment.id))
        for place, photo in enumerate(photos):
            photo.digest = faces[place % len(faces)]
        session.commit()
    engine.dispose()


def opened(folder: Path, *, workers: int | None = 1) -> Desk:
    """The desk of the issuer in the office under ``folder``."""
    session = Session(make_engine(f"sqlite:///{folder / 'house.sqlite3'}"))
    press = OfficePress(
        FolderStore(folder / "files"), folder / "keys", "https://zhicheng.example.cn", True, workers
    )
    return Desk(session, issuer(session), lambda: ISSUED, press)


def issuer(session: Session) -> Actor:
    """Who issues there."""
    return session.scalars(select(Staff).where(Staff.name == ISSUER)).one().actor()


def waiting(session: Session) -> list[int]:
    """Every submission there, in order."""
    return list(session.scalars(select(Submission.id).order_by(Submission.id)))


def clock() -> datetime:
    """The hour at which certificates are issued there."""
    return ISSUED
