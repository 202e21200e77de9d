"""One box: what was typed is recognised by its form and asked of one index; several words narrow."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.builders import a_certificate, a_submission, an_actor
from zhicheng.certificate.find import Found, find
from zhicheng.certificate.understand import Kind, meant, understand
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


@pytest.fixture
def one(session: Session) -> Submission:
    """王建国 of a school, and others around."""
    a_submission(session, applicant={"name": "李小红"}, employer={"name": "红山建筑公司"})
    return a_submission(session, applicant={"name": "王建国"}, employer={"name": "天山区第九中学"})


def found(session: Session, words: str) -> list[int]:
    meanings = understand(session, words)
    return list(session.scalars(select(Submission.id).where(meant(m.submissions for m in meanings))))


def kinds(session: Session, words: str) -> list[Kind]:
    return [meaning.kind for meaning in understand(session, words)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("建国", Kind.NAME),
        ("王建", Kind.NAME),
        ("第九中学", Kind.UNIT),
        ("天山区", Kind.UNIT),
        ("wangjianguo", Kind.PINYIN),
        ("WangJ", Kind.PINYIN),
        ("wjg", Kind.INITIALS),
        ("ＷＪＧ", Kind.INITIALS),
    ],
)
def test_words_are_recognised_and_find(session: Session, one: Submission, words: str, kind: Kind):
    assert kinds(session, words) == [kind]
    assert found(session, words) == [one.id]


def test_numbers_of_every_kind_find(session: Session, one: Submission):
    for words, kind in (
        (one.number, Kind.NUMBER),
        (one.number.replace("-0000", "-"), Kind.NUMBER),
        (one.number[5:], Kind.TAIL),
        (one.number[-3:], Kind.TAIL),
        (one.number[-1:], Kind.TAIL),
        (one.reference, Kind.REFERENCE),
        (one.applicant.id_number, Kind.IDENTITY),
        (one.applicant.id_number.lower(), Kind.IDENTITY),
        (one.employer.uscc or "", Kind.CREDIT_CODE),
    ):
        if words:
            assert kinds(session, words) == [kind], words
            assert one.id in found(session, words), words


def test_a_certificate_and_a_batch_find_their_submissions(session: Session):
    certificate = a_certificate(session)
    number = " ".join([certificate.number[:4], certificate.number[4:]])
    clerk = an_actor(session, Role.CLERK)
    assert found(session, certificate.number) == [certificate.submission_id]
    assert find(session, clerk, number) == Found("certificate", certificate.id)
    batch = certificate.decision.batch_id if hasattr(certificate.decision, "batch_id") else None
    assert kinds(session, "2025-z01") == [Kind.BATCH]
    assert batch is None or isinstance(batch, int)


def test_several_words_narrow(session: Session, one: Submission):
    other = a_submission(session, applicant={"name": "王建民"}, employer={"name": "天山区第九中学"})
    assert set(found(session, "王建 第九中学")) == {one.id, other.id}
    assert found(session, "建国 第九中学") == [one.id]
    assert found(session, "wang jianguo") == [one.id]
    assert found(session, "建国 红山") == []


@pytest.mark.parametrize(
    "words", ["%", "_", "%%", "建%", "*", "-", "'", "· ·", "% _", "\\", "65019919900307"]
)
def test_punctuation_and_parts_of_numbers_find_nobody(session: Session, one: Submission, words: str):
    assert found(session, words) == []


def test_a_wrong_check_digit_is_said_and_the_number_masked(session: Session, one: Submission):
    number = one.applicant.id_number
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    (meaning,) = understand(session, wrong)
    assert "校验码不符" in meaning.told
    assert wrong not in meaning.told
    assert "校验码不符" not in understand(session, number)[0].told


def test_what_names_one_thing_leads_there_and_other_offices_learn_nothing(session: Session, one: Submission):
    both = an_actor(session, Role.CLERK)
    title = an_actor(session, Role.CLERK, Office.TITLE_OFFICE)
    for words in (one.number, one.number[5:], one.reference):
        assert find(session, both, words) == Found("submission", one.id)
        assert find(session, title, words) is None
    assert find(session, both, one.applicant.id_number.lower()) == Found("applicant", one.applicant_id)
    assert find(session, both, "王建国") is None
    assert find(session, both, f"{one.number} 王建国") is None


def test_no_question_reads_more_than_one_kind_of_table(session: Session, one: Submission):
    """Recognise, then ask the one index: no word is ORed over joined tables."""
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", listen)
    try:
        for words in ("建国", "wjg", "第九中学", one.number, one.applicant.id_number):
            found(session, words)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert asked
    assert not [one for one in asked if " JOIN " in one or " OR " in one]


def test_draft_and_decided_are_found_alike(session: Session):
    made = {
        a_submission(session, at=at, applicant={"name": "赵晓东"}).id
        for at in (Status.DRAFT, Status.APPROVED)
    }
    assert set(found(session, "晓东")) == made
