"""Two at once: one is faster, the other gets an answer, and nothing is half done or counted twice."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.builders import (
    ISSUED,
    LATER,
    YEAR,
    a_batch,
    a_case,
    a_certificate,
    a_next_round,
    a_submission,
    an_actor,
)
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.gaps import gaps
from zhicheng.certificate.issue import issue, reserve
from zhicheng.certificate.reissue import reissue
from zhicheng.certificate.replacement import ReissueCause
from zhicheng.certificate.revoke import revoke
from zhicheng.certificate.skip_numbers import skip_numbers
from zhicheng.checks.submit import submit
from zhicheng.database import transaction
from zhicheng.decision.approve import approve
from zhicheng.decision.decision import Decision
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.frozen_list import FrozenList
from zhicheng.decision.members import members_of
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.exchange.paperless import NoFiles, PaperlessPress
from zhicheng.exchange.take_in import take_in
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Round, Submission
from zhicheng.kernel.audit import broken_links
from zhicheng.kernel.refusal import Refusal
from zhicheng.letter.letter import Letter, LetterKind
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.draft import ReviewDraft
from zhicheng.review.keep_words import quote
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.start_review import start_review
from zhicheng.staff.permission import Role

Work = Callable[[Session], object]


def at_once(engine: Engine, *works: Work) -> list[str]:
    """Each work in a thread, a session and a transaction of its own, all starting together; ``done`` or the refusal."""
    barrier = threading.Barrier(len(works))
    answers = [""] * len(works)

    def run(number: int, work: Work) -> None:
        with Session(engine) as session:
            barrier.wait()
            try:
                with transaction(session):
                    work(session)
                answers[number] = "done"
            except Refusal as refusal:
                answers[number] = refusal.code.value
            except Exception as error:  # noqa: BLE001 (the test names it)
                answers[number] = repr(error)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        assert list(broken_links(session)) == []
    return sorted(answers)


def the(session: Session, key: int) -> Submission:
    return session.get_one(Submission, key)


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_approvals_exactly_one_wins(file_engine: Engine, attempt: int) -> None:
    with Session(file_engine) as session:
        key = a_submission(session, Status.REVIEWED).id
        approvers = [an_actor(session, Role.APPROVER) for _ in range(4)]
        session.commit()
    answers = at_once(
        file_engine,
        *(
            lambda session, who=who: approve(session, who, LATER, YEAR, the(session, key))
            for who in approvers
        ),
    )
    assert answers == ["done", "wrong_status", "wrong_status", "wrong_status"]
    with Session(file_engine) as session:
        assert len(session.scalars(select(Decision)).all()) == 1


def test_6_1d_the_third_round_is_opened_once(file_engine: Engine) -> None:
    with Session(file_engine) as session:
        submission, reviewer = a_submission(session, Status.RETURNED), an_actor(session, Role.REVIEWER)
        a_next_round(session, submission)
        now = LATER + timedelta(hours=1)
        start_review(session, reviewer, now, submission)
        return_for_correction(session, reviewer, now, YEAR, submission, "再补")
        clerks = [an_actor(session, Role.CLERK) for _ in range(4)]
        key = submission.id
        session.commit()
    answers = at_once(
        file_engine,
        *(lambda session, who=who: submit(session, who, now, YEAR, the(session, key)) for who in clerks),
    )
    assert answers == ["done", "no_rounds_left", "no_rounds_left", "no_rounds_left"]
    with Session(file_engine) as session:
        assert [one.number for one in session.scalars(select(Round).order_by(Round.number))] == [1, 2, 3]


def test_certificate_numbers_are_unique_and_without_gaps(file_engine: Engine) -> None:
    with Session(file_engine) as session:
        keys = [one.id for one in members_of(session, a_batch(session, size=8))]
        issuers = [an_actor(session, Role.ISSUER) for _ in keys]
        session.commit()

    def work(session: Session, number: int) -> None:
        for key in (keys[number], keys[number - 1]):
            certificate = reserve(session, issuers[number], ISSUED, YEAR, the(session, key))
            issue(session, issuers[number], ISSUED, YEAR, certificate, PaperlessPress())

    answers = at_once(
        file_engine, *(lambda session, number=number: work(session, number) for number in range(0, 8, 2))
    )
    assert answers == ["done"] * 4
    with Session(file_engine) as session:
        assert sorted(session.scalars(select(Certificate.serial))) == list(range(1, 9))


def test_numbers_are_skipped_once_while_others_are_given(file_engine: Engine) -> None:
    with Session(file_engine) as session:
        keys = [one.id for one in members_of(session, a_batch(session, size=2))]
        issuer = an_actor(session, Role.ISSUER)
        session.commit()

    def give(session: Session, key: int) -> None:
        reserve(session, issuer, ISSUED, YEAR, the(session, key))

    def skip(session: Session) -> None:
        skip_numbers(session, issuer, ISSUED, 2025, 9, "从备份恢复")

    works = [*(lambda session, key=key: give(session, key) for key in keys), skip, skip]
    assert at_once(file_engine, *works) == ["done"] * 4
    with Session(file_engine) as session:
        given = set(session.scalars(select(Certificate.serial)))
        lost = {one.serial for one in gaps(session, 2025) if one.reason == "从备份恢复"}
        assert given | lost == set(range(1, max(given | {9}) + 1))
        assert not given & lost


def test_one_certificate_for_one_submission_however_many_ask(file_engine: Engine) -> None:
    with Session(file_engine) as session:
        key = members_of(session, a_batch(session))[0].id
        issuers = [an_actor(session, Role.ISSUER) for _ in range(4)]
        session.commit()

    def work(session: Session, number: int) -> None:
        certificate = reserve(session, issuers[number], ISSUED, YEAR, the(session, key))
        issue(session, issuers[number], ISSUED, YEAR, certificate, PaperlessPress())

    answers = at_once(
        file_engine, *(lambda session, number=number: work(session, number) for number in range(4))
    )
    assert answers == ["done", "wrong_status", "wrong_status", "wrong_status"]


def test_the_same_case_imported_twice_at_once_is_one_submission(file_engine: Engine) -> None:
    case = a_case()
    with Session(file_engine) as session:
        clerks = [an_actor(session, Role.CLERK) for _ in range(3)]
        session.commit()
    answers = at_once(
        file_engine,
        *(lambda session, who=who: take_in(session, who, LATER, YEAR, NoFiles(), case) for who in clerks),
    )
    assert answers == ["done"] * 3
    with Session(file_engine) as session:
        assert len(session.scalars(select(Submission)).all()) == 1


def test_writers_that_take_their_locks_in_another_order_do_not_block_each_other(file_engine: Engine) -> None:
    with Session(file_engine) as session:
        keys = [a_submission(session, Status.REVIEWED).id for _ in range(6)]
        approvers = [an_actor(session, Role.APPROVER) for _ in range(2)]
        session.commit()

    def work(session: Session, who: int, order: list[int]) -> None:
        for key in order:
            if the(session, key).status is Status.REVIEWED:
                approve(session, approvers[who], LATER, YEAR, the(session, key))

    answers = at_once(
        file_engine, lambda session: work(session, 0, keys), lambda session: work(session, 1, keys[::-1])
    )
    assert answers == ["done", "done"]


def test_of_three_returns_exactly_one_happens_and_sends_its_letter(file_engine: Engine) -> None:
    with Session(file_engine) as session:
        key = a_submission(session, Status.IN_REVIEW).id
        reviewers = [an_actor(session, Role.REVIEWER) for _ in range(3)]
        session.commit()
    answers = at_once(
        file_engine,
        *(
            lambda session, who=who: return_for_correction(
                session, who, LATER, YEAR, the(session, key), "请补充工作证明。"
            )
            for who in reviewers
        ),
    )
    assert answers == ["done", "wrong_status", "wrong_status"]
    with Session(file_engine) as session:
        assert len(session.scalars(select(Letter).where(Letter.kind == LetterKind.RETURN)).all()) == 1


def test_lines_written_into_one_draft_at_once_are_all_kept(file_engine: Engine) -> None:
    with Session(file_engine) as session:
        key, reviewer = a_submission(session, Status.IN_REVIEW).id, an_actor(session, Role.REVIEWER)
        session.commit()
    lines = [f"〔通知 4.4〕问题{number}" for number in range(4)]
    answers = at_once(
        file_engine,
        *(
            lambda session, line=line: quote(session, reviewer, LATER, the(session, key), "return", "", line)
            for line in lines
        ),
    )
    assert answers == ["done"] * 4
    with Session(file_engine) as session:
        (draft,) = session.scalars(select(ReviewDraft))
        assert sorted(line.split(". ", 1)[1] for line in str(draft.words["return"]).splitlines()) == lines


@pytest.mark.parametrize("at", [BatchStatus.OPEN, BatchStatus.FROZEN])
def test_a_batch_is_frozen_once_and_published_once(file_engine: Engine, at: BatchStatus) -> None:
    with Session(file_engine) as session:
        key = a_batch(session, at, size=3).id
        approvers = [an_actor(session, Role.APPROVER) for _ in range(4)]
        session.commit()

    def work(session: Session, number: int) -> None:
        batch = session.get_one(Batch, key)
        if at is BatchStatus.OPEN:
            freeze_batch(session, approvers[number], LATER, batch)
        else:
            publish_batch(session, approvers[number], LATER, YEAR, batch, f"乌人社职〔2025〕90{number}号")

    answers = at_once(
        file_engine, *(lambda session, number=number: work(session, number) for number in range(4))
    )
    other = "batch_frozen" if at is BatchStatus.OPEN else "wrong_status"
    assert answers == sorted(["done", other, other, other])
    with Session(file_engine) as session:
        assert len(session.scalars(select(FrozenList)).all()) == 1


def test_a_certificate_is_made_anew_once_and_not_when_it_is_revoked_meanwhile(file_engine: Engine) -> None:
    with Session(file_engine) as session:
        key = a_certificate(session).id
        issuers = [an_actor(session, Role.ISSUER) for _ in range(4)]
        session.commit()
    now = ISSUED + timedelta(days=2)

    def anew(session: Session, number: int) -> None:
        old = session.get_one(Certificate, key)
        cause = ReissueCause.DAMAGED_FILE
        reissue(session, issuers[number], now, YEAR, old, cause, "文件损坏，予以换发", PaperlessPress())

    answers = at_once(
        file_engine,
        *(lambda session, number=number: anew(session, number) for number in range(3)),
        lambda session: revoke(session, issuers[3], now, session.get_one(Certificate, key), "材料不实"),
    )
    assert answers == ["done", "wrong_status", "wrong_status", "wrong_status"]
    with Session(file_engine) as session:
        serials = sorted(session.scalars(select(Certificate.serial)))
        valid = session.scalars(
            select(Certificate).where(Certificate.status == CertificateStatus.ISSUED)
        ).all()
        revoked = session.get_one(Certificate, key).status is CertificateStatus.REVOKED
        assert serials == list(range(1, len(serials) + 1))
        assert len(valid) == int(not revoked)
