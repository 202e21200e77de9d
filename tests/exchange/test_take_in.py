"""A case file comes in: new, as the next round, or as nothing new (clauses 4.1, 5.1, 6.1)."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import LATER, ON, YEAR, a_case_file, a_record, an_actor
from tests.intake.sample_files import jpeg, pdf
from tests.refused import refused
from zhicheng.exchange.case_file import read_case
from zhicheng.exchange.paperless import NoFiles
from zhicheng.exchange.take_in import Taken, take_in
from zhicheng.intake.attach import current_attachments
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel.audit import AuditEntry
from zhicheng.review.lapse import lapse
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.start_review import start_review
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


def bring(
    session: Session, case: dict[str, Any], *, now: Any = LATER, folder: Path | None = None, store: Any = None
) -> Taken:
    dossier = read_case(json.dumps(case).encode(), YEAR)
    return take_in(session, an_actor(session, Role.CLERK), now, YEAR, store or NoFiles(), dossier, folder)


def give_back(session: Session, submission: Submission) -> Submission:
    """Returned at ``LATER``."""
    reviewer = an_actor(session, Role.REVIEWER)
    start_review(session, reviewer, LATER, submission)
    return_for_correction(session, reviewer, LATER, YEAR, submission, "请补正")
    return submission


def stamped(case: dict[str, Any], minutes: int) -> dict[str, Any]:
    """``case`` handed in so many minutes after ``LATER``."""
    return case | {"submitted_at": (LATER + timedelta(minutes=minutes)).isoformat()}


NEXT = LATER + timedelta(hours=2)


def test_a_new_case_is_registered_and_handed_in(session: Session) -> None:
    case = a_case_file()
    taken = bring(session, case)
    session.commit()
    assert (taken.outcome.value, taken.submission.status, taken.submission.rounds) == (
        "taken_in",
        Status.QUEUED,
        1,
    )
    assert taken.submission.submitted_at == ON[Status.QUEUED]
    names = [row.file_name for row in current_attachments(session, taken.submission)]
    assert names == [row["file"] for row in case["attachments"]]


def test_the_same_case_again_adds_nothing(session: Session) -> None:
    case = a_case_file()
    bring(session, case)
    session.commit()
    entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    for _ in range(2):
        assert bring(session, case).outcome.value == "unchanged"
        session.commit()
    # the two clerks that the test hired are all that is new
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == entries + 2
    assert session.scalar(select(func.count()).select_from(Attachment)) == len(case["attachments"])


def test_a_record_that_came_later_makes_no_known_case_new(session: Session) -> None:
    case = a_case_file()
    bring(session, case)
    a_record(session, case["applicant"]["id_number"])
    assert bring(session, case).outcome.value == "unchanged"


def test_the_old_case_is_still_known_after_a_return_and_after_the_next_round(session: Session) -> None:
    case = a_case_file()
    submission = give_back(session, bring(session, case).submission)
    assert bring(session, case, now=NEXT).outcome.value == "unchanged"
    assert submission.status is Status.RETURNED
    newer = stamped(case | {"work_summary": "新的小结"}, 60)
    assert bring(session, newer, now=NEXT).outcome.value == "resubmitted"
    for known in (case, newer):
        assert bring(session, known, now=NEXT).outcome.value == "unchanged"
    assert submission.rounds == 2


def test_a_returned_case_that_changed_is_the_next_round(session: Session) -> None:
    case = a_case_file()
    give_back(session, bring(session, case).submission)
    attachments = [row for row in case["attachments"] if row["kind"] not in ("photo", "work_proof")]
    attachments += [{"kind": "photo", "file": "新照片.jpg"}, {"kind": "other", "file": "说明.pdf"}]
    newer = stamped(case | {"attachments": attachments, "education": []}, 60)
    taken = bring(session, newer, now=NEXT)
    session.commit()
    session.expire_all()
    assert (taken.outcome.value, taken.submission.rounds, taken.submission.education) == (
        "resubmitted",
        2,
        [],
    )
    current = sorted(row.file_name for row in current_attachments(session, taken.submission))
    assert current == sorted(row["file"] for row in attachments)
    assert bring(session, newer, now=NEXT).outcome.value == "unchanged"


def test_a_later_stamp_alone_is_the_next_round(session: Session) -> None:
    case = a_case_file()
    give_back(session, bring(session, case).submission)
    assert bring(session, stamped(case, 60), now=NEXT).submission.rounds == 2


def test_6_1c_an_old_stamp_does_not_beat_the_48_hours(session: Session) -> None:
    case = a_case_file()
    give_back(session, bring(session, case).submission)
    changed = case | {"work_summary": "改"}
    with refused("past_48_hours"):
        bring(session, changed, now=LATER + timedelta(hours=48, seconds=1))
    session.rollback()


def test_6_1c_a_change_under_the_old_stamp_counts_from_its_arrival(session: Session) -> None:
    case = a_case_file()
    submission = give_back(session, bring(session, case).submission)
    changed = case | {"work_summary": "改"}
    bring(session, changed, now=NEXT)
    assert submission.submitted_at == NEXT
    assert bring(session, changed, now=NEXT).outcome.value == "unchanged"


def test_4_1_a_corrected_identity_number_comes_with_the_next_round(session: Session) -> None:
    case = a_case_file()
    wrong = case["applicant"]["id_number"]
    case["applicant"]["id_number"] = wrong[:17] + ("0" if wrong[17] != "0" else "1")
    submission = give_back(session, bring(session, case).submission)
    right = stamped(case | {"applicant": case["applicant"] | {"id_number": wrong}}, 60)
    bring(session, right, now=NEXT)
    assert submission.applicant.id_number == wrong


def test_what_changed_but_was_not_returned_is_refused(session: Session) -> None:
    case = a_case_file()
    submission = bring(session, case).submission
    with refused("wrong_status") as caught:
        bring(session, case | {"work_summary": "改"})
    assert caught.value.facts["number"] == submission.number


def test_what_lapsed_answers_lapsed(session: Session) -> None:
    case = a_case_file()
    submission = give_back(session, bring(session, case).submission)
    late = LATER + timedelta(days=3)
    lapse(session, an_actor(session, Role.CLERK), late, submission)
    with refused("lapsed"):
        bring(session, stamped(case, 60), now=late)


def test_5_1_another_route_is_another_submission(session: Session) -> None:
    case = a_case_file()
    give_back(session, bring(session, case).submission)
    with refused("bad_input"):
        bring(session, stamped(case | {"route": "award_intermediate"}, 60), now=NEXT)


def test_6_3_records_belong_to_the_register(session: Session) -> None:
    with refused("bad_input") as caught:
        bring(session, a_case_file(integrity_records=[{"from": "2024-01-01"}]))
    assert caught.value.facts["path"] == "$.integrity_records"


@pytest.mark.parametrize(
    ("role", "office", "code"),
    [
        (Role.REVIEWER, Office.JUNIOR_OFFICE, "not_permitted"),
        (Role.CLERK, Office.TITLE_OFFICE, "other_office"),
    ],
)
def test_only_a_clerk_of_the_office_takes_in(session: Session, role: Role, office: Office, code: str) -> None:
    case = read_case(json.dumps(a_case_file()).encode(), YEAR)
    with refused(code):
        take_in(session, an_actor(session, role, office), LATER, YEAR, NoFiles(), case)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files beside one that must not be reached."""
    inside = tmp_path / "files"
    (inside / "甲").mkdir(parents=True)
    (inside / "甲" / "照片.jpg").write_bytes(jpeg())
    (inside / "工作证明.pdf").write_bytes(pdf())
    (inside / "假.pdf").write_bytes(b"MZ\x90")
    (tmp_path / "secret.pdf").write_bytes(pdf())
    (inside / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    return inside


def with_file(name: str, kind: str = "work_proof") -> dict[str, Any]:
    return a_case_file(attachments=[{"kind": kind, "file": name}])


def test_bytes_come_from_the_folder(session: Session, folder: Path, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    submission = bring(session, with_file("甲/照片.jpg", "photo"), folder=folder, store=store).submission
    (row,) = current_attachments(session, submission)
    assert row.digest is not None
    assert store.read(row.digest) == (folder / "甲" / "照片.jpg").read_bytes()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("没有.pdf", "bad_file"),
        ("甲", "bad_file"),
        ("工作证明.pdf/里面.pdf", "bad_file"),
        ("假.pdf", "bad_file"),
        ("link.pdf", "bad_input"),
    ],
)
def test_a_missing_false_or_leading_out_file_is_refused_by_name(
    session: Session, folder: Path, name: str, code: str
) -> None:
    with refused(code) as caught:
        bring(session, with_file(name), folder=folder)
    assert name == "假.pdf" or name in caught.value.sentence


def test_a_changed_content_under_the_same_name_is_kept_anew(
    session: Session, folder: Path, tmp_path: Path
) -> None:
    store, case = FolderStore(tmp_path / "store"), with_file("工作证明.pdf")
    submission = give_back(session, bring(session, case, folder=folder, store=store).submission)
    (folder / "工作证明.pdf").write_bytes(pdf(pages=2))
    bring(session, stamped(case, 60), now=NEXT, folder=folder, store=store)
    (row,) = current_attachments(session, submission)
    assert (row.round_number, row.pages) == (2, 2)
