"""After a restore from an older backup the numbers given since are never given again, and everybody learns why."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import ISSUED, a_certificate, an_actor
from tests.refused import refused
from zhicheng.certificate.gaps import UNEXPLAINED, gaps
from zhicheng.certificate.skip_numbers import MOST, skip_numbers
from zhicheng.certificate.status_entry import DRAWN, ENTRIES, place_of
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.serial import Serial
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

WHY = "从11日的备份恢复，此后发出的证书已丢失登记"


def skipped(session: Session, serial: int, year: int = 2025, reason: str = WHY, **actor: object) -> list[int]:
    """What was taken out of use."""
    someone = actor.get("actor") or an_actor(session, Role.ISSUER)
    return [*skip_numbers(session, someone, ISSUED, year, serial, reason)]  # type: ignore[arg-type]


def test_the_next_certificate_is_numbered_beyond_and_every_number_skipped_says_why(session: Session) -> None:
    a_certificate(session)
    assert skipped(session, 4, reason=f" {WHY} ") == [2, 3, 4]
    assert a_certificate(session).serial == 5
    found = gaps(session, 2025)
    assert [(one.serial, one.number, one.status, one.reason) for one in found] == [
        (serial, None, None, WHY) for serial in (2, 3, 4)
    ]
    assert all(one.who and one.at == ISSUED for one in found)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "skip_numbers")).one()
    assert (entry.subject_kind, entry.changes, entry.reason) == ("serial", {"last": [1, 4]}, WHY)


def test_doing_it_again_does_nothing_and_going_on_adds_the_rest(session: Session) -> None:
    assert skipped(session, 3) == [1, 2, 3]
    before = session.scalars(select(Serial.last).order_by(Serial.series)).all()
    assert skipped(session, 3) == skipped(session, 2, reason="再来一次") == []
    assert session.scalars(select(Serial.last).order_by(Serial.series)).all() == before
    assert skipped(session, 5) == [4, 5]
    assert [one.serial for one in gaps(session, 2025)] == [1, 2, 3, 4, 5]


def test_what_is_no_number_to_come_is_refused_and_changes_nothing(session: Session) -> None:
    number = a_certificate(session).number
    session.commit()
    with refused("wrong_status") as caught:
        skipped(session, 1)
    assert number in caught.value.sentence
    with refused("bad_input"):
        skipped(session, 7, year=2024)
    with refused("bad_input") as caught:
        skipped(session, MOST + 2)
    assert f"有 {MOST + 1:,} 个" in caught.value.sentence
    with refused("opinion_required"):
        skipped(session, 7, reason=" ")
    with refused("not_permitted"):
        skipped(session, 7, actor=an_actor(session, Role.APPROVER))
    with refused("other_office"):
        skipped(session, 7, actor=an_actor(session, Role.ISSUER, Office.JUNIOR_OFFICE))
    assert gaps(session, 2025) == []


def test_a_number_that_is_missing_for_another_reason_stays_unexplained(session: Session) -> None:
    skipped(session, 2)
    session.scalars(select(Serial).where(Serial.series == "certificate 2025")).one().last = 3
    session.flush()
    assert [one.reason for one in gaps(session, 2025)] == [WHY, WHY, UNEXPLAINED]
    with refused("wrong_status"):
        skipped(session, 3)


@pytest.mark.parametrize(("drawn", "lost", "list_number"), [(1, 1, 1), (DRAWN - 2, 5, 2), (DRAWN - 5, 5, 1)])
def test_no_place_of_a_lost_certificate_is_drawn_again(
    session: Session, drawn: int, lost: int, list_number: int
) -> None:
    session.add(Serial(series="status list", last=drawn))
    skipped(session, lost)
    place = place_of(session, a_certificate(session))
    assert place is not None and place // ENTRIES == list_number
