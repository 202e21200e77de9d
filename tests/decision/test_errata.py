"""After freezing only an erratum batch changes what a list says: drafted, frozen, published by a second person."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import ISSUED, PUBLISHED, YEAR, a_batch, a_certificate, a_submission, an_actor, an_erratum
from tests.refused import refused
from zhicheng.certificate.annul import annul
from zhicheng.certificate.issue import issue, live_certificate, reserve
from zhicheng.certificate.reconcile import NextStep, reconcile
from zhicheng.certificate.reissue import reissue
from zhicheng.certificate.replacement import ReissueCause
from zhicheng.decision.check_list import check_list, lines_of
from zhicheng.decision.correct_line import correct_line
from zhicheng.decision.corrected_lines import corrected
from zhicheng.decision.draft_erratum import draft_erratum
from zhicheng.decision.drop_correction import drop_correction
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.line_in_force import line_in_force
from zhicheng.decision.list_line import Effect
from zhicheng.decision.members import members_of
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.exchange.paperless import PaperlessPress
from zhicheng.intake.lifecycle import Status
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import member_of, open_batch
from zhicheng.review.erratum import Correction
from zhicheng.review.recompose import put_in
from zhicheng.staff.permission import Role

NEXT_DAY = PUBLISHED + timedelta(days=1)


def test_a_correction_names_the_old_line_and_takes_effect_with_publication(session: Session) -> None:
    batch = a_batch(session)
    (member,) = members_of(session, batch)
    before = line_in_force(session, member)
    assert before is not None
    erratum = an_erratum(session, member, at=BatchStatus.FROZEN, employer="乌鲁木齐市第一中学（北校区）")
    assert line_in_force(session, member) == before
    publish_batch(session, an_actor(session, Role.APPROVER), NEXT_DAY, YEAR, erratum, "乌人社职〔2025〕801号")
    after = line_in_force(session, member)
    assert after is not None
    assert (after.said.effect, after.said.corrects) == (Effect.CORRECT, before.leaf.hex())
    assert after.said.employer == "乌鲁木齐市第一中学（北校区）"
    (told,) = corrected(session, erratum)
    assert told.changes == [("工作单位", before.said.employer, "乌鲁木齐市第一中学（北校区）")]
    assert check_list(session, batch).whole
    assert check_list(session, erratum).whole


def test_a_corrected_name_comes_from_the_register_and_opens_the_way_to_a_certificate(
    session: Session,
) -> None:
    batch = a_batch(session)
    (member,) = members_of(session, batch)
    member.applicant.name = "古丽娜·买买提"
    session.flush()
    issuer = an_actor(session, Role.ISSUER)
    with refused("not_as_listed"):
        reserve(session, issuer, ISSUED, YEAR, member)
    an_erratum(session, member)
    assert reserve(session, issuer, ISSUED, YEAR, member).holder_name == "古丽娜·买买提"


def test_what_an_erratum_gave_by_hand_is_no_departure_and_is_printed(session: Session) -> None:
    batch = a_batch(session)
    (member,) = members_of(session, batch)
    an_erratum(session, member, specialty="水利水电工程", title_name="助理工程师（水利）")
    certificate = reserve(session, an_actor(session, Role.ISSUER), ISSUED, YEAR, member)
    assert certificate.title_name == "助理工程师（水利）"
    assert not reconcile(session, batch).members[0].apart


def test_a_certificate_made_before_the_erratum_is_odd_until_it_is_reissued(session: Session) -> None:
    certificate = a_certificate(session)
    submission = certificate.submission
    batch = member_of(session, submission).batch  # type: ignore[union-attr]
    later = ISSUED + timedelta(days=2)
    an_erratum(session, submission, now=later, specialty="水利水电工程")
    (odd,) = reconcile(session, batch).odd
    assert odd.oddity == f"证书 {certificate.number} 与更正后的名单不一致，需换发"
    assert odd.step is NextStep.REISSUE
    issuer = an_actor(session, Role.ISSUER)
    reissue(session, issuer, later, YEAR, certificate, ReissueCause.CORRECTION, "名单更正", PaperlessPress())
    assert not reconcile(session, batch).odd
    assert live_certificate(session, submission) != certificate


def test_an_annulled_title_is_struck_off(session: Session) -> None:
    batch = a_batch(session, size=2)
    first, _ = members_of(session, batch)
    annul(session, an_actor(session, Role.APPROVER), NEXT_DAY, first, "材料不实")
    odd = {one.submission.id: one for one in reconcile(session, batch).odd}
    assert odd[first.id].step is NextStep.STRIKE
    erratum = an_erratum(session, first)
    (line,) = lines_of(session, erratum)
    assert line.said.effect is Effect.STRIKE
    assert corrected(session, erratum)[0].changes[0][2] == "删除"
    odd = {one.submission.id: one for one in reconcile(session, batch).odd}
    assert odd[first.id].step is NextStep.NONE


def test_who_froze_an_erratum_does_not_publish_it(session: Session) -> None:
    (member,) = members_of(session, a_batch(session))
    erratum = an_erratum(session, member, at=BatchStatus.OPEN, employer="某分公司")
    both = an_actor(session, Role.APPROVER)
    freeze_batch(session, both, NEXT_DAY, erratum)
    with refused("same_person"):
        publish_batch(session, both, NEXT_DAY, YEAR, erratum, "乌人社职〔2025〕802号")


def test_a_correction_that_corrects_nothing_is_not_frozen(session: Session) -> None:
    (member,) = members_of(session, a_batch(session))
    erratum = an_erratum(session, member, at=BatchStatus.OPEN, employer=member.employer.name)
    actor = an_actor(session, Role.APPROVER)
    with refused("wrong_status"):
        freeze_batch(session, actor, NEXT_DAY, erratum)
    drop_correction(session, actor, NEXT_DAY, erratum, member.number)
    with refused("wrong_status"):
        freeze_batch(session, actor, NEXT_DAY, erratum)
    with refused("not_found"):
        drop_correction(session, actor, NEXT_DAY, erratum, member.number)


@pytest.mark.parametrize("status", [BatchStatus.OPEN, BatchStatus.FROZEN])
def test_what_is_not_published_is_not_corrected(session: Session, status: BatchStatus) -> None:
    batch = a_batch(session, status)
    with refused("wrong_status"):
        draft_erratum(session, an_actor(session, Role.APPROVER), NEXT_DAY, batch, "单位来函")


def test_one_erratum_at_a_time_none_about_an_erratum_and_none_without_a_reason(session: Session) -> None:
    batch = a_batch(session)
    (member,) = members_of(session, batch)
    actor = an_actor(session, Role.APPROVER)
    with refused("opinion_required"):
        draft_erratum(session, actor, NEXT_DAY, batch, " ")
    erratum = an_erratum(session, member, at=BatchStatus.OPEN, employer="某分公司")
    with refused("wrong_status"):
        draft_erratum(session, actor, NEXT_DAY, batch, "又一件")
    with refused("wrong_status"):
        draft_erratum(session, actor, NEXT_DAY, erratum, "更正之更正")


def test_only_lines_of_the_original_are_corrected_once_and_with_printable_words(session: Session) -> None:
    batch = a_batch(session)
    (member,) = members_of(session, batch)
    stranger = a_submission(session, Status.APPROVED)
    actor = an_actor(session, Role.APPROVER)
    erratum = draft_erratum(session, actor, NEXT_DAY, batch, "单位来函")

    def correct(number: str, reason: str = "属实", **entries: str) -> Correction:
        return correct_line(session, actor, NEXT_DAY, erratum, number, reason, entries)

    with refused("not_found"):
        correct(stranger.number)
    with refused("opinion_required"):
        correct(member.number, " ")
    with refused("bad_input"):
        correct(member.number, employer="某\U0003106a单位")
    with refused("bad_input"):
        correct(member.number, employer="长" * 101)
    with refused("bad_input"):
        correct(member.number, name="别人")
    correct(member.number, employer="某分公司")
    with refused("wrong_status"):
        correct(member.number, employer="某分公司")
    with refused("wrong_status"):
        correct_line(session, actor, NEXT_DAY, a_batch(session, BatchStatus.OPEN), member.number, "属实", {})  # fmt: skip


def test_submissions_never_join_an_erratum_batch(session: Session) -> None:
    (member,) = members_of(session, a_batch(session))
    erratum = an_erratum(session, member, at=BatchStatus.OPEN, employer="某分公司")
    actor = an_actor(session, Role.APPROVER)
    other = a_submission(session, Status.IN_REVIEW)
    assert member_of(session, other).batch != erratum  # type: ignore[union-attr]
    assert open_batch(session, actor, NEXT_DAY, "2025", erratum.office) != erratum
    with refused("not_found"):
        put_in(session, actor, NEXT_DAY, erratum, other.number)


def test_the_database_keeps_the_corrections_of_a_closed_erratum(session: Session) -> None:
    (member,) = members_of(session, a_batch(session))
    an_erratum(session, member, employer="某分公司")
    session.commit()
    for statement in (
        "DELETE FROM correction",
        "UPDATE correction SET reason = 'x'",
        "UPDATE erratum SET reason = 'x'",
    ):
        with pytest.raises(DBAPIError, match="refuses"):
            session.execute(text(statement))
        session.rollback()


def test_the_second_erratum_corrects_what_the_first_said(session: Session) -> None:
    (member,) = members_of(session, a_batch(session))
    an_erratum(session, member, employer="甲单位")
    first = line_in_force(session, member)
    an_erratum(session, member, now=NEXT_DAY + timedelta(days=1), specialty="水利水电工程")
    second = line_in_force(session, member)
    assert first is not None
    assert second is not None
    assert second.said.corrects == first.leaf.hex()
    assert (second.said.employer, second.said.specialty) == ("甲单位", "水利水电工程")
    numbers = session.scalars(select(Batch.number).order_by(Batch.id)).all()
    assert [number.rpartition("-")[2] for number in numbers[-2:]] == ["G1", "G2"]
    issue(
        session,
        issuer := an_actor(session, Role.ISSUER),
        ISSUED,
        YEAR,
        reserve(session, issuer, ISSUED, YEAR, member),
        PaperlessPress(),
    )
