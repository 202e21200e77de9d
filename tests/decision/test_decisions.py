"""What the second person does, and the batch as a legal act (clauses 5.2, 6.3; four eyes)."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import LATER, PUBLISHED, YEAR, a_batch, a_record, a_submission, an_actor
from tests.refused import refused
from zhicheng.certificate.annul import annul
from zhicheng.decision.approve import approve
from zhicheng.decision.decision import Decision, DecisionKind
from zhicheng.decision.decline import decline
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.members import members_of
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.integrity.screening import Screening, Stage
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import member_of
from zhicheng.review.review import review
from zhicheng.review.review_opinion import Proposal
from zhicheng.review.withdraw import withdraw
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

Decide = Callable[[Session, Actor, Submission], Decision]


def say_yes(session: Session, actor: Actor, submission: Submission) -> Decision:
    return approve(session, actor, LATER, YEAR, submission)


def say_no(session: Session, actor: Actor, submission: Submission) -> Decision:
    return decline(session, actor, LATER, submission, "不符合")


BOTH = pytest.mark.parametrize("decide", [say_yes, say_no])


def proposed_to_decline(session: Session) -> Submission:
    submission = a_submission(session, Status.IN_REVIEW)
    review(session, an_actor(session, Role.REVIEWER), LATER, submission, Proposal.DECLINE, "学历不符")
    return submission


@BOTH
def test_who_reviewed_does_not_decide(session: Session, decide: Decide) -> None:
    both = an_actor(session, Role.REVIEWER, roles=(Role.APPROVER,))
    submission = a_submission(session, Status.REVIEWED, reviewer=both)
    with refused("same_person"):
        decide(session, both, submission)
    assert decide(session, an_actor(session, Role.APPROVER), submission).reviewed_by_id == both.id


@BOTH
@pytest.mark.parametrize("status", [status for status in Status if status is not Status.REVIEWED])
def test_only_what_was_reviewed_is_decided(session: Session, decide: Decide, status: Status) -> None:
    with refused("lapsed" if status is Status.LAPSED else "wrong_status"):
        decide(session, an_actor(session, Role.APPROVER), a_submission(session, status))


@BOTH
def test_only_an_approver_of_the_office_decides(session: Session, decide: Decide) -> None:
    submission = a_submission(session, Status.REVIEWED)
    with refused("not_permitted"):
        decide(session, an_actor(session, Role.ADMINISTRATOR), submission)
    with refused("other_office"):
        decide(session, an_actor(session, Role.APPROVER, Office.TITLE_OFFICE), submission)


def test_5_2_an_approval_names_title_and_beijing_day(session: Session) -> None:
    decision = say_yes(session, an_actor(session, Role.APPROVER), a_submission(session, Status.REVIEWED))
    assert decision.kind is DecisionKind.APPROVE
    assert (decision.acquired_on, decision.level.value) == (date(2025, 9, 3), "assistant")


def test_an_approval_against_a_proposal_to_decline_takes_an_opinion(session: Session) -> None:
    submission, approver = proposed_to_decline(session), an_actor(session, Role.APPROVER)
    with refused("opinion_required"):
        approve(session, approver, LATER, YEAR, submission)
    approve(session, approver, LATER, YEAR, submission, "经核实符合")


def test_a_refusal_gives_its_reason_its_own_or_the_reviewers(session: Session) -> None:
    approver = an_actor(session, Role.APPROVER)
    with refused("opinion_required"):
        decline(session, approver, LATER, a_submission(session, Status.REVIEWED))
    assert decline(session, approver, LATER, proposed_to_decline(session)).opinion == "学历不符"


def test_a_declined_submission_leaves_its_batch(session: Session) -> None:
    assert member_of(session, a_submission(session, Status.DECLINED)) is None


def test_6_3_a_record_that_came_in_between_stops_the_approval(session: Session) -> None:
    submission = a_submission(session, Status.REVIEWED)
    a_record(session, submission.applicant.id_number, date(2025, 9, 1))
    with refused("barred"):
        say_yes(session, an_actor(session, Role.APPROVER), submission)


def test_each_stage_keeps_its_screening(session: Session) -> None:
    a_batch(session)
    stages = [row.stage for row in session.scalars(select(Screening).order_by(Screening.id))]
    assert stages == [Stage.SUBMIT, Stage.APPROVE, Stage.PUBLISH]


def test_a_batch_freezes_once_and_only_when_all_is_decided(session: Session) -> None:
    approver = an_actor(session, Role.APPROVER)
    batch = a_batch(session, BatchStatus.OPEN, size=2)
    waiting = a_submission(session, Status.REVIEWED)
    with refused("wrong_status") as caught:
        freeze_batch(session, approver, PUBLISHED, batch)
    assert caught.value.facts["undecided"] == [waiting.number]
    withdraw(session, an_actor(session, Role.CLERK), LATER, waiting, "本人要求")
    freeze_batch(session, approver, PUBLISHED, batch)
    with refused("batch_frozen"):
        freeze_batch(session, approver, PUBLISHED, batch)
    assert len(members_of(session, batch)) == 2


def test_an_empty_batch_is_not_frozen(session: Session) -> None:
    a_submission(session, Status.DECLINED)
    with refused("wrong_status"):
        freeze_batch(
            session, an_actor(session, Role.APPROVER), PUBLISHED, session.scalars(select(Batch)).one()
        )


def test_an_annulled_member_leaves_an_open_batch_and_stays_in_a_frozen_one(session: Session) -> None:
    annulled = a_submission(session, Status.ANNULLED)
    assert member_of(session, annulled) is None
    batch = a_batch(session, BatchStatus.FROZEN, size=2)
    first = members_of(session, batch)[0]
    annul(session, an_actor(session, Role.APPROVER), PUBLISHED, first, "材料不实")
    assert first in members_of(session, batch)
    publish_batch(session, an_actor(session, Role.APPROVER), PUBLISHED, YEAR, batch, "乌人社职〔2025〕90号")


def test_only_the_approver_of_the_office_freezes_and_publishes(session: Session) -> None:
    batch = a_batch(session, BatchStatus.OPEN)
    for actor, code in (
        (an_actor(session, Role.REVIEWER), "not_permitted"),
        (an_actor(session, Role.APPROVER, Office.TITLE_OFFICE), "other_office"),
    ):
        with refused(code):
            freeze_batch(session, actor, PUBLISHED, batch)
        with refused(code):
            publish_batch(session, actor, PUBLISHED, YEAR, batch, "文号")


def test_5_2_a_batch_is_published_frozen_under_a_number_of_its_own_once(session: Session) -> None:
    approver = an_actor(session, Role.APPROVER)
    with refused("wrong_status"):
        publish_batch(session, approver, PUBLISHED, YEAR, a_batch(session, BatchStatus.OPEN), "文号1")
    batch = a_batch(session, BatchStatus.FROZEN)
    with refused("bad_input"):
        publish_batch(session, approver, PUBLISHED, YEAR, batch, "  ")
    publish_batch(session, approver, PUBLISHED, YEAR, batch, " 文号1 ")
    assert batch.notice_number == "文号1"
    with refused("wrong_status"):
        publish_batch(session, approver, PUBLISHED, YEAR, batch, "文号2")
    with refused("bad_input"):
        publish_batch(session, approver, PUBLISHED, YEAR, a_batch(session, BatchStatus.FROZEN), "文号1")


def test_6_3_a_record_that_came_in_between_stops_the_publication(session: Session) -> None:
    batch, approver = a_batch(session, BatchStatus.FROZEN, size=2), an_actor(session, Role.APPROVER)
    hit = members_of(session, batch)[1]
    a_record(session, hit.applicant.id_number, date(2025, 9, 4), PUBLISHED)
    with refused("barred") as caught:
        publish_batch(session, approver, PUBLISHED, YEAR, batch, "文号")
    assert caught.value.facts["barred"] == [hit.number]
    annul(session, an_actor(session, Role.APPROVER), PUBLISHED, hit, "诚信记录")
    publish_batch(session, approver, PUBLISHED, YEAR, batch, "文号")


def test_who_approved_does_not_annul_and_annulling_takes_a_reason(session: Session) -> None:
    approver = an_actor(session, Role.APPROVER)
    submission = a_submission(session, Status.APPROVED, approver=approver)
    with refused("same_person"):
        annul(session, approver, LATER, submission, "材料不实")
    other = an_actor(session, Role.APPROVER)
    with refused("opinion_required"):
        annul(session, other, LATER, submission, " ")
    assert annul(session, other, LATER, submission, "材料不实").kind is DecisionKind.ANNUL
    with refused("wrong_status"):
        annul(session, other, LATER, submission, "再次")
