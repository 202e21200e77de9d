"""What is begun is kept until the act is done; then only what mattered stays (issue 4, review cockpit)."""

import pytest
from sqlalchemy import select

from tests.builders import LATER, YEAR, a_next_round, a_submission, an_actor
from tests.refused import refused
from zhicheng.checks.run_checks import latest_run
from zhicheng.intake.attach import Item, attach, current_attachments
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.lifecycle import Status
from zhicheng.plan.act_on import act_on
from zhicheng.policy.desk_file import load_desk
from zhicheng.review.accepted import carried
from zhicheng.review.defect import Defect, defects_kept
from zhicheng.review.draft import ReviewDraft, draft_of, unfinished
from zhicheng.review.judge_material import judge_material
from zhicheng.review.keep_words import keep_words, quote
from zhicheng.review.material_verdict import Judgement, MaterialVerdict
from zhicheng.review.pin import LONGEST_REASON, Spot, pin, unpin
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.review import review
from zhicheng.review.review_opinion import Proposal
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

DESK = load_desk("2025")


@pytest.fixture
def case(session):
    """A submission under review, its reviewer, and its files."""
    reviewer = an_actor(session, Role.REVIEWER, name="王海峰")
    submission = a_submission(session, Status.IN_REVIEW, reviewer=reviewer)
    return submission, reviewer, current_attachments(session, submission)


def test_words_are_kept_and_read_back(session, case):
    submission, reviewer, _ = case
    keep_words(session, reviewer, LATER, submission, "return", "请补章")
    keep_words(session, reviewer, LATER, submission, "return", "请补章并重传")
    keep_words(session, reviewer, LATER, submission, "review_decline", "不符")
    draft = draft_of(session, reviewer, submission)
    assert draft.words == {"return": "请补章并重传", "review_decline": "不符"}
    assert draft.opinion == "请补章并重传" and draft.saved_at == LATER


def test_a_draft_is_its_writers_own(session, case):
    submission, reviewer, _ = case
    other = an_actor(session, Role.REVIEWER)
    keep_words(session, reviewer, LATER, submission, "return", "甲")
    keep_words(session, other, LATER, submission, "return", "乙")
    assert draft_of(session, reviewer, submission).words["return"] == "甲"
    assert draft_of(session, other, submission).words["return"] == "乙"


def test_who_may_not_return_keeps_no_draft_and_neither_does_another_office(session, case):
    submission, _, _ = case
    with refused("not_permitted"):
        keep_words(session, an_actor(session, Role.CLERK), LATER, submission, "return", "x")
    abroad = an_actor(session, Role.REVIEWER, Office.TITLE_OFFICE)
    with refused("other_office"):
        keep_words(session, abroad, LATER, submission, "return", "x")


@pytest.mark.parametrize("at", [Status.DRAFT, Status.RETURNED, Status.APPROVED, Status.LAPSED])
def test_what_lies_on_nobodys_desk_takes_no_draft(session, at):
    submission, reviewer = a_submission(session, at), an_actor(session, Role.REVIEWER)
    with refused("wrong_status"):
        keep_words(session, reviewer, LATER, submission, "return", "x")


def test_unfinished_names_mine_of_this_round_while_it_waits(session, case):
    submission, reviewer, _ = case
    other = a_submission(session, Status.IN_REVIEW, reviewer=reviewer)
    keep_words(session, reviewer, LATER, submission, "return", "先写一半")
    keep_words(session, an_actor(session, Role.REVIEWER), LATER, other, "return", "别人的")
    assert [one.submission.number for one in unfinished(session, reviewer)] == [submission.number]
    review(session, an_actor(session, Role.REVIEWER), LATER, submission, Proposal.PASS)
    assert unfinished(session, reviewer) == []


