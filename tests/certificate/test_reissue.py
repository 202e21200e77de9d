"""A certificate is replaced by another: links both ways, four eyes as for issuing, all or nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import ISSUED, YEAR, a_certificate, an_actor
from tests.refused import refused
from zhicheng.certificate.annul import annul
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.issue import issue
from zhicheng.certificate.reconcile import reconcile
from zhicheng.certificate.reissue import reissue
from zhicheng.certificate.replacement import ReissueCause, Replacement, replacement_by, replacement_of
from zhicheng.certificate.reserve_replacement import reserve_replacement
from zhicheng.certificate.status_entry import ENTRIES, place_of
from zhicheng.certificate.void import void
from zhicheng.decision.correct_line import correct_line
from zhicheng.decision.draft_erratum import draft_erratum
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.exchange.paperless import PaperlessPress
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.composition import member_of
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.verification.verify import Standing, verify

NEXT_DAY = ISSUED + timedelta(days=1)


def replaced(session: Session, certificate: Certificate, **changes: object) -> Certificate:
    asked = {
        "actor": an_actor(session, Role.ISSUER),
        "cause": ReissueCause.CORRECTION,
        "reason": "姓名少印一字",
        "press": PaperlessPress(),
    } | changes
    return reissue(session, now=NEXT_DAY, year=YEAR, certificate=certificate, **asked)  # type: ignore[arg-type]


def corrected(session: Session, certificate: Certificate) -> None:
    """The register's new name, published by an erratum batch."""
    one, other = an_actor(session, Role.APPROVER), an_actor(session, Role.APPROVER)
    member = member_of(session, certificate.submission)
    assert member is not None
    erratum = draft_erratum(session, one, ISSUED, member.batch, "姓名录入有误")
    correct_line(session, one, ISSUED, erratum, certificate.submission.number, "姓名录入有误", {})
    freeze_batch(session, one, ISSUED, erratum)
    publish_batch(session, other, ISSUED + timedelta(hours=1), YEAR, erratum, "乌人社职〔2025〕999号")


def test_the_new_one_bears_the_corrected_name_and_both_know_each_other(session: Session) -> None:
    old = a_certificate(session, applicant={"name": "古丽娜·吐尔逊"})
    old.submission.applicant.name = "古丽娜尔·吐尔逊"
    session.flush()
    with refused("not_as_listed"):
        replaced(session, old)
    corrected(session, old)
    new = replaced(session, old)
    session.commit()
    assert (old.status, new.status) == (CertificateStatus.REISSUED, CertificateStatus.ISSUED)
    assert (old.holder_name, new.holder_name) == ("古丽娜·吐尔逊", "古丽娜尔·吐尔逊")
    assert new.serial == old.serial + 1
    assert old.replaced_by is new
    assert replacement_of(session, old) is replacement_by(session, new)
    assert replacement_of(session, new) is None
    assert {place_of(session, one) is None for one in (old, new)} == {False}


def test_title_and_day_stay_those_of_the_decision(session: Session) -> None:
    old = a_certificate(session)
    new = replaced(session, old)
    assert (new.title_name, new.decision_id) == (old.title_name, old.decision_id)


def test_the_old_one_verifies_as_replaced_by_the_new(session: Session) -> None:
    old = a_certificate(session)
    new = replaced(session, old)
    answer = verify(session, old.number, patterns=[YEAR.certificate.number_pattern], keys={})
    assert (answer.standing, answer.replaced_by) == (Standing.REPLACED, new.number)
    again = verify(session, new.number, patterns=[YEAR.certificate.number_pattern], keys={})
    assert (again.standing, again.replaced_by) == (Standing.VALID, None)


def test_the_batch_still_agrees(session: Session) -> None:
    old = a_certificate(session)
    replaced(session, old)
    member = member_of(session, old.submission)
    assert member is not None
    agreed = reconcile(session, member.batch)
    assert (agreed.approved, agreed.numbered, agreed.issued, agreed.odd) == (1, 1, 1, [])


