"""The demonstration year, played small: lively where somebody works, and lawful to the last row."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from sqlite3 import Connection

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.backup.conftest import Place, restored
from tests.engines import SQLite
from zhicheng.backup.make_backup import make_backup
from zhicheng.backup.restore_backup import Restored
from zhicheng.backup.seal import new_key
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.examine import examine_certificate
from zhicheng.certificate.keys import token_public_keys, trust_roots
from zhicheng.certificate.press import OfficePress, Press
from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.run_checks import replay
from zhicheng.database import make_engine
from zhicheng.decision.check_list import check_all_lists
from zhicheng.demo.fates import FATES, TODAY
from zhicheng.demo.year import DemoYear
from zhicheng.exchange.paperless import NoFiles, PaperlessPress
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.file_store import FileStore, FolderStore
from zhicheng.intake.lifecycle import MOVES, Status
from zhicheng.intake.quick_store import QuickStore
from zhicheng.intake.submission import Submission, Transition
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.audit import AuditEntry, broken_links
from zhicheng.kernel.clock import utc
from zhicheng.policy.load import load_year
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.erratum import Erratum
from zhicheng.staff.office import Office

YEAR = load_year("2025")
SIZE, PASSWORD = 60, "玉龙喀什河畔的演示密码第一号"


@contextmanager
def played(template: Connection, seed: int, files: FileStore, press: Press) -> Iterator[Session]:
    database = SQLite(template)
    database.clean()
    with Session(database.engine) as session:
        DemoYear(YEAR, files, press, Random(seed)).play(session, SIZE, PASSWORD)  # noqa: S311
        session.commit()
        yield session
    database.engine.dispose()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("year")


@pytest.fixture(scope="module")
def played_year(_sqlite_template: Connection, folder: Path) -> Iterator[Session]:
    files = QuickStore(folder / "files")
    press = OfficePress(files, folder / "keys", "http://127.0.0.1:5000", sample=True)
    with played(_sqlite_template, 1, files, press) as session:
        yield session


def test_every_status_is_there_and_every_desk_of_both_offices_has_work(played_year: Session) -> None:
    rows = played_year.execute(
        select(Submission.office, Submission.status, func.count()).group_by(
            Submission.office, Submission.status
        )
    )
    there = {(office, status): count for office, status, count in rows}
    assert {status for _, status in there} == set(Status)
    assert sum(there.values()) == SIZE
    desks = (Status.DRAFT, Status.QUEUED, Status.IN_REVIEW, Status.REVIEWED, Status.RETURNED)
    ends = (Status.APPROVED, Status.DECLINED, Status.LAPSED, Status.WITHDRAWN)
    assert [place for office in Office for one in desks + ends if (place := (office, one)) not in there] == []
    assert set(played_year.scalars(select(Submission.route))) == set(YEAR.routes)


def test_clocks_run_and_some_are_nearly_out(played_year: Session) -> None:
    returned = played_year.scalars(select(Submission).where(Submission.status == Status.RETURNED))
    left = sorted(utc(one.due_at) - TODAY for one in returned if one.due_at)
    assert len(left) >= 6
    assert left[0] > timedelta(0)
    assert left[1] <= timedelta(hours=2)
    assert left[3] <= timedelta(hours=12)
    assert left[-1] <= timedelta(hours=48)


def test_three_batches_are_published_and_one_still_has_certificates_to_print(played_year: Session) -> None:
    published = select(Batch).where(Batch.status == BatchStatus.PUBLISHED)
    batches = played_year.scalars(published.where(Batch.id.not_in(select(Erratum.batch_id)))).all()
    assert Counter(one.office for one in batches) == {Office.JUNIOR_OFFICE: 2, Office.TITLE_OFFICE: 1}
    errata = played_year.scalars(published.where(Batch.id.in_(select(Erratum.batch_id)))).all()
    assert [one.frozen_by_id != one.published_by_id for one in errata] == [True]
    assert all(check.whole for check in check_all_lists(played_year))
    certificates = Counter(played_year.scalars(select(Certificate.status)))
    assert certificates[CertificateStatus.ISSUED] >= 6
    assert certificates[CertificateStatus.REVOKED] == 2  # one for a photo, one with its title


def test_the_archive_has_a_record_that_ran_out_one_that_bars_one_lifted_and_one_half_lifted(
    played_year: Session,
) -> None:
    records = played_year.scalars(select(IntegrityRecord)).all()
    today = TODAY.date()
    assert any(one.until < today for one in records)
    assert any(one.until >= today and one.lifted_on is None for one in records)
    assert any(one.lifted_on for one in records)
    assert any(one.lift_proposed_at and not one.lifted_on for one in records)
    barred = {one.id_number for one in records if one.until >= today and not one.lifted_on}
    waiting = played_year.scalars(select(Submission).where(Submission.status == Status.REVIEWED))
    assert any(one.applicant.id_number in barred for one in waiting)


def test_the_chain_of_the_trail_is_whole(played_year: Session) -> None:
    assert list(broken_links(played_year)) == []
    assert played_year.scalar(select(func.count()).select_from(AuditEntry)) > SIZE * 5


def test_moves_explain_every_status_and_keep_their_order(played_year: Session) -> None:
    moves: dict[int, list[Transition]] = {}
    for one in played_year.scalars(select(Transition).order_by(Transition.id)):
        moves.setdefault(one.submission_id, []).append(one)
    known = {(move.act, move.before, move.after) for move in MOVES}
    for submission in played_year.scalars(select(Submission)):
        status, at = Status.DRAFT, None
        for move in moves.get(submission.id, []):
            assert move.from_status is status
            assert (move.act, move.from_status, move.to_status) in known
            assert at is None or move.at >= at
            status, at = move.to_status, move.at
        assert submission.status is status, submission.number
        assert at is None or utc(at) <= TODAY


def test_every_stored_check_replays(played_year: Session) -> None:
    runs = played_year.scalars(select(CheckRun)).all()
    assert len(runs) > SIZE
    assert [run.id for run in runs if not replay(run, YEAR)] == []


def test_every_file_that_a_row_names_is_kept(played_year: Session, folder: Path) -> None:
    store = FolderStore(folder / "files")  # the office's own store reads what was quickly written
    named = set(played_year.scalars(select(Attachment.digest)))
    named |= set(played_year.scalars(select(Certificate.digest)))
    assert {one for one in named if one} == set(store.digests())
    assert store.read(next(store.digests()))


def acts(session: Session) -> list[tuple[object, ...]]:
    """The trail, without what is signed with another key on every machine."""
    entry = AuditEntry
    return list(
        session.execute(
            select(entry.at, entry.actor_name, entry.act, entry.subject_id, entry.reason, entry.changes)
            .where(entry.act != "issue_certificate")
            .order_by(entry.id)
        )
    )


def test_the_same_seed_makes_the_same_year_and_another_one_another(
    played_year: Session, _sqlite_template: Connection
) -> None:
    with played(_sqlite_template, 1, NoFiles(), PaperlessPress()) as again:
        assert acts(again) == acts(played_year)
    with played(_sqlite_template, 2, NoFiles(), PaperlessPress()) as other:
        assert acts(other) != acts(played_year)
        assert set(other.scalars(select(Submission.status))) == set(Status)


def test_the_whole_year_comes_back_from_a_backup_and_every_certificate_verifies(
    played_year: Session, folder: Path, tmp_path: Path
) -> None:
    played_year.rollback()
    key, path, back = tmp_path / "key", tmp_path / "year.tar.age", tmp_path / "back"
    public = new_key(key, TODAY)
    made = make_backup(played_year.get_bind(), FolderStore(folder / "files"), folder, [public], path, TODAY)
    assert made.manifest.well
    back.mkdir()
    place = Place(f"sqlite:///{back / 'zhicheng.sqlite3'}", back)
    assert restored(path, key, place) == Restored(lists=[], examined=1, certificates=[])
    engine = make_engine(place.url)
    with Session(engine) as session:
        assert all(check.whole for check in check_all_lists(session))
        runs = session.scalars(select(CheckRun)).all()
        assert [run.id for run in runs if not replay(run, YEAR)] == []
        printed = session.scalars(select(Certificate).where(Certificate.digest.is_not(None))).all()
        roots, tokens = trust_roots(back / "keys"), token_public_keys(back / "keys")
        for one in printed:
            content = place.files.read(one.digest or "")
            assert examine_certificate(content, roots=roots, token_keys=tokens).genuine, one.number
        assert len(printed) >= 6
    engine.dispose()


def test_fates_leave_room_for_chance_in_the_smallest_year() -> None:
    assert len(FATES) < SIZE
    assert max(one.at for one in FATES) < TODAY
