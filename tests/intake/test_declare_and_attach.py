"""What is declared and handed in may change only while the file lies with the applicant (clause 6.1)."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.builders import LATER, YEAR, a_case, a_submission, an_actor
from tests.intake.sample_files import jpeg
from tests.refused import refused
from zhicheng.exchange.declare_case import applicant_of, declared_of
from zhicheng.exchange.paperless import NoFiles
from zhicheng.intake.attach import Item, attach, current_attachments, set_aside
from zhicheng.intake.correct_person import correct_person
from zhicheng.intake.declare import declare
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.know import know_applicant
from zhicheng.intake.lifecycle import CORRECTABLE, Status
from zhicheng.intake.submission import Submission
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

SHUT = [status for status in Status if status not in CORRECTABLE]


def hand_in(session: Session, submission: Submission, *items: Item) -> None:
    attach(session, an_actor(session, Role.CLERK), LATER, YEAR, NoFiles(), submission, *items)


@pytest.mark.parametrize("status", SHUT)
def test_nothing_moves_while_the_file_lies_with_the_office(session: Session, status: Status) -> None:
    submission, clerk = a_submission(session, status), an_actor(session, Role.CLERK)
    with refused("wrong_status"):
        declare(session, clerk, LATER, submission, declared_of(a_case(), submission.employer))
    with refused("wrong_status"):
        hand_in(session, submission, Item("photo", None, "照片.jpg", None))
    with refused("wrong_status"):
        set_aside(session, clerk, LATER, submission, current_attachments(session, submission)[0])


@pytest.mark.parametrize("status", sorted(CORRECTABLE))
def test_a_declaration_is_replaced_as_a_whole(session: Session, status: Status) -> None:
    submission = a_submission(session, status)
    case = a_case(education=[], employment=[], work_summary="新的小结")
    declare(session, an_actor(session, Role.CLERK), LATER, submission, declared_of(case, submission.employer))
    session.commit()
    assert (submission.education, submission.employment, submission.work_summary) == ([], [], "新的小结")


def test_what_is_taken_back_leaves_the_declaration_as_it_was(session: Session) -> None:
    submission = a_submission(session, Status.DRAFT)
    was = [one.level for one in submission.education]
    undone = session.begin_nested()
    declare(
        session,
        an_actor(session, Role.CLERK),
        LATER,
        submission,
        declared_of(a_case(education=[]), submission.employer),
    )
    assert submission.education == []
    undone.rollback()
    assert [one.level for one in submission.education] == was != []


@pytest.mark.parametrize(("role", "office", "code"), [
    (Role.REVIEWER, Office.JUNIOR_OFFICE, "not_permitted"),
    (Role.CLERK, Office.TITLE_OFFICE, "other_office"),
])  # fmt: skip
def test_only_a_clerk_of_the_office_declares_and_attaches(
    session: Session, role: Role, office: Office, code: str
) -> None:
    submission, actor = a_submission(session, Status.RETURNED), an_actor(session, role, office)
    with refused(code):
        declare(session, actor, LATER, submission, declared_of(a_case(), submission.employer))
    with refused(code):
        attach(session, actor, LATER, YEAR, NoFiles(), submission, Item("photo", None, "a.jpg", None))


@pytest.mark.parametrize(("kind", "year"), [("photo", 2024), ("appraisal", None), ("horoscope", None)])
def test_a_kind_carries_a_year_exactly_where_the_policy_says(
    session: Session, kind: str, year: int | None
) -> None:
    with refused("bad_input"):
        hand_in(session, a_submission(session, Status.DRAFT), Item(kind, year, "x.pdf", None))


def test_a_file_is_judged_by_its_content_and_named(session: Session) -> None:
    with refused("bad_file") as caught:
        hand_in(session, a_submission(session, Status.DRAFT), Item("photo", None, "照片.jpg", b"MZ\x90"))
    assert caught.value.sentence.startswith("一寸免冠照片（照片.jpg）：")


def test_bytes_stand_in_the_store_under_their_digest(session: Session, tmp_path: Path) -> None:
    submission, store = a_submission(session, Status.RETURNED), FolderStore(tmp_path)
    item = Item("photo", None, "一寸照片.jpg", jpeg())
    attach(session, an_actor(session, Role.CLERK), LATER, YEAR, store, submission, item)
    kept = next(row for row in current_attachments(session, submission) if row.kind == "photo")
    assert kept.file_name == "一寸照片.jpg"
    assert kept.digest is not None
    assert store.read(kept.digest) == item.content
    assert (kept.size, kept.round_number) == (len(item.content or b""), 2)


def test_a_newer_file_supersedes_an_older_round_and_stands_beside_its_own(session: Session) -> None:
    submission = a_submission(session, Status.RETURNED)
    before = len(current_attachments(session, submission))
    hand_in(session, submission, Item("photo", None, "新.jpg", None))
    assert [row.file_name for row in current_attachments(session, submission) if row.kind == "photo"] == [
        "新.jpg"
    ]
    hand_in(session, submission, Item("photo", None, "又一张.jpg", None))
    session.commit()
    assert len(current_attachments(session, submission)) == before + 1


def test_4_1_a_corrected_number_points_the_submission_at_the_right_person(session: Session) -> None:
    submission, clerk = a_submission(session, Status.RETURNED), an_actor(session, Role.CLERK)
    said = applicant_of(a_case(applicant={"name": submission.applicant.name}))
    person = know_applicant(session, clerk, LATER, said)
    correct_person(session, clerk, LATER, submission, person)
    assert submission.applicant is person


def test_4_1_another_name_and_number_is_another_person(session: Session) -> None:
    submission, clerk = a_submission(session, Status.RETURNED), an_actor(session, Role.CLERK)
    with refused("bad_input"):
        correct_person(session, clerk, LATER, submission, a_submission(session, Status.WITHDRAWN).applicant)


def test_5_1_a_corrected_number_must_not_give_a_person_two_open_files(session: Session) -> None:
    submission, clerk = a_submission(session, Status.RETURNED), an_actor(session, Role.CLERK)
    other = a_submission(session, applicant={"name": submission.applicant.name})
    with refused("already_open"):
        correct_person(session, clerk, LATER, submission, other.applicant)
