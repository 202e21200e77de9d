"""One box for numbers, names and lists: answered in order, kept without numbers, names settled afterwards."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import LATER, a_record, a_submission, an_actor, an_id_number, beijing
from tests.refused import refused
from zhicheng.integrity.ask_archive import ask_archive
from zhicheng.integrity.choose_persons import choose_persons
from zhicheng.integrity.inquiry import Inquiry, InquiryPerson, Standing
from zhicheng.integrity.keep_inquiry import answers_of, inquiry_of, recent_inquiries
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.identity_number import masked
from zhicheng.staff.permission import Role

DAY = date(2025, 9, 3)
REASON = "批次公布前核查"


def test_each_line_is_answered_in_its_order_and_no_number_is_kept(session: Session) -> None:
    known = a_submission(session).applicant
    barred, free = an_id_number(), an_id_number()
    a_record(session, barred, name="王小明")
    a_record(session, known.id_number, name=known.name)
    asker = an_actor(session, Role.REVIEWER)
    text = f"{free}\n王小明，{barred.lower()}\r\n{known.name}\n查无此人"
    inquiry = ask_archive(session, asker, LATER, text, DAY, REASON)
    answers = answers_of(inquiry)
    assert [one.standing for one in answers] == [
        Standing.CLEAR,
        Standing.BARRED,
        Standing.BARRED,
        Standing.BARRED,
        Standing.NOBODY,
    ]
    assert [one.shown for one in answers[1:3]] == [masked(barred)] * 2
    assert (answers[3].applicant_id, answers[3].until) == (known.id, date(2027, 3, 1))
    assert (inquiry.asked, inquiry.barred) == (5, 3)
    for number in (barred, free, known.id_number):
        assert number not in str(inquiry.answers)
    assert session.scalars(select(InquiryPerson.applicant_id)).all() == [known.id]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "look_up_integrity")).one()
    assert (entry.subject_kind, entry.subject_id, entry.reason) == ("integrity_inquiry", inquiry.id, REASON)


@pytest.mark.parametrize("line", ["王小明 {}", "王小明{}", "{} 王小明", "1. 王小明：{}"])
def test_a_number_beside_a_name_is_asked_as_the_number(session: Session, line: str) -> None:
    barred = an_id_number()
    a_record(session, barred, name="王小明")
    asker = an_actor(session, Role.REVIEWER)
    inquiry = ask_archive(session, asker, LATER, line.format(barred), DAY, REASON)
    assert [(one.standing, one.shown) for one in answers_of(inquiry)] == [(Standing.BARRED, masked(barred))]


def two_of_a_name(session: Session) -> tuple[str, str]:
    """A person of the register who is free, and one of the archive who is barred, of one name."""
    person = a_submission(session, applicant={"name": "张伟"}).applicant
    barred = an_id_number()
    a_record(session, barred, name="张伟")
    return person.id_number, barred


def test_several_persons_of_a_name_are_shown_masked_and_one_is_chosen(session: Session) -> None:
    free, barred = two_of_a_name(session)
    asker = an_actor(session, Role.REVIEWER)
    inquiry = ask_archive(session, asker, LATER, f"张伟\n{barred}", DAY, REASON)
    first, second = answers_of(inquiry)
    assert first.standing is Standing.CHOOSE
    assert first.until is None
    assert {one.shown for one in first.candidates} == {masked(free), masked(barred)}
    keys = {one.shown: one.key for one in first.candidates}
    for number, standing in ((barred, Standing.BARRED), (free, Standing.CLEAR)):
        settled = choose_persons(session, asker, LATER, inquiry, {0: keys[masked(number)]})
        answers = answers_of(settled)
        assert (answers[0].standing, answers[0].shown) == (standing, masked(number))
        assert answers[1] == second
        assert (settled.continues_id, settled.reason, settled.known_at) == (
            inquiry.id,
            REASON,
            inquiry.known_at,
        )
    nobody = choose_persons(session, asker, LATER, inquiry, {0: "none"})
    assert answers_of(nobody)[0].standing is Standing.NOBODY


def test_a_choice_is_answered_as_known_when_the_inquiry_was_made(session: Session) -> None:
    free, barred = two_of_a_name(session)
    asker = an_actor(session, Role.REVIEWER)
    inquiry = ask_archive(session, asker, LATER, "张伟", DAY, REASON)
    keys = {one.shown: one.key for one in answers_of(inquiry)[0].candidates}
    later = beijing("2025-09-05 10:00")
    a_record(session, free, date(2025, 3, 1), now=later, name="张伟")
    settled = choose_persons(session, asker, later, inquiry, {0: keys[masked(free)]})
    assert answers_of(settled)[0].standing is Standing.CLEAR
    fresh = ask_archive(session, asker, later, free, DAY, REASON)
    assert answers_of(fresh)[0].standing is Standing.BARRED
    assert masked(barred) != masked(free)


@pytest.mark.parametrize("chosen", [{}, {0: "a999"}, {7: "none"}, {1: "none"}, {-1: "none"}])
def test_only_what_was_offered_can_be_chosen(session: Session, chosen: dict[int, str]) -> None:
    _, barred = two_of_a_name(session)
    asker = an_actor(session, Role.REVIEWER)
    inquiry = ask_archive(session, asker, LATER, f"张伟\n{barred}", DAY, REASON)
    with refused("bad_input"):
        choose_persons(session, asker, LATER, inquiry, chosen)
    assert session.scalar(select(func.count()).select_from(Inquiry)) == 1


def test_an_inquiry_is_read_by_who_made_it_and_by_who_keeps_the_archive(session: Session) -> None:
    asker, other = an_actor(session, Role.REVIEWER), an_actor(session, Role.REVIEWER)
    officer, clerk = an_actor(session, Role.INTEGRITY_OFFICER), an_actor(session, Role.CLERK)
    inquiry = ask_archive(session, asker, LATER, an_id_number(), DAY, REASON)
    assert inquiry_of(session, asker, inquiry.id) is inquiry_of(session, officer, inquiry.id) is inquiry
    with refused("not_found"):
        inquiry_of(session, other, inquiry.id)
    with refused("not_permitted"):
        inquiry_of(session, clerk, inquiry.id)
    assert recent_inquiries(session, asker) == [inquiry]
    assert recent_inquiries(session, other) == []


def test_a_thousand_lines_take_a_dozen_statements(session: Session) -> None:
    from sqlalchemy import event

    asker, count = an_actor(session, Role.REVIEWER), []
    lines = [an_id_number() if place % 2 else f"某某{place % 90}" for place in range(1000)]
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *each: count.append(each[2]))
    inquiry = ask_archive(session, asker, LATER, "\n".join(lines), DAY, REASON)
    assert inquiry.asked == 1000
    assert len(count) <= 14
