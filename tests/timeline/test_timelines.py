"""Timelines: every move, letter, look-up, reveal and download, with field differences, for who may know."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests.builders import (
    LATER,
    ON,
    YEAR,
    a_case,
    a_certificate,
    a_draft,
    a_next_round,
    a_record,
    a_submission,
    an_actor,
)
from zhicheng.intake.amend import amend
from zhicheng.intake.lifecycle import Act, Status
from zhicheng.intake.reveal import reveal
from zhicheng.integrity.ask_archive import ask_archive
from zhicheng.kernel import audit
from zhicheng.plan.confirm_plan import confirm_plan, drop_plan
from zhicheng.plan.draft_plan import draft_plan
from zhicheng.plan.run_plan import run_plan
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.timeline.event import EventKind, kind_of, narrowed
from zhicheng.timeline.of_person import person_timeline
from zhicheng.timeline.of_submission import submission_timeline


def test_every_move_stands_there_newest_first_with_its_reason(session: Session) -> None:
    submission = a_next_round(session, a_submission(session, Status.RETURNED))
    events = submission_timeline(session, an_actor(session, Role.AUDITOR), submission)
    moves = [event for event in events if event.kind is EventKind.MOVE]
    assert [event.act for event in moves] == ["submit", "return", "start_review", "submit"]
    assert [moves[0].words, moves[3].words] == ["第 2 次提交", "第 1 次提交"]
    assert moves[1].why == "请补充工作证明。"
    assert moves[1].changes == (("status", "in_review", "returned"),)
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)


def test_checks_screenings_files_and_certificates_are_told_too(session: Session) -> None:
    certificate = a_certificate(session)
    events = submission_timeline(session, an_actor(session, Role.AUDITOR), certificate.submission)
    told = {(event.kind, event.act) for event in events}
    assert {
        (EventKind.DECLARED, "register"),
        (EventKind.FILES, "attach"),
        (EventKind.CHECK, "run_checks"),
        (EventKind.LOOK_UP, "screening"),
        (EventKind.BATCH, "freeze_batch"),
        (EventKind.BATCH, "publish_batch"),
        (EventKind.CERTIFICATE, "issue_certificate"),
    } <= told
    assert all(event.who for event in events)


def test_what_was_corrected_shows_field_by_field_and_numbers_stay_masked(session: Session) -> None:
    clerk = an_actor(session, Role.CLERK)
    submission = a_draft(session, a_case(), clerk)
    before = submission.title_sought_specialty
    amend(session, clerk, LATER, submission, submission.version, {"title_sought_specialty": "水利"})
    number = submission.applicant.id_number
    changes = {"id_number": [number, None], "phone": [None, "13900000000"]}
    audit.note(session, clerk, LATER, "edit", submission.applicant, changes)
    events = submission_timeline(session, clerk, submission)
    assert ("title_sought_specialty", before, "水利") in [one for event in events for one in event.changes]
    assert number not in str(events)
    assert "13900000000" not in str(events)


def test_who_looked_is_told_and_the_archive_only_to_who_may_ask_it(session: Session) -> None:
    submission = a_submission(session)
    person, reviewer = submission.applicant, an_actor(session, Role.REVIEWER)
    reveal(session, reviewer, LATER, person, "电话核对身份")
    ask_archive(session, reviewer, LATER, person.id_number, date(2025, 9, 3), "初审核查")
    a_record(session, person.id_number)

    def acts(role: Role) -> set[str]:
        actor = an_actor(session, role)
        assert {event.act for event in submission_timeline(session, actor, submission)} >= {"reveal_identity"}
        return {event.act for event in person_timeline(session, actor, person)}

    assert "look_up_integrity" in acts(Role.APPROVER)
    assert "add_record" not in acts(Role.APPROVER)
    assert {"look_up_integrity", "add_record"} <= acts(Role.INTEGRITY_OFFICER)
    assert not {"look_up_integrity", "add_record"} & acts(Role.CLERK)


def test_a_person_s_timeline_keeps_to_the_own_offices(session: Session) -> None:
    submission = a_submission(session, route="initial_junior")
    here = an_actor(session, Role.REVIEWER, Office.JUNIOR_OFFICE)
    there = an_actor(session, Role.REVIEWER, Office.TITLE_OFFICE)
    assert submission.number in {
        event.number for event in person_timeline(session, here, submission.applicant)
    }
    assert {event.number for event in person_timeline(session, there, submission.applicant)} == {""}


def test_a_batch_one_was_taken_out_of_is_remembered(session: Session) -> None:
    from zhicheng.review.composition import member_of
    from zhicheng.review.recompose import put_in, take_out

    submission = a_submission(session, Status.IN_REVIEW)
    member, approver = member_of(session, submission), an_actor(session, Role.APPROVER)
    assert member is not None
    take_out(session, approver, LATER, member.batch, submission.number)
    acts = [event.act for event in submission_timeline(session, approver, submission)]
    assert acts.count("take_out") == 1
    put_in(session, approver, LATER, member.batch, submission.number)
    acts = [event.act for event in submission_timeline(session, approver, submission)]
    assert (acts.count("take_out"), acts.count("put_in")) == (1, 1)


def test_what_plans_meant_to_do_and_did_is_told(session: Session) -> None:
    submission, reviewer = a_submission(session, Status.QUEUED), an_actor(session, Role.REVIEWER)
    done = draft_plan(session, reviewer, LATER, "start_review", [submission.id])
    confirm_plan(session, reviewer, LATER, done)
    run_plan(session, reviewer, LATER, done)
    vain = draft_plan(session, reviewer, LATER, "start_review", [submission.id])
    drop_plan(session, reviewer, LATER, vain)
    events = narrowed(submission_timeline(session, reviewer, submission), [EventKind.PLAN])
    told = {event.words: event.why for event in events}
    assert list(told) == [
        f"批量任务 {vain.id}（纳入批次并开始审核）：已放弃",
        f"批量任务 {done.id}（纳入批次并开始审核）：已执行",
    ]
    assert "不能开始审核" in next(iter(told.values()))


def test_narrowing_by_kind_person_and_time(session: Session) -> None:
    reviewer = an_actor(session, Role.REVIEWER)
    submission = a_submission(session, Status.REVIEWED, reviewer=reviewer)
    events = submission_timeline(session, reviewer, submission)
    assert {event.kind for event in narrowed(events, [EventKind.FILES])} == {EventKind.FILES}
    assert {event.actor_id for event in narrowed(events, actor_id=reviewer.id)} == {reviewer.id}
    late = narrowed(events, since=ON[Status.IN_REVIEW])
    assert {event.act for event in late if event.kind is EventKind.MOVE} == {"start_review", "review"}
    early = narrowed(events, until=ON[Status.IN_REVIEW])
    assert len(early) + len(late) == len(events) == len(narrowed(events))
    assert not narrowed(events, since=LATER, until=LATER + timedelta(days=1))
    assert YEAR.cycle == submission.cycle


def test_every_move_is_a_move_and_every_look_a_look() -> None:
    assert {kind_of(act.value, "submission") for act in Act} == {EventKind.MOVE}
    for act in ("show_attachment", "download_letter", "reveal_identity", "show_certificate"):
        assert kind_of(act, "letter") is EventKind.SEEN
    assert kind_of("send_letter", "submission") is kind_of("make", "letter") is EventKind.LETTER
    assert kind_of("something", "submission") is EventKind.OTHER
