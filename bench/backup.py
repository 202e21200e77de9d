"""What a backup and the way back take, beside copying the bytes; the goal is 10 minutes for 100,000 cases (H9, RTO).

python bench/backup.py [SUBMISSIONS] [--database URL]       (default 10,000; 1,000 files of 200 KB are added)
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bench.desk import opened
from bench.measure import asked, ms
from tests.backup.conftest import NOW, Place, read, restored
from tests.builders import a_submission
from zhicheng.backup.make_backup import make_backup
from zhicheng.backup.seal import new_key
from zhicheng.intake.attachment import Attachment

GOAL_S = 600
FILES, SIZE = 1_000, 200_000


def hand_in(engine: Engine, office: Place) -> None:
    """Files in the store, each named by a row."""
    with Session(engine) as session:
        key = a_submission(session).id
        one = session.scalars(select(Attachment).where(Attachment.submission_id == key)).first()
        assert one is not None
        same = {
            name: getattr(one, name) for name in set(Attachment.__table__.columns.keys()) - {"id", "digest"}
        }
        for number in range(FILES):
            session.add(Attachment(**same, digest=office.files.put(Random(number).randbytes(SIZE))))
        session.commit()


def told(what: str, work: Callable[[], object]) -> None:
    """Print what it takes."""
    took = ms(work)
    mark = "ok" if took.worked <= GOAL_S * 1000 else "SLOW"
    print(f"{took.worked / 1000:8.1f} {took.clock / 1000:8.1f} s  {mark:4}  {what}", flush=True)


def copied(source: Path, target: Path) -> None:
    """The floor: the same bytes, forced to the disk."""
    shutil.copytree(source, target)
    os.sync()


def main() -> None:
    """Fill, back up, prove, bring back."""
    given = asked()
    with tempfile.TemporaryDirectory() as folder:
        there, back, path, key = (Path(folder) / one for one in ("there", "back", "backup.tar.age", "key"))
        there.mkdir()
        back.mkdir()
        url = given.database or f"sqlite:///{there}/desk.sqlite3"
        engine = opened(url, given.submissions)
        office, nowhere = Place(url, there), Place(f"sqlite:///{back}/zhicheng.sqlite3", back)
        hand_in(engine, office)
        public = new_key(key, NOW)
        print(f"{given.submissions:,} cases, {FILES:,} files: processor, clock; goal {GOAL_S} s")
        told("make", lambda: make_backup(engine, office.files, there, [public], path, NOW))
        told(f"check ({path.stat().st_size / 1e6:,.0f} MB)", lambda: read(path, key))
        told("restore", lambda: restored(path, key, nowhere))
        told("copy the restored office", lambda: copied(back, Path(folder) / "copy"))


if __name__ == "__main__":
    main()