def test_an_approvers_draft_is_unfinished_while_the_approval_waits(session):
    submission, approver = a_submission(session, Status.REVIEWED), an_actor(session, Role.APPROVER)
    keep_words(session, approver, LATER, submission, "decline", "不在范围")
    assert [one.submission_id for one in unfinished(session, approver)] == [submission.id]
    act_on(session, approver, LATER, submission, "decline", submission.version, "不在范围。")
    assert session.scalars(select(ReviewDraft)).all() == []


def test_a_finding_is_quoted_into_the_opinion_once(session, case):
    submission, reviewer, _ = case
    beginning = "您的申报材料有以下问题：\n1. 〔通知 4.4〕缺考核。\n请在退回后48小时内再次提交。"
    for _ in range(2):
        quote(session, reviewer, LATER, submission, "return", beginning, "〔通知 4.7〕公示不足。")
    words = draft_of(session, reviewer, submission).words["return"].split("\n")
    assert words[1:3] == ["1. 〔通知 4.4〕缺考核。", "2. 〔通知 4.7〕公示不足。"] and words[3].startswith(
        "请在退回后"
    )


class TestPins:
    """A box on a page, with a reason, by the clause."""

    def spot(self, file, **more):
        return Spot(**{"attachment_id": file.id, "clause": "4.2", "reason": "印章不清", **more})

    def test_a_pin_marks_the_file_and_writes_a_line(self, session, case):
        submission, reviewer, files = case
        diploma = next(one for one in files if one.kind == "diploma")
        pin(session, reviewer, LATER, submission, self.spot(diploma, page=1, box=(10, 20.555, 30, 5)))
        draft = draft_of(session, reviewer, submission)
        assert draft.verdicts == {str(diploma.id): "defective"}
        assert draft.defects[0]["box"] == [10, 20.55, 30, 5] or draft.defects[0]["box"] == [10, 20.56, 30, 5]
        assert "1. 〔通知 4.2〕毕业证书 第1页：印章不清" in draft.words["return"]

    def test_a_pin_taken_off_takes_its_line_along(self, session, case):
        submission, reviewer, files = case
        for reason in ("印章不清", "缺页"):
            pin(session, reviewer, LATER, submission, self.spot(files[0], reason=reason))
        unpin(session, reviewer, LATER, submission, 1)
        draft = draft_of(session, reviewer, submission)
        assert [one["reason"] for one in draft.defects] == ["缺页"]
        assert "印章不清" not in draft.words["return"] and draft.words["return"].startswith("1. ")

    def test_a_line_that_was_rewritten_stays(self, session, case):
        submission, reviewer, files = case
        pin(session, reviewer, LATER, submission, self.spot(files[0]))
        keep_words(session, reviewer, LATER, submission, "return", "1. 我自己的话")
        unpin(session, reviewer, LATER, submission, 1)
        assert draft_of(session, reviewer, submission).words["return"] == "1. 我自己的话"

    @pytest.mark.parametrize(
        "more",
        [
            {"reason": ""},
            pytest.param({"reason": "长" * (LONGEST_REASON + 1)}, id="too long"),
            {"page": 2},
            {"page": 0},
            {"box": (0, 0, 10, 10)},
            {"page": 1, "box": (90, 0, 20, 10)},
            {"page": 1, "box": (0, 0, 0, 10)},
            {"page": 1, "box": (0, 0, float("nan"), 10)},
        ],
    )
    def test_what_is_nowhere_or_says_nothing_is_refused(self, session, case, more):
        submission, reviewer, files = case
        with refused("bad_input"):
            pin(session, reviewer, LATER, submission, self.spot(files[0], **more))

    def test_another_submissions_file_is_not_found(self, session, case):
        submission, reviewer, _ = case
        foreign = current_attachments(session, a_submission(session, Status.IN_REVIEW))[0]
        with refused("not_found"):
            pin(session, reviewer, LATER, submission, self.spot(foreign))
        with refused("not_found"):
            judge_material(session, reviewer, LATER, submission, foreign.id, Judgement.ACCEPTED)

    def test_the_return_keeps_defects_and_verdicts_and_drops_the_draft(self, session, case):
        submission, reviewer, files = case
        judge_material(session, reviewer, LATER, submission, files[1].id, Judgement.ACCEPTED)
        pin(session, reviewer, LATER, submission, self.spot(files[0], page=1))
        opinion = return_for_correction(session, reviewer, LATER, YEAR, submission, "请补正。")
        kept = defects_kept(session, submission, 1)
        assert [(one.opinion_id, one.kind, one.page, one.reason) for one in kept] == [
            (opinion.id, files[0].kind, 1, "印章不清")
        ]
        verdicts = session.scalars(select(MaterialVerdict).order_by(MaterialVerdict.attachment_id)).all()
        assert [one.judgement for one in verdicts] == [Judgement.DEFECTIVE, Judgement.ACCEPTED]
        assert draft_of(session, reviewer, submission) is None

    def test_a_pass_keeps_verdicts_but_no_defects(self, session, case):
        submission, reviewer, files = case
        pin(session, reviewer, LATER, submission, self.spot(files[0]))
        judge_material(session, reviewer, LATER, submission, files[0].id, Judgement.ACCEPTED)
        review(session, reviewer, LATER, submission, Proposal.PASS)
        assert session.scalars(select(Defect)).all() == []
        assert session.scalars(select(MaterialVerdict.judgement)).all() == [Judgement.ACCEPTED]