def test_who_may_and_with_what_words(session: Session) -> None:
    both = an_actor(session, Role.REVIEWER, roles=(Role.ISSUER,))
    old = a_certificate(session, reviewer=both)
    for actor, code in (
        (both, "same_person"),
        (an_actor(session, Role.APPROVER), "not_permitted"),
        (an_actor(session, Role.ISSUER, Office.TITLE_OFFICE), "other_office"),
    ):
        with refused(code):
            replaced(session, old, actor=actor)
    with refused("opinion_required"):
        replaced(session, old, reason=" ")
    assert old.status is CertificateStatus.ISSUED


@pytest.mark.parametrize("status", [CertificateStatus.RESERVED, CertificateStatus.REVOKED])
def test_only_a_valid_one_is_replaced(session: Session, status: CertificateStatus) -> None:
    with refused("wrong_status"):
        replaced(session, a_certificate(session, status))


def test_one_is_replaced_only_once_and_the_new_one_again(session: Session) -> None:
    old = a_certificate(session)
    new = replaced(session, old)
    with refused("wrong_status"):
        replaced(session, old)
    third = replaced(session, new, cause=ReissueCause.DAMAGED_FILE)
    assert [one.serial for one in (old, new, third)] == [1, 2, 3]


def test_a_press_that_fails_leaves_the_old_one_valid_and_the_number_free(session: Session) -> None:
    class Jammed(PaperlessPress):
        def order(self, *_: object) -> object:  # type: ignore[override]
            raise Refusal(RefusalCode.BAD_FILE, "没有照片，无法制证。")

    old = a_certificate(session)
    session.commit()
    with refused("bad_file"):
        replaced(session, old, press=Jammed())
    session.rollback()
    assert old.status is CertificateStatus.ISSUED
    assert replaced(session, old).serial == old.serial + 1
    assert session.scalar(select(func.count()).select_from(Certificate)) == 2


def test_the_first_half_alone_leaves_a_reserved_number_that_is_made_later_and_never_given_up(
    session: Session,
) -> None:
    """As after a crash between number and file."""
    old, issuer = a_certificate(session), an_actor(session, Role.ISSUER)
    new = reserve_replacement(session, issuer, NEXT_DAY, YEAR, old, ReissueCause.SECURITY, "更换签名密钥")
    session.commit()
    assert (old.status, new.status) == (CertificateStatus.REISSUED, CertificateStatus.RESERVED)
    with refused("wrong_status"):
        void(session, issuer, NEXT_DAY, new, "不要了")
    with refused("wrong_status"):
        replaced(session, old)
    issue(session, issuer, NEXT_DAY + timedelta(days=1), YEAR, new, PaperlessPress())
    assert new.status is CertificateStatus.ISSUED
    assert replacement_of(session, old) is replacement_by(session, new)


def test_the_trail_says_why(session: Session) -> None:
    old = a_certificate(session)
    new = replaced(session, old, reason="姓名少印一字")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "reissue_certificate")).one()
    assert entry.reason == "姓名少印一字"
    assert entry.changes["replaced_by"] == [None, new.number]


def test_a_title_that_falls_takes_the_new_one_with_it_and_leaves_the_old_one_replaced(
    session: Session,
) -> None:
    old = a_certificate(session)
    new = replaced(session, old)
    annul(session, an_actor(session, Role.APPROVER), NEXT_DAY, old.submission, "材料不实")
    assert (old.status, new.status) == (CertificateStatus.REISSUED, CertificateStatus.REVOKED)


def test_a_link_is_never_changed(session: Session) -> None:
    replaced(session, a_certificate(session))
    session.commit()
    for statement in ("UPDATE replacement SET reason = 'x'", "DELETE FROM replacement"):
        with pytest.raises(DBAPIError, match="refuses"):
            session.execute(text(statement))
        session.rollback()
    assert session.scalar(select(func.count()).select_from(Replacement)) == 1


def test_a_place_is_drawn_by_lot_never_twice_and_never_changed(session: Session) -> None:
    first = a_certificate(session)
    taken = place_of(session, first)
    drawn = iter([taken, taken, 77])
    new = replaced(session, first, draw=lambda below: next(drawn) if below == ENTRIES else -1)
    assert place_of(session, new) == 77
    session.commit()
    with pytest.raises(DBAPIError, match="refuses UPDATE"):
        session.execute(text("UPDATE status_entry SET place = 1"))