def test_a_judgement_can_be_taken_back(session, case):
    submission, reviewer, files = case
    judge_material(session, reviewer, LATER, submission, files[0].id, Judgement.ACCEPTED)
    judge_material(session, reviewer, LATER, submission, files[0].id, None)
    assert draft_of(session, reviewer, submission).verdicts == {}


class TestAcceptedStaysAccepted:
    """Round 2: what was accepted need not be looked at again, unless the file or its facts changed."""

    @pytest.fixture
    def returned(self, session, tmp_path):
        """Returned after both the diploma and the appraisal (real files) were judged."""
        store = FolderStore(tmp_path / "files")
        clerk, reviewer = an_actor(session, Role.CLERK), an_actor(session, Role.REVIEWER)
        submission = a_submission(session, Status.RETURNED, reviewer=reviewer)
        self.hand_in(session, store, clerk, submission, "diploma", "appraisal")
        a_next_round(session, submission)
        act_on(session, reviewer, LATER, submission, "start_review", submission.version, "")
        for one in current_attachments(session, submission):
            if one.digest:
                judge_material(session, reviewer, LATER, submission, one.id, Judgement.ACCEPTED)
        return_for_correction(session, reviewer, LATER, YEAR, submission, "请补正。")
        return submission, store, clerk

    def hand_in(self, session, store, clerk, submission, *kinds, seed=1):
        from tests.intake.sample_files import pdf

        years = {"appraisal": 2024}
        items = [Item(kind, years.get(kind), f"{kind}.pdf", pdf(seed)) for kind in kinds]
        attach(session, clerk, LATER, YEAR, store, submission, *items)

    def carried_kinds(self, session, submission):
        files = current_attachments(session, submission)
        found = carried(session, submission, files, latest_run(session, submission), DESK)
        return {one.kind: found[one.id].judgement.value for one in files if one.id in found}

    def test_unchanged_files_stay_accepted(self, session, returned):
        submission, _, _ = returned
        a_next_round(session, submission)
        assert self.carried_kinds(session, submission) == {"diploma": "accepted", "appraisal": "accepted"}

    def test_a_new_file_is_looked_at_again(self, session, returned):
        submission, store, clerk = returned
        self.hand_in(session, store, clerk, submission, "diploma", seed=2)
        a_next_round(session, submission)
        assert self.carried_kinds(session, submission) == {"appraisal": "accepted"}

    def test_changed_facts_open_what_proves_them(self, session, returned):
        submission, _, _ = returned
        submission.education[0].school = "另一所大学"
        a_next_round(session, submission)
        assert self.carried_kinds(session, submission) == {"appraisal": "accepted"}
